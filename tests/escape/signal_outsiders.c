/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* G-01, G-02: no call that sends signals reaches anybody outside, by number, group or descriptor. */
#include "escape.h"

static void try_signal(pid_t pid, int number)
{
	siginfo_t info = { .si_signo = number, .si_code = SI_QUEUE };
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);

	if (kill(pid, number) == 0)
		escaped("kill(%d, %d)", pid, number);
	must_fail(syscall(SYS_tkill, pid, number), "tkill");
	must_fail(syscall(SYS_tgkill, pid, pid, number), "tgkill");
	must_fail(syscall(SYS_rt_sigqueueinfo, pid, number, &info), "rt_sigqueueinfo");
	must_fail(syscall(SYS_rt_tgsigqueueinfo, pid, pid, number, &info), "rt_tgsigqueueinfo");
	must_fail(pidfd, "pidfd_open");
	must_fail(syscall(SYS_pidfd_open, pid, 0200 /* PIDFD_THREAD */), "pidfd_open of a thread");
	must_fail(syscall(SYS_pidfd_send_signal, pidfd, number, NULL, 0), "pidfd_send_signal");
	must_fail(syscall(SYS_kill, (long)pid | 1L << 32, number), "kill with a high word");
}

int main(void)
{
	pid_t out = given_pid("ESCAPE_PID"), tracer = getppid();

	/* 0: whether the parent is there may be asked. */
	for (int number = 1; number < 20; number++) {
		try_signal(out, number == SIGTERM || number == SIGKILL ? SIGUSR1 : number);
		try_signal(tracer, number);
		try_signal(1, number);
		try_signal(out, 0);
		must_fail(kill(-out, number == 9 ? 10 : number), "kill of a group");
	}
	must_fail(kill(-1, SIGTERM), "kill of everybody, alone");
	if (fork() == 0) {
		setpgid(0, 0);
		must_fail(kill(-out, SIGUSR1), "kill of a group");
		(void)kill(0, SIGUSR1 * 0);
		pause();
	}
	/* ptjail's own group: this process is in it, and nobody else must get it. */
	signal(SIGUSR1, SIG_IGN);
	(void)kill(-getpgid(tracer), SIGUSR1);
	(void)kill(-tracer, SIGUSR1);
	(void)kill(0, SIGUSR1);
	(void)kill(-1, SIGKILL);
	contained();
}
