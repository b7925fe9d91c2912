/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E44 at the only moment that is left for it: many threads look from a descriptor, by the windows
 * and otherwise, while the first peer outside comes into sight and what it hands in is put
 * under that descriptor. Whoever began before must be through before the peer can be met. The
 * kernel reads the names while the process is being copied, which it waits for, so that some
 * begin early and end late; a process that shares nothing but the descriptors meets the peer.
 * ATTACK OPTIONS: -b @OUT@/../shared:/shared
 * ATTACK BROKEN: PEERS
 */
#include "escape.h"

#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>

#define LOOKERS 6
#define COPIERS 8
#define COPIED  0x80000000UL /* bytes in each copy */
#define NAMES   512
#define APART   0x10000L /* KERNEL: fault_around_bytes: what else is read with a page */

enum { WINDOW, NAMED, ENTERED };

static const int working = 60;
static uint64_t how;
static volatile struct {
	bool ready, met;
} * shared;

static int take(int sock)
{
	char byte, control[CMSG_SPACE(2 * sizeof(int))];
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *head;
	int fd;

	if (recvmsg(sock, &message, 0) != 1 || (head = CMSG_FIRSTHDR(&message)) == NULL)
		broken("nothing is handed in");
	memcpy(&fd, CMSG_DATA(head), sizeof(fd));
	return fd;
}

/* Its own working directory: what it enters is entered by nobody else. */
static void enter(void)
{
	struct stat info;

	if (syscall(SYS_fchdir, working) == 0 && shared->met && stat("secret", &info) == 0)
		escaped("a directory that was handed in was entered");
}

/* Much to copy: of the page of zeros, but for one. */
static void fill_memory(void)
{
	volatile char *memory = mmap(NULL, COPIED, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED)
		broken("no memory");
	madvise((void *)memory, COPIED, MADV_NOHUGEPAGE);
	memory[0] = 1;
	/* madvise(2), since Linux 5.14: 22 is MADV_POPULATE_READ. */
	if (madvise((void *)memory, COPIED, 22) < 0)
		for (size_t i = 0; i < COPIED; i += 4096)
			(void)memory[i];
}

/* One copy waits for the other, and who needs a page for all of them. */
static void *copy(void *data)
{
	while (!shared->met) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(0);
		waitpid(pid, NULL, 0);
	}
	return data;
}

/* The name, in pages that are not there until somebody looks. */
static char *make_names(int number)
{
	char name[32];
	char *names;
	int file;

	snprintf(name, sizeof(name), "names-%d", number);
	file = open(name, O_RDWR | O_CREAT, 0600);
	for (long i = 0; i < NAMES; i++)
		if (pwrite(file, "secret", 7, i * APART) != 7)
			broken("no file");
	names = mmap(NULL, NAMES * APART, PROT_READ, MAP_PRIVATE, file, 0);
	if (names == MAP_FAILED)
		broken("no pages");
	close(file);
	return names;
}

/* Whether the window is still open. */
static bool look_through_window(const char *name)
{
	int fd = (int)syscall(SYS_openat2, working, name, how, 24);
	int error = errno;

	refuse_secret(fd, "a window used when the peer came");
	return fd >= 0 || error != EINVAL;
}

static void look_by_name(void)
{
	char path[64];
	int fd = openat(working, "secret", O_PATH);

	if (fd < 0)
		return;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	refuse_secret(open(path, O_RDONLY), "a name looked up when the peer came");
	close(fd);
}

static void *look(void *data)
{
	int number = (int)(intptr_t)data;
	int way = number == 0 ? NAMED : number == 1 ? ENTERED : WINDOW;
	char *names = make_names(number);
	long next = 0;

	if (way == ENTERED && unshare(CLONE_FS) < 0)
		broken("unshare");
	for (int last = 0; last < 20; last += shared->met) {
		if (next == 0)
			madvise(names, NAMES * APART, MADV_DONTNEED);
		if (way == WINDOW && !look_through_window(names + next * APART))
			break;
		next = (next + 1) % NAMES;
		if (way == NAMED)
			look_by_name();
		if (way == ENTERED)
			enter();
	}
	return NULL;
}

static void meet(void)
{
	const struct timespec while_they_look = { .tv_nsec = 700000000 };
	struct sockaddr_un address;
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	while (!shared->ready)
		sched_yield();
	nanosleep(&while_they_look, NULL);
	unix_address(&address, "/shared/giver");
	if (connect(sock, (void *)&address, sizeof(address)) < 0 || write(sock, "give", 4) != 4)
		broken("no peer");
	dup2(take(sock), working);
	shared->met = true;
}

int main(void)
{
	pthread_t threads[LOOKERS];
	pid_t peer;

	enter_scratch();
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	how = find_gate() + GATE_HOWS_ + 32 * GATE_HOW_ANY_;
	if (dup2(open(".", O_RDONLY | O_DIRECTORY), working) != working)
		broken("no directory");
	peer = (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	if (peer == 0) {
		meet();
		_exit(0);
	}
	fill_memory();
	setpriority(PRIO_PROCESS, 0, 19);
	shared->ready = true;
	for (int i = 0; i < LOOKERS; i++)
		threads[i] = start(look, (void *)(intptr_t)i);
	for (int i = 0; i < COPIERS; i++)
		start(copy, NULL);
	for (int i = 0; i < LOOKERS; i++)
		pthread_join(threads[i], NULL);
	join(peer);
	contained();
}
