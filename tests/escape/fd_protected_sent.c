/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A protected descriptor that is sent through a socket comes back under a number that the filter takes
 * for any other: from one of them, the host's /dev, it admits only the gate's names, from others
 * all. So none can be sent: by no call, through no kind of socket, among others or alone, not
 * while another thread or process rewrites the message, not from a table of one's own. Nor is there
 * another way to a second number.
 * ATTACK MODES: landlock default landlock,memfd landlock,seccomp -0
 * ATTACK BROKEN: RIGHTS
 */
#include <sys/epoll.h>
#include <sys/file.h>

#include "escape.h"

#define SENT_ 3 /* descriptors of a message */

struct packet {
	struct msghdr message;
	struct mmsghdr many[2];
	struct iovec part;
	char byte;
	volatile int jails; /* to be put in by whoever rewrites it */
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int)) + CMSG_SPACE(SENT_ * sizeof(int))];
};

static int first, last;

/* In memory that others write as well. */
static struct packet *shared;

static int *number_in(struct packet *packet)
{
	return (int *)(void *)(packet->control + CMSG_SPACE(sizeof(int)) + CMSG_LEN(0) +
			       (SENT_ - 1) * sizeof(int));
}

/* Two control messages, of which only the last number is one of the jail's. */
static void fill(struct packet *packet, int fd)
{
	struct cmsghdr *head = (struct cmsghdr *)(void *)packet->control;
	int plain[SENT_] = { STDOUT_FILENO, STDOUT_FILENO, fd };

	*packet = (struct packet){ .byte = 'x' };
	packet->part = (struct iovec){ &packet->byte, 1 };
	packet->message = (struct msghdr){ .msg_iov = &packet->part, .msg_iovlen = 1,
					   .msg_control = packet->control,
					   .msg_controllen = sizeof(packet->control) };
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(head), plain, sizeof(int));
	head = (struct cmsghdr *)(void *)(packet->control + CMSG_SPACE(sizeof(int)));
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(plain));
	memcpy(CMSG_DATA(head), plain, sizeof(plain));
	packet->many[0].msg_hdr = packet->many[1].msg_hdr = packet->message;
}

static bool is_the_jails(int fd)
{
	struct stat own, info;

	return fstat(fd, &info) == 0 && fstat(STDOUT_FILENO, &own) == 0 &&
	       (info.st_ino != own.st_ino || info.st_dev != own.st_dev);
}

static void receive(int sock, const char *how)
{
	char byte, control[CMSG_SPACE(16 * sizeof(int))] = { 0 };
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };

	if (recvmsg(sock, &message, MSG_DONTWAIT) <= 0)
		return;
	for (struct cmsghdr *of = CMSG_FIRSTHDR(&message); of != NULL;
	     of = CMSG_NXTHDR(&message, of)) {
		for (size_t at = CMSG_LEN(0); at < of->cmsg_len; at += sizeof(int)) {
			int fd;

			memcpy(&fd, (char *)of + at, sizeof(fd));
			if (is_the_jails(fd))
				escaped("a protected descriptor was received: %s", how);
			close(fd);
		}
	}
}

static void send_once(int type, struct packet *packet)
{
	int pair[2];

	if (socketpair(AF_UNIX, type, 0, pair) < 0)
		broken("socketpair");
	(void)sendmsg(pair[0], &packet->message, MSG_DONTWAIT);
	receive(pair[1], "sendmsg");
	(void)sendmmsg(pair[0], packet->many, 2, MSG_DONTWAIT);
	receive(pair[1], "sendmmsg");
	receive(pair[1], "sendmmsg");
	(void)syscall(SYS_sendmsg, (long)pair[0] | 5L << 32, &packet->message,
		      MSG_DONTWAIT | 7L << 32);
	receive(pair[1], "sendmsg with high halves");
	close(pair[0]);
	close(pair[1]);
}

static void send_all(void)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };
	struct packet packet;

	for (int fd = first; fd < last; fd++)
		for (int i = 0; i < 3; i++) {
			fill(&packet, fd);
			send_once(types[i], &packet);
		}
}

static void *send_from_own_table(void *data)
{
	(void)data;
	if (unshare(0x400 /* CLONE_FILES */) == 0)
		send_all();
	return NULL;
}

/* What would make another number of it, or act on what it is. */
static void other_ways(int fd)
{
	const long high = 1L << 32;
	struct epoll_event event = { .events = EPOLLIN };
	struct stat info;
	int epoll = epoll_create1(0), pipes[2], pidfd = (int)syscall(SYS_pidfd_open, getpid(), 0);
	char text[64];

	if (pipe(pipes) < 0)
		broken("pipe");
	must_fail(syscall(SYS_dup, fd | high), "dup");
	must_fail(syscall(SYS_dup3, fd | high, 9, 0), "dup3 of it");
	must_fail(syscall(SYS_dup3, pipes[0], fd | high, O_CLOEXEC), "dup3 onto it");
	must_fail(syscall(SYS_fcntl, fd | high, F_DUPFD | high, 3), "F_DUPFD");
	must_fail(syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, fd), "F_DUPFD_CLOEXEC");
	must_fail(fcntl(fd, F_SETFL, O_ASYNC), "F_SETFL");
	must_fail(fcntl(fd, F_SETOWN, getpid()), "F_SETOWN");
	must_fail(fcntl(fd, F_NOTIFY, 1), "F_NOTIFY");
	must_fail(fcntl(fd, F_SETLEASE, F_RDLCK), "F_SETLEASE");
	must_fail(syscall(SYS_flock, fd | high, LOCK_SH), "flock");
	must_fail(syscall(SYS_pidfd_getfd, pidfd, fd, 0), "pidfd_getfd");
	must_fail(syscall(SYS_pidfd_getfd, pidfd, fd | high, 0), "pidfd_getfd");
	must_fail(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
	must_fail(syscall(SYS_fchdir, fd | high), "fchdir");
	must_fail(syscall(SYS_openat, fd | high, ".", O_RDONLY | O_DIRECTORY), "openat");
	must_fail(syscall(SYS_openat, fd, "", O_PATH), "openat of nothing");
	must_fail(syscall(SYS_open_tree, fd, "", AT_EMPTY_PATH | 1), "open_tree");
	must_fail(syscall(SYS_execveat, fd, "", (char *[]){ "x", NULL }, NULL, AT_EMPTY_PATH), "exec");
	must_fail(syscall(SYS_name_to_handle_at, fd, "", text, pipes, AT_EMPTY_PATH), "a handle");
	must_fail(linkat(fd, "", AT_FDCWD, "/tmp/sent", AT_EMPTY_PATH), "linkat");
	must_fail(fstatat(fd, "null", &info, 0), "stat from it");
	must_fail(faccessat(fd, "null", F_OK, 0), "access from it");
	must_fail(syscall(SYS_kcmp, getpid(), getpid(), 0, fd, fd), "kcmp");
	must_fail(splice(fd, NULL, pipes[1], NULL, 1, SPLICE_F_NONBLOCK) > 0 &&
				  is_the_jails(fd) && lseek(fd, 0, SEEK_CUR) < 0
			  ? 0
			  : -1,
		  "splice");
	close(epoll);
	close(pidfd);
	close(pipes[0]);
	close(pipes[1]);
}

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		*number_in(shared) = shared->jails;
		linger(50);
		*number_in(shared) = STDOUT_FILENO;
		linger(300);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	pid_t writer;

	first = last = find_protected();
	while (exists(last))
		other_ways(last++);
	if (last < first + 3)
		broken("only %d protected descriptors", last - first);
	send_all();
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	fill(shared, first);
	shared->jails = first;
	writer = fork();
	if (writer == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		flip(NULL);
	}
	/* First as the only thread: it is another process that writes. */
	while (racing(&race)) {
		send_once(race.rounds % 2 == 0 ? SOCK_STREAM : SOCK_DGRAM, shared);
		if (race.rounds == 2000)
			start(flip, NULL);
		shared->jails = first + (int)(race.rounds % (unsigned long)(last - first));
	}
	pthread_join(start(send_from_own_table, NULL), NULL);
	kill(writer, SIGKILL);
	waitpid(writer, NULL, 0);
	contained();
}
