/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E44 at the only moment that is left for it: many threads look from a descriptor, by the windows
 * and otherwise, while the first peer outside comes into sight and what it hands in is put
 * under that descriptor. Whoever began before must be through before the peer can be met. The
 * names are read from the disk while the kernel waits, so that some begin early and end late.
 * ATTACK OPTIONS: -b @OUT@/../shared:/shared
 * ATTACK BROKEN: PEERS
 */
#include "escape.h"

#define THREADS 48
#define NAME_FILE 0x80000

enum { WINDOW, NAMED, ENTERED };

static const int working = 60;
static uint64_t how;
static volatile bool met;

static int take(int sock)
{
	char byte, control[CMSG_SPACE(2 * sizeof(int))];
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
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

	if (syscall(SYS_fchdir, working) == 0 && met && stat("secret", &info) == 0)
		escaped("a directory that was handed in was entered");
}

/* The name, in a page that is not there until somebody looks. */
static const char *name_on_disk(int file)
{
	void *page;

	posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
	page = mmap(NULL, NAME_FILE, PROT_READ, MAP_PRIVATE, file, 0);
	if (page == MAP_FAILED)
		broken("no page");
	return (const char *)page + NAME_FILE / 2;
}

/* The disk has something to do. */
static void *burden(void *data)
{
	static char text[0x80000];
	int file = open("burden", O_RDWR | O_CREAT, 0600);

	(void)data;
	while (!met)
		if (pwrite(file, text, sizeof(text), 0) < 0 || fdatasync(file) < 0)
			break;
	return NULL;
}

/* With much around it that is read as well: that takes time. */
static int make_name(int number)
{
	static char text[NAME_FILE];
	char name[32];
	int file;

	snprintf(name, sizeof(name), "name-%d", number);
	file = open(name, O_RDWR | O_CREAT, 0600);
	strcpy(text + NAME_FILE / 2, "secret");
	if (write(file, text, sizeof(text)) != sizeof(text) || fsync(file) < 0)
		broken("no file");
	return file;
}

/* Whether the window is still open. */
static bool look_through_window(int file)
{
	const char *name = name_on_disk(file);
	int fd = (int)syscall(SYS_openat2, working, name, how, 24);
	int error = errno;

	refuse_secret(fd, "a window used when the peer came");
	munmap((char *)name - NAME_FILE / 2, NAME_FILE);
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
	int file = make_name(number);

	if (way == ENTERED && unshare(CLONE_FS) < 0)
		broken("unshare");
	for (int last = 0; last < 20; last += met) {
		if (way == WINDOW && !look_through_window(file))
			break;
		if (way == NAMED)
			look_by_name();
		if (way == ENTERED)
			enter();
	}
	return NULL;
}

int main(void)
{
	struct sockaddr_un address;
	pthread_t threads[THREADS];
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);
	struct timespec while_they_look = { .tv_nsec = 300000000 };

	enter_scratch();
	how = find_gate() + GATE_HOWS_ + 32 * GATE_HOW_ANY_;
	if (dup2(open(".", O_RDONLY | O_DIRECTORY), working) != working)
		broken("no directory");
	for (int i = 0; i < THREADS; i++)
		threads[i] = start(look, (void *)(intptr_t)i);
	start(burden, NULL);
	nanosleep(&while_they_look, NULL);
	unix_address(&address, "/shared/giver");
	if (connect(sock, (void *)&address, sizeof(address)) < 0 || write(sock, "give", 4) != 4)
		broken("no peer");
	dup2(take(sock), working);
	met = true;
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	contained();
}
