/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Who the other side is: ids of sockets' peers, in messages, with signals and of children. */
#include "as_user.h"

static int server;

static void show_peer(const char *what, int fd)
{
	struct ucred ids;
	socklen_t size = sizeof(ids);

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &ids, &size))
		printf("%s: %s\n", what, err_name(errno));
	else
		printf("%s: %u:%u, %u bytes, %s\n", what, ids.uid, ids.gid, size,
		       ids.pid == getpid() ? "me" : "another");
}

static int connected(void)
{
	socklen_t length;
	struct sockaddr_un address = unix_address("socket", &length);
	int fd = MUST(socket(AF_UNIX, SOCK_STREAM, 0));

	MUST(connect(fd, (struct sockaddr *)&address, length));
	return fd;
}

/* Who may have no descriptors beyond his few, as pam_limits has it. */
#define FEW_FILES 702

/* A client of these ids; it waits until it was looked at. */
static void client(uid_t uid, gid_t gid)
{
	char c;
	pid_t pid;
	int fd;

	fflush(stdout);
	pid = MUST(fork());
	if (!pid) {
		const gid_t groups[] = { 8, 9 };

		if (geteuid() == 0)
			become(uid, gid, 2, groups);
		if (uid == FEW_FILES)
			MUST(setrlimit(RLIMIT_NOFILE, &(struct rlimit){ 64, 64 }));
		fd = connected();
		show_peer("the server", fd);
		MUST(write(fd, "x", 1));
		MUST(read(fd, &c, 1));
		fflush(stdout);
		_exit(0);
	}
	fd = MUST(accept(server, NULL, NULL));
	MUST(read(fd, &c, 1));
	show_peer("a client", fd);
	{
		gid_t groups[4] = { 0 };
		socklen_t size = sizeof(groups);

		CALL(getsockopt(fd, SOL_SOCKET, 59, groups, &size));
		printf("groups %u: %u %u\n", size, groups[0], groups[1]);
		size = 4;
		CALL(getsockopt(fd, SOL_SOCKET, 59, groups, &size));
		printf("%u bytes\n", size);
	}
	MUST(write(fd, "x", 1));
	waitpid(pid, NULL, 0);
	close(fd);
}

static void sockets(void)
{
	socklen_t length;
	struct sockaddr_un address = unix_address("socket", &length);
	int pair[2];

	server = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	MUST(bind(server, (struct sockaddr *)&address, length));
	MUST(chmod("socket", 0777));
	MUST(listen(server, 4));
	show_peer("nobody", MUST(socket(AF_UNIX, SOCK_STREAM, 0)));
	client(0, 0);
	client(700, 701);
	client(FEW_FILES, 703);
	/* A server that gave up root after it listened is still known as root. */
	AS(33, 34, client(33, 34));
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	show_peer("my pair", pair[0]);
	AS(5, 6, show_peer("a parent's pair", pair[0]));
	AS(5, 6, MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, pair)); show_peer("own pair", pair[1]));
}

union control {
	char bytes[CMSG_SPACE(sizeof(struct ucred))];
	struct cmsghdr align;
};

static void send_ids(int fd, const struct ucred *ids)
{
	union control control;
	struct iovec data = { "y", 1 };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1 };
	struct cmsghdr *header;

	if (ids) {
		message.msg_control = control.bytes;
		message.msg_controllen = sizeof(control.bytes);
		header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_CREDENTIALS;
		header->cmsg_len = CMSG_LEN(sizeof(*ids));
		memcpy(CMSG_DATA(header), ids, sizeof(*ids));
	}
	CALL(sendmsg(fd, &message, 0));
}

static void receive_ids(int fd)
{
	char byte;
	union control control;
	struct iovec data = { &byte, 1 };
	struct msghdr message = { .msg_iov = &data,
				  .msg_iovlen = 1,
				  .msg_control = control.bytes,
				  .msg_controllen = sizeof(control.bytes) };
	struct cmsghdr *header;
	struct ucred ids;

	if (CALL(recvmsg(fd, &message, MSG_DONTWAIT)) < 0)
		return;
	header = CMSG_FIRSTHDR(&message);
	if (!header || header->cmsg_type != SCM_CREDENTIALS) {
		puts("no ids");
		return;
	}
	memcpy(&ids, CMSG_DATA(header), sizeof(ids));
	printf("from %u:%u\n", ids.uid, ids.gid);
}

static void messages(int type)
{
	int pair[2];
	int on = 1;

	MUST(socketpair(AF_UNIX, type, 0, pair));
	MUST(setsockopt(pair[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)));
	send_ids(pair[0], NULL);
	receive_ids(pair[1]);
	send_ids(pair[0], &(struct ucred){ getpid(), 0, 0 });
	receive_ids(pair[1]);
	send_ids(pair[0], &(struct ucred){ getpid(), 77, 78 });
	receive_ids(pair[1]);
	send_ids(pair[0], NULL);
	receive_ids(pair[1]);
	fflush(stdout);
	if (!fork()) {
		MUST(setgid(41));
		MUST(setuid(40));
		send_ids(pair[0], NULL);
		receive_ids(pair[1]);
		send_ids(pair[0], &(struct ucred){ getpid(), 40, 41 });
		receive_ids(pair[1]);
		send_ids(pair[0], &(struct ucred){ getpid(), 0, 41 });
		send_ids(pair[0], &(struct ucred){ getpid(), 40, 0 });
		receive_ids(pair[1]);
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
}

static volatile uid_t signal_uid;

static void on_info(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	signal_uid = info->si_uid;
}

static pid_t signaller(uid_t uid, int number)
{
	pid_t parent = getpid();
	pid_t pid;

	fflush(stdout);
	pid = MUST(fork());
	if (!pid) {
		MUST(setresuid(uid, 0, uid));
		kill(parent, number);
		MUST(setresuid(uid, uid, uid));
		_exit(3);
	}
	return pid;
}

static void signals(void)
{
	struct sigaction action = { .sa_sigaction = on_info, .sa_flags = SA_SIGINFO };
	sigset_t set;
	siginfo_t info;

	MUST(sigaction(SIGUSR1, &action, NULL));
	show_wait("signaller", signaller(55, SIGUSR1));
	printf("handler: %u\n", signal_uid);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGCHLD);
	MUST(sigprocmask(SIG_BLOCK, &set, NULL));
	show_wait("signaller", signaller(56, SIGUSR2));
	for (int i = 0; i < 2; i++) {
		memset(&info, 0, sizeof(info));
		if (sigtimedwait(&set, &info, &(struct timespec){ 10, 0 }) < 0)
			puts("none");
		else
			printf("%s waited for: code %d uid %u\n", sig_name(info.si_signo),
			       info.si_code, info.si_uid);
	}
	memset(&info, 0, sizeof(info));
	signaller(57, 0);
	CALL(waitid(P_ALL, 0, &info, WEXITED));
	printf("waitid: %d uid %u\n", info.si_status, info.si_uid);
	MUST(sigprocmask(SIG_UNBLOCK, &set, NULL));
}

int main(void)
{
	MUST(chmod(".", 0777));
	sockets();
	messages(SOCK_STREAM);
	messages(SOCK_DGRAM);
	signals();
	return 0;
}
