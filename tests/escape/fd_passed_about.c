/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E16, E43, E44: descriptors that members pass each other by sockets: files opened for reading, mere names,
 * directories of read-only mounts, pidfds. None gives the
 * receiver more than the sender had, in another process, after an exec or when its sender is dead.
 * ATTACK OPTIONS: -b @OUT@/ro:/mnt/ro:ro
 */
#include "confined.h"

#include <sys/ioctl.h>

static int pass(int sock, const int *fds, size_t count)
{
	char control[CMSG_SPACE(16 * sizeof(int))] = "";
	struct iovec part = { (char[]){ "x" }, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = CMSG_SPACE(count * sizeof(int)) };
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(count * sizeof(int));
	memcpy(CMSG_DATA(head), fds, count * sizeof(int));
	return (int)sendmsg(sock, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}

static size_t take(int sock, int *fds, int flags)
{
	char control[CMSG_SPACE(16 * sizeof(int))] = "";
	char byte;
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *head;

	if (recvmsg(sock, &message, flags) < 0)
		return 0;
	head = CMSG_FIRSTHDR(&message);
	if (head == NULL || head->cmsg_type != SCM_RIGHTS)
		return 0;
	memcpy(fds, CMSG_DATA(head), head->cmsg_len - CMSG_LEN(0));
	return (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
}

static void use(int fd)
{
	const uint64_t plain[3] = { O_RDONLY }, write_it[3] = { O_RDWR };
	char name[64];
	int owner = given_pid("ESCAPE_PID");
	struct stat info;
	int same;

	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	must_fail(open(name, O_WRONLY), "a passed descriptor opened anew");
	must_fail(open(name, O_RDWR | O_TRUNC), "a passed descriptor opened anew");
	must_fail(openat(fd, "file", O_WRONLY), "a passed directory");
	must_fail(openat(fd, "made", O_WRONLY | O_CREAT, 0600), "a passed directory");
	must_fail(syscall(437, fd, "file", write_it, 24), "a passed directory");
	refuse_secret(openat(fd, "../secret", O_RDONLY), "a passed directory");
	refuse_secret((int)syscall(437, fd, "../../out/secret", plain, 24), "a passed directory");
	refuse_secret(openat(fd, outside("secret") + 1, O_RDONLY), "a passed directory");
	must_fail(unlinkat(fd, "file", 0), "a passed directory");
	/* A pidfd has a mode of its own, which is nobody's. */
	if (fstat(fd, &info) == 0 && (S_ISREG(info.st_mode) || S_ISDIR(info.st_mode)) &&
	    syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0) < 0) {
		must_fail(fchmod(fd, 0777), "fchmod");
		must_fail(futimens(fd, NULL), "futimens");
	}
	must_fail(ftruncate(fd, 0), "ftruncate");
	must_fail(ioctl(fd, 0x8901 /* FIOSETOWN */, &owner), "FIOSETOWN");
	must_fail(linkat(fd, "", AT_FDCWD, "/tmp/linked", AT_EMPTY_PATH), "linkat");
	if (fchdir(fd) == 0) {
		refuse_secret(open("../secret", O_RDONLY), "a passed directory");
		must_fail(open("file", O_WRONLY), "a passed directory");
		(void)chdir("/");
	}
	(void)syscall(SYS_pidfd_send_signal, fd, SIGUSR1, NULL, 0);
	/* Its standard input is ours as well; of what the jail protects there is nothing to be had. */
	same = (int)syscall(SYS_pidfd_getfd, fd, 0, 0);
	if (same >= 0) {
		if (syscall(SYS_kcmp, getpid(), getpid(), 0 /* KCMP_FILE */, same, 0) != 0)
			escaped("a descriptor that its process does not have");
		(void)close(same);
		for (int other = 64; other < 8192; other++)
			must_fail(syscall(SYS_pidfd_getfd, fd, other, 0), "a protected descriptor");
	}
	must_fail(syscall(SYS_setns, fd, 0), "setns");
	must_fail(ioctl(fd, 0xff01UL), "a namespace of a pidfd");
}

static _Noreturn void receive(int sock, bool again)
{
	int fds[16];
	size_t count;

	signal(SIGUSR1, SIG_IGN);
	while ((count = take(sock, fds, MSG_PEEK)) > 0 && (count = take(sock, fds, 0)) > 0)
		for (size_t i = 0; i < count; i++) {
			use(fds[i]);
			/* On, and kept for the exec. */
			if (!again)
				(void)pass(sock, &fds[i], 1);
		}
	still_confined("who was given descriptors");
	if (!again)
		execl("/proc/self/exe", "fd_passed_about", "again", NULL);
	for (int fd = 3; fd < 64; fd++)
		if (fcntl(fd, F_GETFD) >= 0 && fd != sock)
			use(fd);
	_exit(0);
}

int main(int argc, char **argv)
{
	int pair[2], status;
	pid_t child;

	(void)argv;
	if (argc > 1)
		receive(-1, true);
	signal(SIGUSR1, SIG_IGN);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) < 0)
		broken("socketpair");
	child = fork();
	if (child == 0) {
		close(pair[1]);
		receive(pair[0], false);
	}
	close(pair[0]);
	{
		const int fds[] = { open("/mnt/ro/file", O_RDONLY), open("/mnt/ro/file", O_PATH),
				    open("/mnt/ro", O_RDONLY | O_DIRECTORY), open("/mnt/ro/sub", O_PATH),
				    (int)syscall(SYS_pidfd_open, getpid(), 0) };

		if (pass(pair[1], fds, 4) < 0)
			broken("sendmsg");
		(void)pass(pair[1], &fds[4], 1);
	}
	shutdown(pair[1], SHUT_WR);
	usleep(20000);
	close(pair[1]);
	waitpid(child, &status, 0);
	if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
		_exit(WEXITSTATUS(status));
	contained();
}
