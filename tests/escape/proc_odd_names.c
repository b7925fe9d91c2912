/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E14, E15: outsiders' and ptjail's own places in /proc by every spelling that leads there on Linux: through
 * members' directories, task, fd, root and cwd, by descriptors of directories, with signs and zeros.
 */
#include "confined.h"

#include <dirent.h>

static const char *const starts[] = {
	"/proc/%d", "/proc//%d", "/proc/./%d", "/proc/self/../%d", "/proc/thread-self/../../../%d",
	"/proc/self/task/../../%d", "/proc/self/root/proc/%d", "/proc/self/cwd/../proc/%d",
	"/proc/0%d", "/proc/+%d", "/proc/%d/task/%d", "/proc/self/task/%d", "/proc/self/fd/../../%d",
	"/proc/1/root/proc/%d", "/dev/fd/../../%d", "/dev/fd/../../../proc/%d", "/proc/self/ns/../../%d",
	"/proc/self/net/../../%d", "/proc/sys/../%d",
};

static const char *const ends[] = { "", "/", "/mem", "/environ", "/fd", "/fd/1", "/fd/0", "/root", "/root/",
				    "/cwd", "/cwd/", "/exe", "/maps", "/status", "/task", "/ns/user",
				    "/map_files", "/oom_score_adj", "/attr/exec", "/auxv", "/syscall" };

static void try_name(const char *name, int dir)
{
	const uint64_t plain[3] = { O_RDONLY };
	struct stat info;
	char text[128];

	must_fail(open(name, O_RDONLY | O_NONBLOCK), name);
	must_fail(open(name, O_WRONLY | O_NONBLOCK), name);
	must_fail(open(name, O_PATH | O_NOFOLLOW), name);
	must_fail(syscall(437, AT_FDCWD, name, plain, 24), name);
	must_fail(lstat(name, &info), name);
	must_fail(readlink(name, text, sizeof(text)), name);
	must_fail(chdir(name), name);
	must_fail(openat(dir, name + strlen("/proc/"), O_RDONLY | O_NONBLOCK), name);
	must_fail(openat(dir, name + 1, O_PATH), name);
}

/* What else of the machine's processes a /proc may show. */
static void look_for_host(void)
{
	static const char *const absent[] = {
		"/proc/kcore", "/proc/kmsg", "/proc/kallsyms", "/proc/kpageflags", "/proc/sysrq-trigger",
		"/proc/keys", "/proc/key-users", "/proc/timer_list", "/proc/sched_debug",
		"/proc/vmallocinfo", "/proc/slabinfo", "/proc/iomem", "/proc/bus", "/proc/fs", "/proc/acpi",
		"/proc/scsi", "/proc/driver", "/proc/sys/kernel/modprobe",
		"/proc/sys/kernel/hotplug", "/proc/sys/fs/binfmt_misc/register", "/proc/sys/vm/drop_caches",
		"/proc/self/map_files", "/proc/self/attr/current",
		"/proc/self/patch_state", "/proc/self/timers", "/proc/self/uid_map/..",
	};

	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++)
		must_fail(open(absent[i], O_RDONLY | O_NONBLOCK), absent[i]);
	must_fail(open("/proc/sys/kernel/hostname", O_WRONLY), "hostname");
	must_fail(open("/proc/sys/kernel/core_pattern", O_WRONLY), "core_pattern");
	must_fail(open("/proc/self/mem", O_RDWR), "mem");
	must_fail(open("/proc/self/clear_refs", O_WRONLY), "clear_refs");
	must_fail(open("/proc/self/uid_map", O_WRONLY), "uid_map");
}

int main(void)
{
	pid_t outsiders[] = { given_pid("ESCAPE_PID"), getppid() };
	int dir = open("/proc", O_RDONLY | O_DIRECTORY);
	char name[128];

	for (size_t i = 0; i < 2; i++) {
		for (size_t j = 0; j < sizeof(starts) / sizeof(starts[0]); j++) {
			for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++) {
				snprintf(name, sizeof(name), starts[j], outsiders[i], outsiders[i]);
				strcat(name, ends[k]);
				try_name(name, dir);
			}
		}
	}
	look_for_host();
	still_confined("after names in /proc");
	contained();
}
