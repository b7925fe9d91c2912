/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The list of features, what a lack of each costs, and the child that tries it. The probes
 * themselves are in doctor_probe.c. Must never alter the process that asks.
 */
#include "cli/doctor.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/doctor_probe.h"
#include "util/fd.h"

struct feature {
	const char *name;
	doctor_probe *probe;
	bool needed;
	const char *lack; /* what it means not to have it */
};

static const struct feature features[] = {
	{ "ptrace", doctor_probe_ptrace, true, "nothing can be jailed" },
	{ "PTRACE_GET_SYSCALL_INFO", doctor_probe_syscall_info, false,
	  "felt only where seccomp stops are missing too" },
	{ "seccomp stops", doctor_probe_seccomp, false, "every system call stops: slow" },
	{ "openat2", doctor_probe_openat2, false, "paths are walked one name at a time: slower" },
	{ "process_vm_readv", doctor_probe_process_vm, false,
	  "memory is read through /proc/PID/mem: slower" },
	{ "memfd, executable", doctor_probe_memfd_exec, false, "an unlinked file serves instead" },
	{ "memfd seals", doctor_probe_seals, false, "the gate has one wall less" },
	{ "mseal", doctor_probe_mseal, false, "calls that could unmap the gate stop" },
	{ "statx mount ids", doctor_probe_statx, false, "host mounts are told apart by device" },
	{ "PR_SET_MM_MAP", doctor_probe_set_mm, false, "ps may show ptjail's loader" },
	{ "pidfd_getfd", doctor_probe_pidfd_getfd, false, "descriptors are reached by re-opening" },
	{ "Landlock", doctor_probe_landlock, false, "there is no second wall" },
	{ "private directory", doctor_probe_spool, true, "set TMPDIR to one that can be written" },
};

struct result {
	bool present;
	char detail[DOCTOR_DETAIL_MAX];
};

/* The child's whole life. */
static void run_probe(doctor_probe *probe, int out)
{
	struct result result = { false, "" };

	(void)alarm(DOCTOR_PROBE_SECONDS);
	result.present = probe(result.detail);
	/* A short write reads as "not there". */
	_exit(write(out, &result, sizeof(result)) == (ssize_t)sizeof(result) ? 0 : 1);
}

static int try_feature(const struct feature *feature, struct result *ret_result)
{
	CLEANUP_FD int in = -1;
	int ends[2];
	pid_t child;

	*ret_result = (struct result){ false, "the probe died" };
	if (pipe2(ends, O_CLOEXEC) != 0)
		return -errno;
	in = ends[0];
	child = fork();
	if (child == 0)
		run_probe(feature->probe, ends[1]);
	(void)close(ends[1]);
	if (child < 0)
		return -errno;
	if (read(in, ret_result, sizeof(*ret_result)) != (ssize_t)sizeof(*ret_result))
		*ret_result = (struct result){ false, "the probe died" };
	while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	ret_result->detail[sizeof(ret_result->detail) - 1] = '\0';
	return 0;
}

static char *add_line(char *text, const struct feature *feature, const struct result *result)
{
	const char *lack = result->present ? "" : feature->lack;
	const char *between = lack[0] != '\0' && result->detail[0] != '\0' ? "; " : "";

	if (result->detail[0] == '\0' && lack[0] == '\0')
		return talloc_asprintf_append_buffer(text, "  yes  %s\n", feature->name);
	return talloc_asprintf_append_buffer(text, "  %-4s %-24s %s%s%s\n",
					     result->present ? "yes" : "NO", feature->name,
					     result->detail, between, lack);
}

char *doctor_examine(TALLOC_CTX *ctx, bool *ret_usable)
{
	char *text;
	struct utsname host;

	*ret_usable = true;
	if (uname(&host) != 0)
		return NULL;
	text = talloc_asprintf(ctx, "ptjail " PTJAIL_VERSION " on %s %s, %s\n", host.sysname,
			       host.release, host.machine);
	for (size_t i = 0; text != NULL && i < ARRAY_SIZE(features); i++) {
		const struct feature *feature = &features[i];
		struct result result;

		if (try_feature(feature, &result) != 0) {
			talloc_free(text);
			return NULL;
		}
		if (!result.present && feature->needed)
			*ret_usable = false;
		text = add_line(text, feature, &result);
	}
	if (text != NULL)
		text = talloc_asprintf_append_buffer(
			text, *ret_usable ? "ptjail can work on this host.\n"
					  : "ptjail cannot work on this host.\n");
	return text;
}
