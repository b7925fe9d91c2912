/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E25: files below /proc that do something when they are written: to members, to the tracer, to
 * outsiders, to the caller. Nothing that a process outside feels, and no memory.
 */
#include "escape.h"

int main(void)
{
	static const char *const names[] = { "mem", "oom_score_adj", "oom_adj", "clear_refs", "coredump_filter",
					     "timerslack_ns", "uid_map", "gid_map", "setgroups", "loginuid",
					     "comm", "sched", "autogroup", "make-it-fail", "attr/current",
					     "attr/exec", "projid_map", "timens_offsets", "mounts", "maps",
					     "task/1/comm" };
	static const char *const system[] = { "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname",
					      "/proc/sysrq-trigger", "/proc/sys/vm/overcommit_memory",
					      "/proc/sys/kernel/yama/ptrace_scope", "/proc/bus/pci/00/00.0",
					      "/proc/kcore", "/proc/kmsg", "/proc/sys/fs/binfmt_misc/register",
					      "/sys/kernel/uevent_helper", "/sys/power/state", "/proc/mtrr" };
	int who[] = { given_pid("ESCAPE_PID"), getppid(), given_pid("ESCAPE_PID") - 1, 1 };
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		for (size_t j = 0; j < 4; j++) {
			int fd;

			if (who[j] == getpid())
				continue;
			snprintf(path, sizeof(path), "/proc/%d/%s", who[j], names[i]);
			fd = open(path, O_WRONLY);
			if (fd >= 0 && write(fd, "1000", 4) > 0)
				escaped("%s was written", path);
			close(fd);
			snprintf(path, sizeof(path), "/proc/self/../%d/task/%d/%s", who[j], who[j], names[i]);
			must_fail(open(path, O_WRONLY), path);
		}
	}
	for (size_t i = 0; i < sizeof(system) / sizeof(system[0]); i++) {
		int fd = open(system[i], O_WRONLY);

		if (fd >= 0 && write(fd, "1", 1) > 0)
			escaped("%s was written", system[i]);
		close(fd);
	}
	{
		int fd = open("/proc/self/mem", O_RDWR);
		static const char text[] = "constant";

		if (fd >= 0 && pwrite(fd, "changed", 7, (off_t)(uintptr_t)text) == 7)
			escaped("read-only memory was written");
		if (fd >= 0 && pwrite(fd, "changed", 7, (off_t)(find_gate() + GATE_HOWS_)) == 7)
			escaped("the gate was written");
	}
	contained();
}
