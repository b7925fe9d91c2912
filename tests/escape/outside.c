/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The world outside of the jail, for the attacks: a process that sleeps, sockets that nobody
 * inside may reach, a terminal with something typed into it. `outside DIR`: makes them in
 * DIR, prints "PID TTY PORT KEY SHM SEM MSG" when all is there (the last three are objects of
 * System V under that key), and writes what ever reaches it to DIR/touched.
 * `outside -x FILE [VALUE]`: shows the file's extended attributes, or sets one.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

static int touched = -1;

static void note(const char *what)
{
	dprintf(touched, "%s\n", what);
}

static void on_signal(int number)
{
	char text[] = "signal 00\n";

	text[7] = (char)('0' + number / 10);
	text[8] = (char)('0' + number % 10);
	(void)!write(touched, text, sizeof(text) - 1);
}

static int listen_at(const char *name, int type)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	socklen_t length = sizeof(address);
	int sock = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);

	if (name[0] == '@') {
		memcpy(address.sun_path + 1, name + 1, strlen(name + 1));
		length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(name));
	} else {
		snprintf(address.sun_path, sizeof(address.sun_path), "%s", name);
	}
	if (sock < 0 || bind(sock, (struct sockaddr *)&address, length) < 0 ||
	    (type != SOCK_DGRAM && listen(sock, 8) < 0)) {
		perror(name);
		exit(1);
	}
	return sock;
}

static struct {
	key_t key;
	int shm, sem, msg;
	char queue[64];
} ipc;

/* A segment, a set of semaphores and a queue with a message, by a key; a queue by a name. */
static void make_ipc(void)
{
	struct {
		long type;
		char text[8];
	} message = { 1, "outside" };
	struct mq_attr attributes = { .mq_maxmsg = 1, .mq_msgsize = 8 };
	char *memory;
	mqd_t queue;

	ipc.key = 0x70000000 | (getpid() & 0xffffff);
	ipc.shm = shmget(ipc.key, 4096, IPC_CREAT | IPC_EXCL | 0666);
	ipc.sem = semget(ipc.key, 2, IPC_CREAT | IPC_EXCL | 0666);
	ipc.msg = msgget(ipc.key, IPC_CREAT | IPC_EXCL | 0666);
	snprintf(ipc.queue, sizeof(ipc.queue), "/ptjail-outside-%d", getpid());
	queue = mq_open(ipc.queue, O_CREAT | O_EXCL | O_RDWR, 0666, &attributes);
	memory = ipc.shm < 0 ? (char *)-1 : shmat(ipc.shm, NULL, 0);
	if (memory == (char *)-1 || ipc.sem < 0 || ipc.msg < 0 ||
	    msgsnd(ipc.msg, &message, sizeof(message.text), 0) < 0) {
		perror("ipc");
		exit(1);
	}
	/* Not everywhere are there such queues. */
	if (queue != (mqd_t)-1 && mq_send(queue, "outside", 8, 0) < 0)
		perror("queue");
	strcpy(memory, "ptjail-outside-secret");
}

static void end(int number)
{
	(void)number;
	(void)shmctl(ipc.shm, IPC_RMID, NULL);
	(void)semctl(ipc.sem, 0, IPC_RMID);
	(void)msgctl(ipc.msg, IPC_RMID, NULL);
	(void)mq_unlink(ipc.queue);
	_exit(0);
}

/*
 * A directory, a file and the mere names of a file and of two sockets of the outside, and both ends of
 * a pipe whose signals are the outside's, for whoever asks at a socket that both sides see; and the
 * directory of message queues, where one is mounted; and the mere name of a file without any other.
 */
static void give(int sock)
{
	int fds[9] = { open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC),
		       open("victim", O_RDONLY | O_CLOEXEC), open("secret", O_PATH | O_CLOEXEC),
		       open("stream", O_PATH | O_CLOEXEC), open("dgram", O_PATH | O_CLOEXEC) };
	char control[CMSG_SPACE(sizeof(fds))] = "";
	struct iovec part = { (char[]){ "x" }, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);
	char path[64];
	int file;

	if (pipe2(fds + 5, O_CLOEXEC | O_NONBLOCK) < 0 ||
	    fcntl(fds[5], F_SETOWN, getpid()) < 0 || fcntl(fds[0], F_SETOWN, getpid()) < 0)
		note("no pipe");
	fds[7] = open("../queues", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fds[7] < 0)
		fds[7] = open("dir", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	file = memfd_create("outside", MFD_CLOEXEC);
	(void)fsetxattr(file, "user.mark", "x", 1, 0); /* KERNEL: 6.6 */
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	fds[8] = open(path, O_PATH | O_CLOEXEC);
	close(file);
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(fds));
	memcpy(CMSG_DATA(head), fds, sizeof(fds));
	(void)sendmsg(sock, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
	for (int i = 0; i < 9; i++)
		close(fds[i]);
}

/* Who says "come" is come to, at the socket "inside" beside this one. */
static void serve(int listener)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "../shared/inside" };
	int sock = accept(listener, NULL, NULL);
	char word[8] = "";

	if (read(sock, word, sizeof(word) - 1) > 0 && strncmp(word, "come", 4) == 0) {
		close(sock);
		sock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (connect(sock, (struct sockaddr *)&address, sizeof(address)) < 0)
			note("cannot come");
	}
	give(sock);
	close(sock);
}

/* Who makes a file "ask" gets a socket "made" beside it, which nobody inside may reach. */
static void make_socket(struct pollfd *made)
{
	if (unlink("../shared/ask") < 0)
		return;
	if (made->fd >= 0)
		close(made->fd);
	(void)unlink("../shared/made");
	*made = (struct pollfd){ listen_at("../shared/made", SOCK_STREAM), POLLIN, 0 };
}

/* At the loopback interface, at a port that is free. */
static int listen_on(int type, uint16_t *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = *port,
				       .sin_addr.s_addr = htonl(INADDR_ANY) };
	socklen_t length = sizeof(address);
	int sock = socket(AF_INET, type | SOCK_CLOEXEC, 0);

	if (sock < 0 || bind(sock, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    (type == SOCK_STREAM && listen(sock, 8) < 0) ||
	    getsockname(sock, (struct sockaddr *)&address, &length) < 0) {
		perror("loopback");
		exit(1);
	}
	*port = address.sin_port;
	return sock;
}

static int attributes(const char *file, const char *value)
{
	char names[1024];
	ssize_t size;

	if (value != NULL)
		return setxattr(file, "user.mark", value, strlen(value), 0) < 0;
	size = listxattr(file, names, sizeof(names));
	for (const char *name = names; name < names + size; name += strlen(name) + 1) {
		char text[256];
		ssize_t length = getxattr(file, name, text, sizeof(text));

		printf("%s=%.*s\n", name, length > 0 ? (int)length : 0, text);
	}
	return 0;
}

/* Runs a program whose standard input is a file of the directory that has no name, to be read. */
static int with_nameless(const char *directory, char **program)
{
	int file = open(directory, O_TMPFILE | O_RDWR, 0600), input;
	char name[32];

	snprintf(name, sizeof(name), "/proc/self/fd/%d", file);
	input = open(name, O_RDONLY);
	if (file < 0 || input < 0 || write(file, "nameless\n", 9) != 9)
		return 2;
	dup2(input, 0);
	close(input);
	close(file);
	execvp(program[0], program);
	return 2;
}

/* Runs a program whose standard input is an end of a connection on the loopback interface. */
static int with_connection(char **program)
{
	uint16_t port = 0;
	int listener = listen_on(SOCK_STREAM, &port), own = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = port,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	if (connect(own, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    dup2(accept(listener, NULL, NULL), 0) != 0)
		return 2;
	close(listener);
	execvp(program[0], program);
	return 2;
}

/* Whatever is told of is let go on, until the child has ended. */
static int let_all_go_on(int listener, pid_t child)
{
	struct pollfd polled = { listener, POLLIN, 0 };
	int status;

	while (waitpid(child, &status, WNOHANG) == 0) {
		struct seccomp_notif told = { 0 };
		struct seccomp_notif_resp answer = { .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE };

		if (poll(&polled, 1, 50) <= 0 || (polled.revents & POLLIN) == 0 ||
		    ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &told) < 0)
			continue;
		answer.id = told.id;
		(void)ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

#define IF_CALL(number, answer)                                                                    \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1), BPF_STMT(BPF_RET | BPF_K, answer)

/* Runs a program whose calls that change by name this process is told of first, and lets go on. */
static int with_listener(char **program)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		IF_CALL(SYS_fchmodat, SECCOMP_RET_USER_NOTIF),
		IF_CALL(SYS_mkdirat, SECCOMP_RET_USER_NOTIF),
		IF_CALL(SYS_truncate, SECCOMP_RET_USER_NOTIF),
		IF_CALL(SYS_faccessat, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = { sizeof(code) / sizeof(code[0]), code };
	int tell[2], listener, pidfd;
	pid_t child;

	if (pipe(tell) < 0 || (child = fork()) < 0)
		return 2;
	if (child == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
					SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
		(void)fcntl(tell[1], F_SETFD, FD_CLOEXEC);
		if (listener < 0 || write(tell[1], &listener, sizeof(listener)) != sizeof(listener))
			_exit(2);
		/* The other side takes it meanwhile. */
		(void)usleep(200000);
		execvp(program[0], program);
		_exit(2);
	}
	close(tell[1]);
	pidfd = (int)syscall(SYS_pidfd_open, child, 0);
	if (read(tell[0], &listener, sizeof(listener)) != sizeof(listener) ||
	    (listener = (int)syscall(SYS_pidfd_getfd, pidfd, listener, 0)) < 0)
		return 2;
	return let_all_go_on(listener, child);
}

/*
 * Runs a program where close_range is not known, with a directory and a file of the outside at
 * numbers higher than those that a jail takes for itself.
 */
static int with_descriptors(const char *directory, char **program)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		IF_CALL(SYS_close_range, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = { sizeof(code) / sizeof(code[0]), code };
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return 2;
	limit.rlim_cur = limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0 || chdir(directory) < 0 ||
	    dup2(open(".", O_RDONLY | O_DIRECTORY), 3000) < 0 ||
	    dup2(open("secret", O_RDONLY), 3001) < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) < 0)
		return 2;
	execvp(program[0], program);
	return 2;
}

/* Runs a program whose standard input is a socket of another domain, where there is such a one. */
static int with_vsock(char **program)
{
	int sock = socket(AF_VSOCK, SOCK_STREAM, 0);

	if (sock >= 0)
		dup2(sock, 0);
	execvp(program[0], program);
	return 2;
}

int main(int argc, char **argv)
{
	static const char *const names[] = { "stream", "dgram", "seqpacket", NULL, NULL };
	uint16_t port = 0;
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_STREAM,
				     SOCK_DGRAM };
	struct pollfd polls[10];
	char name[108];
	char buffer[256];
	int master, slave;

	if (argc >= 3 && strcmp(argv[1], "-x") == 0)
		return attributes(argv[2], argv[3]);
	if (argc >= 4 && strcmp(argv[1], "-n") == 0)
		return with_nameless(argv[2], argv + 3);
	if (argc >= 3 && strcmp(argv[1], "-i") == 0)
		return with_connection(argv + 2);
	if (argc >= 3 && strcmp(argv[1], "-l") == 0)
		return with_listener(argv + 2);
	if (argc >= 4 && strcmp(argv[1], "-d") == 0)
		return with_descriptors(argv[2], argv + 3);
	if (argc >= 3 && strcmp(argv[1], "-v") == 0)
		return with_vsock(argv + 2);
	if (argc != 3 || chdir(argv[1]) < 0)
		return 2;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	touched = open("touched", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	for (int number = 1; number <= 64; number++)
		if (number != SIGKILL && number != SIGTERM)
			(void)signal(number, on_signal);
	for (int i = 0; i < 5; i++) {
		snprintf(name, sizeof(name), i == 4 ? "@%s.dgram" : i == 3 ? "@%s" : "%s",
			 i < 3 ? names[i] : argv[2]);
		polls[i] = (struct pollfd){ listen_at(name, types[i]), POLLIN, 0 };
	}
	if (openpty(&master, &slave, NULL, NULL, NULL) < 0 || write(master, "typed\n", 6) != 6)
		return 1;
	polls[5] = (struct pollfd){ master, POLLIN, 0 };
	(void)unlink("../shared/giver");
	polls[6] = (struct pollfd){ listen_at("../shared/giver", SOCK_STREAM), POLLIN, 0 };
	polls[7] = (struct pollfd){ listen_on(SOCK_STREAM, &port), POLLIN, 0 };
	polls[8] = (struct pollfd){ listen_on(SOCK_DGRAM, &port), POLLIN, 0 };
	polls[9] = (struct pollfd){ -1, POLLIN, 0 };
	/* The echo of what was typed. */
	(void)!read(master, buffer, sizeof(buffer));
	make_ipc();
	(void)signal(SIGTERM, end);
	printf("%d %s %d %d %d %d %d\n", getpid(), strrchr(ttyname(slave), '/') + 1, ntohs(port),
	       ipc.key, ipc.shm, ipc.sem, ipc.msg);
	fflush(stdout);
	for (;;) {
		if (poll(polls, 10, 100) < 0)
			continue;
		make_socket(&polls[9]);
		if (polls[9].revents != 0) {
			note("a new socket reached");
			close(accept(polls[9].fd, NULL, NULL));
		}
		if (polls[7].revents != 0) {
			note("loopback stream reached");
			close(accept(polls[7].fd, NULL, NULL));
		}
		if (polls[8].revents != 0) {
			note("loopback dgram reached");
			(void)!read(polls[8].fd, buffer, sizeof(buffer));
		}
		if (polls[6].revents != 0)
			serve(polls[6].fd);
		for (int i = 0; i < 6; i++) {
			int peer;

			if (polls[i].revents == 0)
				continue;
			snprintf(name, sizeof(name), "%s reached", i == 5 ? "terminal" :
				 i == 3 ? "abstract stream" : i == 4 ? "abstract dgram" : names[i]);
			note(name);
			if (types[i % 5] == SOCK_DGRAM || i == 5) {
				(void)!read(polls[i].fd, buffer, sizeof(buffer));
			} else if ((peer = accept(polls[i].fd, NULL, NULL)) >= 0) {
				close(peer);
			}
		}
	}
}
