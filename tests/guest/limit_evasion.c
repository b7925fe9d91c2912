/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Ways to use more than a limit lets, each named by an argument, for the cases limit_*.sh.
 * Without one: what is made shared or lent does not count twice, so it prints the same in a
 * jail with room for one copy.
 */
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/xattr.h>

#include "guest.h"

#define MIB ((size_t)1 << 20)

/* More than any limit of the cases: who gets here was not stopped. */
#define HOG_MIB 400

static void burn(int milliseconds)
{
	struct timespec begin, time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
	do
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	while ((time.tv_sec - begin.tv_sec) * 1000 + (time.tv_nsec - begin.tv_nsec) / 1000000 <
	       milliseconds);
}

/* However busy the machine is, somebody looks while it is still there. */
static void not_stopped(void)
{
	sleep(20);
	puts("not stopped");
	fflush(stdout);
	_exit(1);
}

static void hog(int sharing)
{
	for (int i = 0; i < HOG_MIB; i++) {
		char *page = mmap(NULL, MIB, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS, -1,
				  0);

		/* The kernel's limit, behind the tracer's, which shall say so. */
		if (page == MAP_FAILED)
			pause();
		memset(page, 1, MIB);
		usleep(500);
	}
	not_stopped();
}

/* Empty directories, which take long to look at. */
static void hog_names(void)
{
	char name[32];

	for (int i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "/dev/shm/%d", i);
		if (mkdir(name, 0700) < 0)
			break;
	}
	not_stopped();
}

/* Descriptors, which take long to look at. */
static void hog_descriptors(void)
{
	for (int i = 0; i < 12; i++) {
		if (fork() == 0) {
			while (dup(0) >= 0 && dup(0) < 1000)
				;
			sleep(60);
			_exit(0);
		}
	}
	not_stopped();
}

/* What is only looked at is the page of zeros, which counts as nothing; its page tables do not. */
static void look_at_nothing(void)
{
	size_t size = HOG_MIB * MIB * 512;
	volatile const char *memory = mmap(NULL, size, PROT_READ,
					   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	for (size_t at = 0; memory != MAP_FAILED && at < size; at += 2 * MIB) {
		(void)memory[at];
		if (at % (512 * MIB) == 0)
			usleep(500);
	}
	not_stopped();
}

/* A megabyte of attributes of a file; where there are none (KERNEL: tmpfs before 6.6) of files. */
static void set_attributes(int fd, int number)
{
	char name[32], value[64000] = { 0 };

	for (int i = 0; i < 16; i++) {
		snprintf(name, sizeof(name), "user.%d.%d", number, i);
		if (fsetxattr(fd, name, value, sizeof(value), 0) < 0)
			(void)!posix_fallocate(memfd_create("instead", 0), 0, MIB / 16);
	}
}

static void fill_queue(void)
{
	int id = msgget(IPC_PRIVATE, 0600);
	struct {
		long type;
		char text[8000];
	} message = { .type = 1 };

	for (int i = 0; i < 2; i++)
		msgsnd(id, &message, sizeof(message.text), IPC_NOWAIT);
}

/* Where no file is, or nothing in it. */
static void hog_beside_files(const char *way)
{
	int fd = memfd_create("hog", 0);

	if (strcmp(way, "memory-removed") == 0) {
		mkdir("/dev/shm/removed", 0700);
		(void)!chdir("/dev/shm/removed");
		fd = open(".", O_RDONLY | O_DIRECTORY);
		rmdir("/dev/shm/removed");
	}
	for (int i = 0; i < 60; i++) {
		if (strcmp(way, "memory-semaphores") == 0) {
			(void)semget(IPC_PRIVATE, 16000, 0600);
		} else if (strcmp(way, "memory-messages") == 0) {
			for (int j = 0; j < 20; j++)
				fill_queue();
		} else {
			set_attributes(fd, i);
		}
		usleep(20000);
	}
	if (strcmp(way, "memory-removed") == 0)
		close(fd);
	not_stopped();
}

/* In files that are in memory and that nobody has mapped. Bounded: no machine minds 60 MiB. */
static void hog_in_files(const char *way)
{
	for (int i = 0; i < 15; i++) {
		char name[32];
		int fd = -1;

		if (strcmp(way, "memory-segment") == 0) {
			int id = shmget(IPC_PRIVATE, 4 * MIB, 0600);
			char *memory = shmat(id, NULL, 0);

			memset(memory, 1, 4 * MIB);
			shmdt(memory);
		} else if (strcmp(way, "memory-shm") == 0) {
			snprintf(name, sizeof(name), "/dev/shm/hog%d", i);
			fd = open(name, O_RDWR | O_CREAT, 0600);
			(void)!posix_fallocate(fd, 0, 4 * MIB);
			close(fd);
		} else {
			fd = memfd_create("hog", 0);
			(void)!posix_fallocate(fd, 0, 4 * MIB);
		}
		usleep(20000);
	}
	not_stopped();
}

/* In shared memory of which no page is mapped in, and to which no descriptor leads. */
static void hog_unmapped(const char *way)
{
	int zeros = strcmp(way, "memory-zeros") == 0 ? open("/dev/zero", O_RDWR) : -1;

	for (int i = 0; i < 15; i++) {
		char *memory = MAP_FAILED;

		if (strcmp(way, "memory-written") == 0) {
			int fd = memfd_create("hog", 0);

			(void)!posix_fallocate(fd, 0, 4 * MIB);
			memory = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0);
			close(fd);
		} else {
			memory = mmap(NULL, 4 * MIB, PROT_READ | PROT_WRITE,
				      MAP_SHARED | (zeros < 0 ? MAP_ANONYMOUS : 0), zeros, 0);
			if (memory != MAP_FAILED)
				memset(memory, 1, 4 * MIB);
			madvise(memory, 4 * MIB, MADV_DONTNEED);
			munmap(memory + MIB, 3 * MIB);
		}
		if (memory == MAP_FAILED)
			pause();
		usleep(20000);
	}
	not_stopped();
}

/* What was sent and is not read yet: in one process's queues, and of a sender that is gone. */
static void hog_in_sockets(const char *way)
{
	static char bytes[MIB];
	bool is_kept = strcmp(way, "memory-sockets") == 0;

	for (int i = 0; i < 30; i++) {
		int pair[2] = { -1, -1 }, size = 2 * MIB;

		(void)socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair);
		setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
		while (write(pair[0], bytes, sizeof(bytes)) > 0)
			;
		if (!is_kept)
			close(pair[0]);
		usleep(20000);
	}
	not_stopped();
}

static volatile int exchanged, zeros;

static void *exchange(void *unused)
{
	for (;;) {
		dup2(zeros, exchanged);
		close(exchanged);
	}
	return unused;
}

/* Where the jail may have no numbers of its own, another thread has the device of zeros mapped. */
static void hog_exchanged(void)
{
	const struct rlimit few = { 16, 16 };
	pthread_t thread;

	zeros = open("/dev/zero", O_RDWR);
	/* The lowest that is free is what the memory comes to lie under. */
	exchanged = dup(0);
	close(exchanged);
	setrlimit(RLIMIT_NOFILE, &few);
	pthread_create(&thread, NULL, exchange, NULL);
	for (;;) {
		char *memory = mmap(NULL, 4 * MIB, PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

		if (memory == MAP_FAILED)
			continue;
		memset(memory, 1, 4 * MIB);
		madvise(memory, 4 * MIB, MADV_DONTNEED);
		munmap(memory + MIB, 3 * MIB);
	}
}

/* A tree that nobody walks with a descriptor, or a frame of a stack, for each level. */
static void build_deep(void)
{
	int levels = 0;

	(void)!chdir("/dev/shm");
	while (levels < 3000 && mkdir("d", 0700) == 0 && chdir("d") == 0) {
		if (++levels % 500 == 0)
			close(open("file", O_WRONLY | O_CREAT, 0600));
	}
	(void)mkdir("closed", 0700);
	(void)mkdir("closed/in", 0700);
	(void)chmod("closed", 0);
	printf("%d levels\n", levels);
}

static int hog_privately(void *unused)
{
	(void)unused;
	hog(MAP_PRIVATE);
	return 0;
}

static void *hog_later(void *unused)
{
	(void)unused;
	usleep(100000);
	hog(MAP_PRIVATE);
	return NULL;
}

static void *burn_5(void *unused)
{
	burn(5);
	return unused;
}

static int sleep_shortly(void *unused)
{
	(void)unused;
	usleep(200000);
	_exit(0);
}

static pid_t clone_with_memory(int (*run)(void *), int flags)
{
	char *stack = malloc(65536);

	return clone(run, stack + 65536, CLONE_VM | SIGCHLD | flags, NULL);
}

/* Nobody inherits the time of children that nobody waits for. */
static void children_nobody_waits_for(void)
{
	signal(SIGCHLD, SIG_IGN);
	for (;;) {
		if (fork() == 0) {
			burn(10);
			_exit(0);
		}
		usleep(8000);
	}
}

static void children_killed_early(void)
{
	for (;;) {
		pid_t child = fork();

		if (child == 0) {
			burn(10000);
			_exit(0);
		}
		usleep(20000);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
}

static void short_threads(void)
{
	for (;;) {
		pthread_t thread;

		pthread_create(&thread, NULL, burn_5, NULL);
		pthread_join(thread, NULL);
	}
}

/* /proc/PID shows no memory of a process whose first thread has ended. */
static void leader_leaves(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, hog_later, NULL);
	pthread_exit(NULL);
}

static void child_with_our_memory(void)
{
	clone_with_memory(hog_privately, 0);
	sleep(30);
}

static void share(void)
{
	char *block = malloc(60 * MIB);

	memset(block, 1, 60 * MIB);
	for (int i = 0; i < 2; i++)
		waitpid(clone_with_memory(sleep_shortly, CLONE_VFORK), NULL, 0);
	for (int i = 0; i < 4; i++) {
		if (fork() == 0)
			sleep_shortly(NULL);
	}
	while (wait(NULL) > 0)
		;
	printf("shared: %d\n", block[MIB]);
}

/*
 * One file of 128 MiB is written to by 200 members, one after the other. Whoever links or renames
 * it comes behind all that wait already, and no signal ends that.
 */
static void hold_a_file(void)
{
	static struct iovec parts[128];
	char *page = mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int fd = open("/dev/shm/held", O_RDWR | O_CREAT, 0600);

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		parts[i] = (struct iovec){ .iov_base = page, .iov_len = MIB };
	for (int i = 0; i < 200; i++) {
		if (fork() == 0) {
			while (pwritev(fd, parts, sizeof(parts) / sizeof(*parts), 0) > 0)
				;
			_exit(0);
		}
	}
	for (int i = 0; i < 10; i++) {
		if (fork() == 0) {
			char name[32];

			snprintf(name, sizeof(name), "/dev/shm/other%d", i);
			for (;;) {
				(void)link("/dev/shm/held", name);
				(void)unlink(name);
			}
		}
	}
	pause();
}

/* All the signals that may wait for the user. */
static void queue_signals(void)
{
	const union sigval none = { 0 };
	struct rlimit limit = { 0 };
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	while (sigqueue(getpid(), SIGRTMIN + 1, none) == 0)
		;
	(void)getrlimit(RLIMIT_SIGPENDING, &limit);
	printf("limit: %ld\n", (long)limit.rlim_cur);
	(void)!system("grep -q \"^SigQ:.*/$(grep pending /proc/self/limits | tr -s ' ' | "
		      "cut -d ' ' -f 4)$\" /proc/self/status && echo told");
	fflush(stdout);
	sleep(20);
}

/* Space behind the end of a file, which stays as small as it was. */
static void hog_behind_the_end(void)
{
	int fd = open("/tmp", O_TMPFILE | O_RDWR, 0600);

	(void)signal(SIGXFSZ, SIG_IGN);
	if (fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 60000) < 0 && errno != EOPNOTSUPP)
		printf("what fits: %s\n", strerror(errno));
	(void)!fallocate(fd, FALLOC_FL_KEEP_SIZE, 60000, 1 << 20);
	sleep(20);
}

int main(int argc, char **argv)
{
	const char *way = argc > 1 ? argv[1] : "";

	if (strcmp(way, "cpu-unwaited") == 0)
		children_nobody_waits_for();
	else if (strcmp(way, "cpu-killed") == 0)
		children_killed_early();
	else if (strcmp(way, "cpu-threads") == 0)
		short_threads();
	else if (strcmp(way, "memory-leader") == 0)
		leader_leaves();
	else if (strcmp(way, "memory-memfd") == 0 || strcmp(way, "memory-shm") == 0 ||
		 strcmp(way, "memory-segment") == 0)
		hog_in_files(way);
	else if (strcmp(way, "memory-unmapped") == 0 || strcmp(way, "memory-zeros") == 0 ||
		 strcmp(way, "memory-written") == 0)
		hog_unmapped(way);
	else if (strcmp(way, "memory-sockets") == 0 || strcmp(way, "memory-orphans") == 0)
		hog_in_sockets(way);
	else if (strcmp(way, "memory-exchanged") == 0)
		hog_exchanged();
	else if (strcmp(way, "memory-attributes") == 0 || strcmp(way, "memory-removed") == 0 ||
		 strcmp(way, "memory-semaphores") == 0 || strcmp(way, "memory-messages") == 0)
		hog_beside_files(way);
	else if (strcmp(way, "output-kept") == 0)
		hog_behind_the_end();
	else if (strcmp(way, "signals") == 0)
		queue_signals();
	else if (strcmp(way, "time-held-file") == 0)
		hold_a_file();
	else if (strcmp(way, "deep-shm") == 0)
		build_deep();
	else if (strcmp(way, "memory-shared") == 0)
		hog(MAP_SHARED);
	else if (strcmp(way, "memory-tables") == 0)
		look_at_nothing();
	else if (strcmp(way, "memory-descriptors") == 0)
		hog_descriptors();
	else if (strcmp(way, "memory-names") == 0)
		hog_names();
	else if (strcmp(way, "memory-lent") == 0)
		child_with_our_memory();
	else
		share();
	return 0;
}
