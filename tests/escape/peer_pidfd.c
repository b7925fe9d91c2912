/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E22, E23: a peer outside, met at a socket in a bound directory, tells who it is: its number by
 * SO_PEERCRED and SCM_CREDENTIALS, a descriptor of its process by SO_PEERPIDFD and SCM_PIDFD. None
 * of these lets it be signalled, looked into, waited for or named to others, not even while
 * another thread exchanges the descriptor for one of a member's.
 * ATTACK OPTIONS: -b @OUT@/../shared:/shared
 * ATTACK BROKEN: PIDFD
 */
#include <linux/kcmp.h>
#include <sys/ioctl.h>

#include "escape.h"

#ifndef SO_PASSPIDFD
#define SO_PASSPIDFD 76
#endif
#define PEERPIDFD 77 /* SO_PEERPIDFD */
#define TO_THREAD 1
#define TO_PROCESS 2
#define TO_GROUP 4

static int member_fd = -1, outside_fd = -1;
static const int working = 60;

static void use(int fd, pid_t pid)
{
	static const int flags[] = { 0, TO_THREAD, TO_PROCESS, TO_GROUP };
	struct ucred claim = { pid, getuid(), getgid() };
	char control[CMSG_SPACE(sizeof(claim))] = "", handle[256] = { [0] = 100 }, path[64];
	struct iovec part = { (char[]){ "x" }, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct iovec memory = { path, sizeof(path) };
	struct iovec theirs = { (void *)0x400000, sizeof(path) };
	siginfo_t info = { .si_signo = SIGUSR1, .si_code = SI_QUEUE };
	int pair[2], mount;

	for (int i = 0; i < 4; i++) {
		must_fail(syscall(SYS_pidfd_send_signal, fd, 0, NULL, flags[i]), "signal 0");
		must_fail(syscall(SYS_pidfd_send_signal, fd, SIGUSR1, NULL, flags[i]), "a signal");
		must_fail(syscall(SYS_pidfd_send_signal, fd, SIGUSR1, &info, flags[i]), "with data");
		must_fail(syscall(SYS_pidfd_send_signal, fd | 1L << 32, SIGUSR1, NULL,
				  flags[i] | 1L << 32), "by high halves");
	}
	for (int i = 0; i < 64; i++)
		must_fail(syscall(SYS_pidfd_getfd, fd, i, 0), "pidfd_getfd");
	for (unsigned long size = 0; size < 256; size += 8)
		for (unsigned long number = 0; number < 32; number++)
			for (unsigned long way = 0; way < 4; way++)
				if (ioctl(fd, way << 30 | size << 16 | 0xff00 | number, handle) >= 0)
					escaped("an ioctl of the pidfd's, %lu", number);
	must_fail(syscall(SYS_setns, fd, 0x10000000), "setns");
	must_fail(syscall(SYS_process_madvise, fd, &theirs, 1, 4, 0), "process_madvise");
	must_fail(syscall(SYS_process_mrelease, fd, 0), "process_mrelease");
	must_fail(waitid((idtype_t)3, (id_t)fd, &info, WEXITED | WNOHANG), "waitid");
	must_fail(openat(fd, "cmdline", O_RDONLY), "a file of its");
	must_fail(fchdir(fd), "fchdir");
	if (syscall(SYS_name_to_handle_at, fd, "", handle, &mount, AT_EMPTY_PATH) == 0)
		must_fail(syscall(SYS_open_by_handle_at, fd, handle, O_RDONLY), "a handle");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	must_fail(open(path, O_RDONLY | O_DIRECTORY), "the pidfd as a directory");
	/* By its number. */
	must_fail(syscall(SYS_pidfd_open, pid, 0), "pidfd_open");
	must_fail(kill(pid, 0), "kill");
	must_fail(syscall(SYS_tgkill, pid, pid, SIGUSR1), "tgkill");
	must_fail(syscall(SYS_kcmp, getpid(), pid, KCMP_VM, 0, 0), "kcmp");
	must_fail(syscall(SYS_process_vm_readv, pid, &memory, 1, &theirs, 1, 0), "its memory");
	must_fail(fcntl(fd, F_SETOWN, pid), "F_SETOWN");
	snprintf(path, sizeof(path), "/proc/%d", pid);
	must_fail(access(path, F_OK), "its directory in /proc");
	/* As its own. */
	socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
	CMSG_FIRSTHDR(&message)->cmsg_level = SOL_SOCKET;
	CMSG_FIRSTHDR(&message)->cmsg_type = SCM_CREDENTIALS;
	CMSG_FIRSTHDR(&message)->cmsg_len = CMSG_LEN(sizeof(claim));
	memcpy(CMSG_DATA(CMSG_FIRSTHDR(&message)), &claim, sizeof(claim));
	must_fail(sendmsg(pair[0], &message, 0), "a message in its name");
	close(pair[0]);
	close(pair[1]);
}

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(outside_fd, working);
		linger(300);
		dup2(member_fd, working);
		linger(300);
	}
	return NULL;
}

/* What comes with the message: descriptors of the sender's process, and its number. */
static pid_t receive(int sock, int *ret_fd)
{
	char byte, control[512];
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct ucred sender = { 0 };

	if (recvmsg(sock, &message, 0) <= 0)
		broken("nothing comes");
	for (struct cmsghdr *of = CMSG_FIRSTHDR(&message); of != NULL;
	     of = CMSG_NXTHDR(&message, of)) {
		if (of->cmsg_type == SCM_CREDENTIALS)
			memcpy(&sender, CMSG_DATA(of), sizeof(sender));
		else if (of->cmsg_type == 4 /* SCM_PIDFD */)
			memcpy(ret_fd, CMSG_DATA(of), sizeof(*ret_fd));
	}
	return sender.pid;
}

int main(void)
{
	struct race race = { 0 };
	struct sockaddr_un address;
	struct ucred peer;
	socklen_t size = sizeof(peer);
	int sock = socket(AF_UNIX, SOCK_STREAM, 0), sent_fd = -1, on = 1;
	pid_t child, sender;

	unix_address(&address, "/shared/giver");
	(void)setsockopt(sock, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on));
	(void)setsockopt(sock, SOL_SOCKET, SO_PASSPIDFD, &on, sizeof(on));
	if (connect(sock, (void *)&address, sizeof(address)) < 0 || write(sock, "give", 4) != 4 ||
	    getsockopt(sock, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
		broken("no peer");
	sender = receive(sock, &sent_fd);
	if (peer.pid != given_pid("ESCAPE_PID") || sender != peer.pid)
		broken("it is somebody else");
	size = sizeof(outside_fd);
	if (getsockopt(sock, SOL_SOCKET, PEERPIDFD, &outside_fd, &size) < 0)
		skip("no SO_PEERPIDFD");
	use(outside_fd, peer.pid);
	if (sent_fd >= 0)
		use(sent_fd, sender);
	signal(SIGUSR1, SIG_IGN);
	child = fork();
	if (child == 0)
		for (;;)
			pause();
	member_fd = (int)syscall(SYS_pidfd_open, child, 0);
	if (member_fd < 0)
		broken("pidfd_open");
	start(flip, NULL);
	while (racing(&race)) {
		for (int flags = 0; flags <= TO_PROCESS; flags++)
			(void)syscall(SYS_pidfd_send_signal, working, SIGUSR1, NULL, flags);
		(void)syscall(SYS_pidfd_send_signal, working, SIGUSR1, NULL, TO_GROUP);
		must_fail(syscall(SYS_pidfd_getfd, working, 63, 0), "a descriptor of the peer's");
	}
	contained(); /* who is signalled outside tells */
}
