/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Calls on a process that there is not, and what else is wrong with them: which is told first. */
#include <linux/kcmp.h>

#include "guest.h"

#define NOBODY 999999999

struct attributes {
	uint32_t size, policy;
	uint64_t flags;
	uint32_t nice, priority;
	uint64_t runtime, deadline, period;
};

static void schedules(void)
{
	struct attributes good = { .size = sizeof(good) }, large = { .size = 65536 };
	struct sched_param param = { 0 };
	cpu_set_t set;

	CALL(sched_setparam(NOBODY, &param));
	CALL(sched_setparam(NOBODY, NULL));
	CALL(sched_setparam(NOBODY, (void *)bad_memory()));
	CALL(sched_getparam(NOBODY, &param));
	CALL(sched_getparam(NOBODY, NULL));
	CALL(sched_setscheduler(NOBODY, SCHED_OTHER, &param));
	CALL(sched_setscheduler(NOBODY, -1, &param));
	CALL(sched_setscheduler(NOBODY, SCHED_OTHER, NULL));
	CALL(sched_setscheduler(NOBODY, SCHED_OTHER, (void *)bad_memory()));
	CALL(sched_setaffinity(NOBODY, sizeof(set), (void *)bad_memory()));
	CALL(syscall(SYS_sched_getaffinity, NOBODY, 3, &set));
	CALL(syscall(SYS_sched_getaffinity, NOBODY, sizeof(set), &set));
	CALL(syscall(SYS_sched_setattr, NOBODY, &good, 0));
	CALL(syscall(SYS_sched_setattr, NOBODY, &good, 1));
	CALL(syscall(SYS_sched_setattr, NOBODY, NULL, 0));
	CALL(syscall(SYS_sched_setattr, NOBODY, &large, 0));
	CALL(syscall(SYS_sched_setattr, NOBODY, bad_memory(), 0));
	CALL(syscall(SYS_sched_getattr, NOBODY, &good, 24, 0));
	CALL(syscall(SYS_sched_getattr, NOBODY, &good, sizeof(good), 0));
	CALL(syscall(SYS_sched_getattr, NOBODY, &good, sizeof(good), 1));
	CALL(syscall(SYS_ioprio_set, 1, NOBODY, 2 << 13));
	CALL(syscall(SYS_ioprio_set, 1, NOBODY, 7 << 13));
	CALL(syscall(SYS_ioprio_set, 3, getuid(), 7 << 13));
	CALL(syscall(SYS_ioprio_set, 2, 0, 7 << 13));
	CALL(syscall(SYS_ioprio_set, 3, 0, 2 << 13));
	CALL(syscall(SYS_ioprio_set, 3, 0, 7 << 13));
	CALL(syscall(SYS_ioprio_set, 9, 0, 2 << 13));
	CALL(syscall(SYS_ioprio_set, 9, 0, 7 << 13));
	CALL(sched_rr_get_interval(NOBODY, (void *)bad_memory()));
}

static void signals(void)
{
	siginfo_t info = { .si_code = SI_QUEUE };
	int out = MUST(open("file", O_RDWR | O_CREAT, 0644));
	int self = syscall(SYS_pidfd_open, getpid(), 0);

	CALL(kill(NOBODY, 99));
	CALL(syscall(SYS_tgkill, NOBODY, NOBODY, 99));
	CALL(syscall(SYS_rt_sigqueueinfo, NOBODY, 0, &info));
	CALL(syscall(SYS_rt_sigqueueinfo, NOBODY, 99, &info));
	CALL(syscall(SYS_rt_sigqueueinfo, NOBODY, SIGUSR1, bad_memory()));
	CALL(syscall(SYS_rt_tgsigqueueinfo, NOBODY, NOBODY, 0, &info));
	info.si_code = 0;
	CALL(syscall(SYS_rt_sigqueueinfo, NOBODY, 0, &info));
	CALL(syscall(SYS_rt_tgsigqueueinfo, NOBODY, NOBODY, 0, &info));
	CALL(syscall(SYS_rt_tgsigqueueinfo, getppid(), NOBODY, 0, &info));
	CALL(syscall(SYS_pidfd_send_signal, out, 0, NULL, 3));
	CALL(syscall(SYS_pidfd_send_signal, -1, 0, NULL, 0x80));
	if (kernel_since(6, 9)) {
		CALL(syscall(SYS_pidfd_send_signal, out, 0, NULL, 4));
		CALL(syscall(SYS_pidfd_send_signal, -1, 0, NULL, 4));
		MUST(setpgid(0, 0));
		CALL(syscall(SYS_pidfd_send_signal, self, 0, NULL, 4));
		CALL(syscall(SYS_pidfd_send_signal, self, 99, NULL, 4));
	}
}

static void memory(void)
{
	char byte = 0;
	struct iovec own = { &byte, 1 }, odd = { &byte, -1 };
	struct rlimit64 limit = { 5, 4 };
	unsigned long nodes = 0;
	void *head = NULL;
	size_t size;

	CALL(syscall(SYS_process_vm_readv, NOBODY, &own, 1, &own, 1, 1));
	CALL(syscall(SYS_process_vm_readv, NOBODY, &odd, 1, &own, 1, 0));
	CALL(syscall(SYS_process_vm_readv, NOBODY, &own, 1, bad_memory(), 1, 0));
	CALL(syscall(SYS_process_vm_readv, NOBODY, &own, 0, &own, 1, 0));
	CALL(syscall(SYS_process_vm_writev, NOBODY, &odd, 1, &own, 1, 0));
	CALL(syscall(SYS_process_vm_writev, NOBODY, &own, 1, &own, 1, 0));
	CALL(syscall(SYS_kcmp, NOBODY, getpid(), KCMP_FILE, -1, 0));
	CALL(syscall(SYS_kcmp, getpid(), NOBODY, 99, 0, 0));
	CALL(syscall(SYS_prlimit64, NOBODY, 99, NULL, &limit));
	CALL(syscall(SYS_prlimit64, NOBODY, RLIMIT_NOFILE, bad_memory(), NULL));
	CALL(syscall(SYS_prlimit64, NOBODY, RLIMIT_NOFILE, &limit, NULL));
	CALL(syscall(SYS_prlimit64, NOBODY, RLIMIT_CORE, bad_memory(), NULL));
	CALL(syscall(SYS_get_robust_list, NOBODY, &head, &size));
	CALL(syscall(SYS_get_robust_list, NOBODY, bad_memory(), &size));
	CALL(syscall(SYS_migrate_pages, NOBODY, 8, &nodes, &nodes));
	CALL(syscall(SYS_migrate_pages, NOBODY, 8, bad_memory(), &nodes));
}

int main(void)
{
	schedules();
	signals();
	memory();
	return 0;
}
