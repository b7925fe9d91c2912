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

/* KERNEL: 6.14 numbers that stand for the caller, 6.13 an ioctl that tells of the process. */
static void newer(int own)
{
	struct {
		uint64_t mask, cgroup;
		uint32_t pid, tgid, ppid, ids[8];
		int32_t exit_code;
	} info = { .mask = 1 };
	unsigned long command = _IOWR(0xff, 11, info);
	const uint32_t ids[8] = { getuid(),  getgid(),  getuid(), getgid(),
				  geteuid(), getegid(), getuid(), getgid() };

	CALL(syscall(SYS_pidfd_send_signal, -10000, 0, NULL, 0));
	CALL(syscall(SYS_pidfd_send_signal, -10001, 0, NULL, 0));
	CALL(syscall(SYS_pidfd_send_signal, -20000, 0, NULL, 0));
	CALL(ioctl(own, command, &info));
	printf("itself %d, its parent %d, ids %d\n", info.pid == (uint32_t)getpid(),
	       info.ppid == (uint32_t)getppid(), !memcmp(info.ids, ids, sizeof(ids)));
	CALL(ioctl(own, command, NULL));
	CALL(ioctl(own, _IOWR(0xff, 11, uint64_t), &info));
	CALL(ioctl(open("/dev/null", O_RDONLY), command, &info));
	CALL(ioctl(-1, command, &info));
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
	newer(own);
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
