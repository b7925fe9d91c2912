/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Tries kernel features for real. Runs only in throw-away children of doctor.c.
 */
#include "cli/doctor_probe.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/report_cause.h"
#include "util/compiler.h"
#include "util/listener.h"
#include "util/spool.h"

/* Newer than the headers of the oldest systems this is built on; the same everywhere. */
#define PROBE_NR_MSEAL                   462
#define PROBE_NR_LANDLOCK_CREATE_RULESET 444
#define PROBE_LANDLOCK_VERSION           1U
#define PROBE_MFD_EXEC                   0x0010U
#define PROBE_SEAL_FUTURE_WRITE          0x0010
#define PROBE_STATX_MNT_ID               0x1000U
#define PROBE_GET_SYSCALL_INFO           0x420e

static void describe_errno(char *detail)
{
	(void)snprintf(detail, DOCTOR_DETAIL_MAX, "%s", strerror(errno));
}

/* A child that waits for a byte on the pipe and then does `act`. */
static pid_t spawn(int *ret_go, void (*act)(void))
{
	int ends[2];
	pid_t child;

	if (pipe(ends) != 0)
		return -1;
	child = fork();
	if (child == 0) {
		char byte;

		/* the parent's death must not leave it behind */
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)close(ends[1]);
		if (read(ends[0], &byte, 1) == 1)
			act();
		_exit(0);
	}
	(void)close(ends[0]);
	*ret_go = ends[1];
	return child;
}

static void act_nothing(void)
{
}

bool doctor_probe_ptrace(char *detail)
{
	int scope = report_yama_scope();
	int go = -1;
	pid_t child = spawn(&go, act_nothing);

	if (child < 0 || ptrace(PTRACE_SEIZE, child, NULL, PTRACE_O_EXITKILL) != 0) {
		describe_errno(detail);
		return false;
	}
	if (scope >= 0)
		(void)snprintf(detail, DOCTOR_DETAIL_MAX, "kernel.yama.ptrace_scope is %d", scope);
	return true;
}

bool doctor_probe_syscall_info(char *detail)
{
	uint64_t info[16];
	int status;
	int go = -1;
	pid_t child = spawn(&go, act_nothing);

	if (child < 0 || ptrace(PTRACE_SEIZE, child, NULL, PTRACE_O_EXITKILL) != 0 ||
	    ptrace(PTRACE_INTERRUPT, child, NULL, NULL) != 0 ||
	    waitpid(child, &status, 0) != child ||
	    ptrace(PROBE_GET_SYSCALL_INFO, child, sizeof(info), info) <= 0) {
		describe_errno(detail);
		return false;
	}
	return true;
}

/* From here on getppid stops. Only the number is looked at: this is a trial, no wall. */
static void act_traced_call(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { ARRAY_SIZE(code), code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
		_exit(errno);
	(void)syscall(SYS_getppid);
}

bool doctor_probe_seccomp(char *detail)
{
	int status = 0;
	int go = -1;
	pid_t child;

	if (listener_is_there()) {
		(void)snprintf(detail, DOCTOR_DETAIL_MAX, "an inherited filter notifies somebody");
		return false;
	}
	child = spawn(&go, act_traced_call);
	if (child < 0 ||
	    ptrace(PTRACE_SEIZE, child, NULL, PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP) != 0 ||
	    write(go, "", 1) != 1 || waitpid(child, &status, 0) != child) {
		describe_errno(detail);
		return false;
	}
	if (WIFSTOPPED(status) && status >> 16 == PTRACE_EVENT_SECCOMP)
		return true;
	if (WIFEXITED(status))
		(void)snprintf(detail, DOCTOR_DETAIL_MAX, "%s", strerror(WEXITSTATUS(status)));
	return false;
}

bool doctor_probe_openat2(char *detail)
{
	struct open_how how = {
		.flags = O_PATH | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS |
			   RESOLVE_NO_XDEV,
	};
	int root = open("/", O_PATH | O_CLOEXEC);

	if (root >= 0 && syscall(SYS_openat2, root, ".", &how, sizeof(how)) >= 0)
		return true;
	describe_errno(detail);
	return false;
}

bool doctor_probe_process_vm(char *detail)
{
	static volatile char there = 'x';
	char here = '\0';
	struct iovec to = { &here, 1 };
	struct iovec from = { (void *)(uintptr_t)&there, 1 };
	int go = -1;
	pid_t child = spawn(&go, act_nothing);

	if (child >= 0 && process_vm_readv(child, &to, 1, &from, 1, 0) == 1 && here == 'x')
		return true;
	describe_errno(detail);
	return false;
}

/* What the kernel says to a file that is no program: ENOEXEC if it may be executed at all. */
bool doctor_probe_memfd_exec(char *detail)
{
	char *argv[] = { NULL };
	int fd = memfd_create("ptjail-doctor", PROBE_MFD_EXEC | MFD_CLOEXEC);

	/* KERNEL: 6.3 MFD_EXEC; older ones know no such flag, and need none */
	if (fd < 0 && errno == EINVAL)
		fd = memfd_create("ptjail-doctor", MFD_CLOEXEC);
	if (fd < 0 || write(fd, "nothing", 7) != 7) {
		describe_errno(detail);
		return false;
	}
	(void)syscall(SYS_execveat, fd, "", argv, argv, AT_EMPTY_PATH);
	if (errno == ENOEXEC)
		return true;
	describe_errno(detail);
	return false;
}

bool doctor_probe_seals(char *detail)
{
	int fd = memfd_create("ptjail-doctor", MFD_ALLOW_SEALING | MFD_CLOEXEC);

	if (fd >= 0 && ftruncate(fd, 4096) == 0 &&
	    fcntl(fd, F_ADD_SEALS, PROBE_SEAL_FUTURE_WRITE | F_SEAL_SHRINK | F_SEAL_GROW) == 0)
		return true;
	describe_errno(detail);
	return false;
}

bool doctor_probe_mseal(char *detail)
{
	size_t length = (size_t)sysconf(_SC_PAGESIZE);
	void *page = mmap(NULL, length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page != MAP_FAILED && syscall(PROBE_NR_MSEAL, page, length, 0) == 0)
		return munmap(page, length) != 0;
	describe_errno(detail);
	return false;
}

bool doctor_probe_statx(char *detail)
{
	struct statx st;

	if (statx(AT_FDCWD, "/", 0, PROBE_STATX_MNT_ID, &st) != 0) {
		describe_errno(detail);
		return false;
	}
	return (st.stx_mask & PROBE_STATX_MNT_ID) != 0;
}

bool doctor_probe_set_mm(char *detail)
{
	unsigned int size = 0;

	if (prctl(PR_SET_MM, PR_SET_MM_MAP_SIZE, &size, 0, 0) == 0)
		return true;
	describe_errno(detail);
	return false;
}

/* A descriptor of a child, as ptjail takes them from its tracees: it may need ptrace rights. */
bool doctor_probe_pidfd_getfd(char *detail)
{
	int go = -1;
	pid_t child = spawn(&go, act_nothing);
	int pidfd = child < 0 ? -1 : (int)syscall(SYS_pidfd_open, child, 0);

	if (pidfd >= 0 && syscall(SYS_pidfd_getfd, pidfd, STDERR_FILENO, 0) >= 0)
		return true;
	describe_errno(detail);
	return false;
}

bool doctor_probe_landlock(char *detail)
{
	long version = syscall(PROBE_NR_LANDLOCK_CREATE_RULESET, NULL, 0, PROBE_LANDLOCK_VERSION);

	if (version < 0) {
		describe_errno(detail);
		return false;
	}
	(void)snprintf(detail, DOCTOR_DETAIL_MAX, "ABI %ld", version);
	return true;
}

bool doctor_probe_spool(char *detail)
{
	struct spool *spool = NULL;
	int result = spool_create(NULL, NULL, 0, &spool);

	talloc_free(spool);
	errno = -result;
	if (result != 0)
		describe_errno(detail);
	return result == 0;
}
