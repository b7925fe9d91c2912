/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Process 1 is there on every Linux, another user's: it cannot be touched. */
#include "guest.h"

#include <sched.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/uio.h>

static void show(const char *what, long result)
{
	printf("%s: %s\n", what, result < 0 ? strerror(errno) : "done");
}

static void signals(void)
{
	union sigval value = { 0 };

	show("kill 0", kill(1, 0));
	show("kill", kill(1, SIGUSR1));
	show("kill 65", kill(1, 65));
	show("kill -1", kill(1, -1));
	show("sigqueue 0", sigqueue(1, 0, value));
	show("sigqueue", sigqueue(1, SIGUSR1, value));
	show("tkill", syscall(SYS_tkill, 1, SIGUSR1));
	show("tgkill", syscall(SYS_tgkill, 1, 1, SIGUSR1));
	show("tgkill 65", syscall(SYS_tgkill, 1, 1, 65));
}

static void scheduling(void)
{
	struct sched_param param = { 0 };
	cpu_set_t cpus;

	CPU_ZERO(&cpus);
	CPU_SET(0, &cpus);
	show("sched_setparam", sched_setparam(1, &param));
	show("sched_setscheduler", sched_setscheduler(1, SCHED_BATCH, &param));
	show("sched_setaffinity", sched_setaffinity(1, sizeof(cpus), &cpus));
	show("setpriority", setpriority(PRIO_PROCESS, 1, 7));
	show("ioprio_set", syscall(SYS_ioprio_set, 1, 1, 2 << 13));
}

/* Who he is differs from host to host; that he may be asked does not. */
static void looks(void)
{
	struct sched_param param;
	struct timespec slice;
	uint32_t attributes[12];
	cpu_set_t cpus;

	show("getpgid", getpgid(1));
	show("getsid", getsid(1));
	show("sched_getparam", sched_getparam(1, &param));
	show("sched_getscheduler", sched_getscheduler(1));
	show("sched_getattr", syscall(SYS_sched_getattr, 1, attributes, sizeof(attributes), 0));
	show("sched_rr_get_interval", sched_rr_get_interval(1, &slice));
	show("sched_getaffinity", sched_getaffinity(1, sizeof(cpus), &cpus));
	show("getpriority", syscall(SYS_getpriority, PRIO_PROCESS, 1));
	show("ioprio_get", syscall(SYS_ioprio_get, 1, 1));
}

static void memory(void)
{
	unsigned long nodes[8] = { 1 };
	char byte;
	struct iovec range = { &byte, 1 };
	struct rlimit limit;
	size_t length;
	void *list;

	show("process_vm_readv", process_vm_readv(1, &range, 1, &range, 1, 0));
	show("process_vm_writev", process_vm_writev(1, &range, 1, &range, 1, 0));
	show("setpgid", setpgid(1, 0));
	show("prlimit", prlimit(1, RLIMIT_NOFILE, NULL, &limit));
	show("ptrace attach", ptrace(PTRACE_ATTACH, 1, NULL, NULL));
	show("ptrace seize", ptrace(PTRACE_SEIZE, 1, NULL, NULL));
	show("get_robust_list", syscall(SYS_get_robust_list, 1, &list, &length));
	show("move_pages", syscall(SYS_move_pages, 1, 0, NULL, NULL, NULL, 0));
	show("migrate_pages", syscall(SYS_migrate_pages, 1, 64, nodes, nodes));
	show("kcmp", syscall(SYS_kcmp, 1, getpid(), 0, 0, 0));
	show("kcmp as the second", syscall(SYS_kcmp, getpid(), 1, 0, 0, 0));
}

int main(void)
{
	signals();
	scheduling();
	looks();
	memory();
	return 0;
}
