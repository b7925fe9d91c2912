/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Memory that processes share: without a file, of the device of zeros, of memfds and files, in a
 * process of one thread and of several. With --memory, too, where ptjail makes it.
 */
#include "guest.h"

#define SIZE  100000
#define JAILS 1024 /* about where its descriptors are */

static void show_bytes(const char *what, char *memory)
{
	pid_t child;

	if (memory == MAP_FAILED) {
		printf("%s: %s\n", what, strerror(errno));
		return;
	}
	child = MUST(fork());
	if (child == 0) {
		memory[0]++;
		memory[SIZE - 1] += 2;
		_exit(0);
	}
	waitpid(child, NULL, 0);
	printf("%s: %d %d\n", what, memory[0], memory[SIZE - 1]);
}

static void show_mapping(const char *memory)
{
	char line[512];
	FILE *maps = fopen("/proc/self/maps", "r");

	while (maps != NULL && fgets(line, sizeof(line), maps)) {
		if (strtoul(line, NULL, 16) == (unsigned long)memory)
			printf("named %s", strchr(line, '/') ? strchr(line, '/') : "nothing\n");
	}
	fclose(maps);
}

static char *map(int flags, int fd)
{
	return mmap(NULL, SIZE, PROT_READ | PROT_WRITE, flags, fd, 0);
}

static void map_with_full_table(int file)
{
	struct rlimit was, full;
	int next = MUST(dup(0));

	close(next);
	MUST(getrlimit(RLIMIT_NOFILE, &was));
	full = was;
	full.rlim_cur = (rlim_t)next;
	MUST(setrlimit(RLIMIT_NOFILE, &full));
	show_bytes("full table, no file", map(MAP_SHARED | MAP_ANONYMOUS, -1));
	show_bytes("full table, file", map(MAP_SHARED, file));
	MUST(setrlimit(RLIMIT_NOFILE, &was));
}

static void map_all(void)
{
	char *memory = map(MAP_SHARED | MAP_ANONYMOUS, -1), *place;
	int zeros = MUST(open("/dev/zero", O_RDWR));
	int readable = MUST(open("/dev/zero", O_RDONLY));
	int file, made = MUST(memfd_create("some", 0));

	show_bytes("no file", memory);
	show_mapping(memory);
	place = memory;
	munmap(memory, SIZE);
	memory = mmap(place, SIZE, PROT_READ, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, 7, 0);
	printf("fixed: %d %d\n", memory == place,
	       (int)mprotect(memory, SIZE, PROT_READ | PROT_WRITE));
	show_bytes("then written", memory);
	show_bytes("zeros", map(MAP_SHARED, zeros));
	show_bytes("zeros, not shared", map(MAP_PRIVATE, zeros));
	show_bytes("zeros, read only", map(MAP_SHARED, readable));
	CALL(ftruncate(made, SIZE));
	show_bytes("memfd", map(MAP_SHARED, made));
	put_file("file", "x");
	file = MUST(open("file", O_RDWR));
	CALL(ftruncate(file, SIZE));
	show_bytes("file", map(MAP_SHARED, file));
	map_with_full_table(file);
	show_bytes("file, validated", map(MAP_SHARED_VALIDATE, file));
	show_bytes("none, validated", map(MAP_SHARED_VALIDATE | MAP_ANONYMOUS, -1));
	show_bytes("bad descriptor", map(MAP_SHARED, 99));
	show_bytes("a directory", map(MAP_SHARED, MUST(open(".", O_RDONLY))));
	show_bytes("a mere name", map(MAP_SHARED, MUST(open("file", O_PATH))));
	CALL(mmap(NULL, 0, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0);
	CALL(mmap(NULL, -1UL, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0);
	printf("next descriptor %ld\n", MUST(dup(0)));
	for (int fd = 3; fd < 20; fd++)
		close(fd);
}

static void make(void)
{
	char name[300] = "";
	int fd = MUST(memfd_create("a name", MFD_CLOEXEC | MFD_ALLOW_SEALING)), other;

	show_fd("memfd", fd);
	CALL(fcntl(fd, F_GETFD));
	CALL(fcntl(fd, F_GETFL) & O_ACCMODE);
	CALL(write(fd, "#!/bin/true\n", 12));
	CALL(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW));
	CALL(ftruncate(fd, 4096));
	CALL(fcntl(fd, F_GET_SEALS));
	other = MUST(memfd_create("", 0));
	CALL(fcntl(other, F_GETFD));
	CALL(fcntl(other, F_GET_SEALS));
	memset(name, 'n', 249);
	CALL(memfd_create(name, 0) < 0 ? -1 : 0);
	memset(name, 'n', 250);
	CALL(memfd_create(name, 0));
	CALL(memfd_create((char *)1, 0));
	CALL(memfd_create("x", 0x8000));
	for (fd = 3; fd < 20; fd++)
		close(fd);
}

static void *in_thread(void *unused)
{
	map_all();
	make();
	return unused;
}

static int number, file, zeros;
static volatile int done;

static void *exchange(void *unused)
{
	while (!done) {
		dup2(file, number);
		dup2(zeros, number);
	}
	return unused;
}

/* Under none of the jail's numbers is there ever something to map. */
static void map_exchanged(void)
{
	pthread_t thread;
	int found = 0;

	file = MUST(open("file", O_RDWR));
	zeros = MUST(open("/dev/zero", O_RDWR));
	number = MUST(dup(file));
	pthread_create(&thread, NULL, exchange, NULL);
	for (int i = 0; i < 2000; i++) {
		char *memory = map(MAP_SHARED, number);

		if (memory != MAP_FAILED)
			munmap(memory, SIZE);
		for (int fd = JAILS; memory == MAP_FAILED && fd < JAILS + 100; fd++)
			found += map(MAP_SHARED, fd) != MAP_FAILED;
	}
	done = 1;
	pthread_join(thread, NULL);
	printf("found there: %d\n", found);
}

/* A hard limit below all of the jail's own numbers, for good. */
static void map_with_few_numbers(void)
{
	const struct rlimit few = { 64, 64 };
	pthread_t thread;

	MUST(setrlimit(RLIMIT_NOFILE, &few));
	map_all();
	pthread_create(&thread, NULL, in_thread, NULL);
	pthread_join(thread, NULL);
}

int main(void)
{
	pthread_t thread;

	map_all();
	make();
	pthread_create(&thread, NULL, in_thread, NULL);
	pthread_join(thread, NULL);
	IN_CHILD(map_with_few_numbers());
	map_exchanged();
	return 0;
}
