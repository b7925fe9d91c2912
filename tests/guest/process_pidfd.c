/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Descriptors of processes: oneself, a child, a zombie, one that is gone; signals by them. */
#include "guest.h"

static volatile sig_atomic_t value;

static void on_signal(int signo, siginfo_t *info, void *context)
{
	(void)signo;
	(void)context;
	value = info->si_code == SI_QUEUE ? info->si_value.sival_int : -1;
}

/* Directories of /proc do as well, while the process is there. */
static void directories(void)
{
	char name[32];
	pid_t child = MUST(fork());
	int fd, other;

	if (!child)
		for (;;)
			pause();
	snprintf(name, sizeof(name), "/proc/%d", child);
	fd = MUST(open(name, O_RDONLY | O_DIRECTORY));
	MUST(mkdir("d", 0755));
	other = MUST(open("d", O_RDONLY | O_DIRECTORY));
	MUST(rmdir("d"));
	CALL(syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0));
	CALL(syscall(SYS_pidfd_send_signal, other, 0, NULL, 0));
	CALL(syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0));
	show_wait("child", child);
	CALL(syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0));
}

int main(void)
{
	siginfo_t info;
	struct pollfd ended = { .events = POLLIN };
	int own, fd;
	pid_t child;

	OK(own = syscall(SYS_pidfd_open, getpid(), 0));
	CALL(syscall(SYS_pidfd_send_signal, own, 0, NULL, 0));
	CALL(syscall(SYS_pidfd_send_signal, own, 99, NULL, 0));
	CALL(syscall(SYS_pidfd_send_signal, own, 0, NULL, 0xff00));
	CALL(syscall(SYS_pidfd_send_signal, 999, 0, NULL, 0));
	CALL(syscall(SYS_pidfd_send_signal, STDOUT_FILENO, 0, NULL, 0));
	CALL(syscall(SYS_pidfd_open, 0, 0));
	CALL(syscall(SYS_pidfd_open, -1, 0));
	CALL(syscall(SYS_pidfd_open, getpid(), 0xff00));
	CALL(syscall(SYS_pidfd_open, 999999999, 0));
	CALL(syscall(SYS_pidfd_open, 999999999, 1));
	sigaction(SIGUSR1, &(struct sigaction){ .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO },
		  NULL);
	child = MUST(fork());
	if (!child) {
		while (!value)
			nap_ms(2);
		_exit(value);
	}
	OK(fd = syscall(SYS_pidfd_open, child, 0));
	ended.fd = fd;
	CALL(poll(&ended, 1, 0));
	memset(&info, 0, sizeof(info));
	info.si_code = SI_QUEUE;
	info.si_value.sival_int = 42;
	CALL(syscall(SYS_pidfd_send_signal, fd, SIGUSR1, &info, 0));
	info.si_signo = SIGUSR1;
	info.si_pid = getpid();
	info.si_uid = getuid();
	CALL(syscall(SYS_pidfd_send_signal, fd, SIGUSR1, &info, 0));
	CALL(poll(&ended, 1, 10000));
	CALL(syscall(SYS_pidfd_send_signal, fd, SIGUSR1, NULL, 0));
	CALL(kill(child, SIGUSR1));
	OK(syscall(SYS_pidfd_open, child, 0));
	CALL(waitid((idtype_t)3, (id_t)fd, &info, WEXITED));
	printf("status %d\n", info.si_status);
	CALL(syscall(SYS_pidfd_send_signal, fd, SIGUSR1, NULL, 0));
	CALL(syscall(SYS_pidfd_open, child, 0));
	CALL(kill(child, 0));
	directories();
	return 0;
}
