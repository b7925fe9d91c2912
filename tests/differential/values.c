/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What arguments can be, by kind: ordinary values, limits, and nonsense. The values of a kind that
 * need something made (descriptors, memory) are functions, asked in the child that calls.
 * No value may name a process that is not ours, nor process -1.
 */
#include "differential.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <linux/prctl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

pid_t values_peer;
char *values_buffer;

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define WORD(word)                                                                                 \
	{                                                                                          \
#word, (long)(word), NULL                                                          \
	}

/* --- Memory */

enum memory {
	MEMORY_ZEROED,
	MEMORY_ONES,
	MEMORY_READ_ONLY,
	MEMORY_EDGE,
	MEMORY_NO_ACCESS,
	MEMORY_SMALL_NUMBERS,
	MEMORY_OWN_PAGE,
};

static long make_memory(long kind)
{
	char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (kind == MEMORY_ONES)
		memset(pages, 0xff, 4096);
	if (kind == MEMORY_SMALL_NUMBERS)
		for (int i = 0; i < 512; i++)
			((long *)pages)[i] = 24;
	mprotect(pages + 4096, 4096, PROT_NONE);
	if (kind == MEMORY_READ_ONLY)
		mprotect(pages, 4096, PROT_READ);
	if (kind == MEMORY_EDGE)
		return (long)(pages + 4096 - 4);
	if (kind == MEMORY_NO_ACCESS)
		return (long)(pages + 4096);
	return (long)pages;
}

static long buffer(long unused)
{
	(void)unused;
	return (long)values_buffer;
}

static const struct value pointers[] = {
	{ "zeroed", MEMORY_ZEROED, make_memory },
	WORD(NULL),
	{ "(1)", 1, NULL },
	{ "kernel", (long)0xffff888000000000UL, NULL },
	{ "ones", MEMORY_ONES, make_memory },
	{ "read-only", MEMORY_READ_ONLY, make_memory },
	{ "edge", MEMORY_EDGE, make_memory },
	{ "no-access", MEMORY_NO_ACCESS, make_memory },
	{ "24s", MEMORY_SMALL_NUMBERS, make_memory },
};
static const struct value outputs[] = {
	{ "buffer", 0, buffer },
	WORD(NULL),
	{ "(1)", 1, NULL },
	{ "read-only", MEMORY_READ_ONLY, make_memory },
	{ "edge", MEMORY_EDGE, make_memory },
	{ "no-access", MEMORY_NO_ACCESS, make_memory },
};
static const struct value addresses[] = {
	{ "page", MEMORY_OWN_PAGE, make_memory },
	WORD(NULL),
	{ "(1)", 1, NULL },
	{ "kernel", (long)0xffff888000000000UL, NULL },
	{ "no-access", MEMORY_NO_ACCESS, make_memory },
	{ "page-4", MEMORY_EDGE, make_memory },
};

/* --- Descriptors */

enum descriptor {
	FD_FILE,
	FD_READ,
	FD_WRITE,
	FD_APPEND,
	FD_DIR,
	FD_FULL,
	FD_PATH_FILE,
	FD_PATH_DIR,
	FD_PATH_LINK,
	FD_PATH_NONE,
	FD_PIPE_READ,
	FD_PIPE_WRITE,
	FD_STREAM,
	FD_DATAGRAM,
	FD_LISTENING,
	FD_TCP,
	FD_UDP,
	FD_EVENT,
	FD_EPOLL,
	FD_TIMER,
	FD_SIGNAL,
	FD_INOTIFY,
	FD_MEMORY,
	FD_NULL,
	FD_ZERO,
	FD_FIFO,
	FD_PIDFD,
	FD_NO_READ,
	FD_DELETED,
	FD_DELETED_DIR,
	FD_PROC,
	FD_PROC_DIR,
};

static int make_pipe_end(int end)
{
	int fds[2];

	if (pipe2(fds, O_NONBLOCK) != 0 || write(fds[1], "pipe", 4) != 4)
		return -1;
	return fds[end];
}

static int make_pair(int type)
{
	int fds[2];

	return socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, fds) == 0 ? fds[0] : -1;
}

static int make_listening(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	bind(fd, (struct sockaddr *)&address, sizeof(sa_family_t));
	listen(fd, 1);
	return fd;
}

static int make_deleted(bool directory)
{
	int fd;

	if (directory) {
		mkdir("gone", 0755);
		fd = open("gone", O_RDONLY | O_DIRECTORY);
		rmdir("gone");
	} else {
		fd = open("gone", O_RDWR | O_CREAT, 0644);
		unlink("gone");
	}
	return fd;
}

static int open_for(enum descriptor kind)
{
	struct itimerspec never = { 0 };
	sigset_t none;

	sigemptyset(&none);
	switch (kind) {
	case FD_FILE:
		return open("file", O_RDWR);
	case FD_READ:
		return open("file", O_RDONLY);
	case FD_WRITE:
		return open("file", O_WRONLY);
	case FD_APPEND:
		return open("file", O_RDWR | O_APPEND | O_NONBLOCK);
	case FD_DIR:
		return open("dir", O_RDONLY | O_DIRECTORY);
	case FD_FULL:
		return open("full", O_RDONLY | O_DIRECTORY);
	case FD_PATH_FILE:
		return open("file", O_PATH);
	case FD_PATH_DIR:
		return open("full", O_PATH);
	case FD_PATH_LINK:
		return open("link", O_PATH | O_NOFOLLOW);
	case FD_PATH_NONE:
		return open("none", O_PATH);
	case FD_PIPE_READ:
		return make_pipe_end(0);
	case FD_PIPE_WRITE:
		return make_pipe_end(1);
	case FD_STREAM:
		return make_pair(SOCK_STREAM);
	case FD_DATAGRAM:
		return make_pair(SOCK_DGRAM);
	case FD_LISTENING:
		return make_listening();
	case FD_TCP:
		return socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	case FD_UDP:
		return socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	case FD_EVENT:
		return eventfd(0, EFD_NONBLOCK);
	case FD_EPOLL:
		return epoll_create1(0);
	case FD_TIMER: {
		int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);

		timerfd_settime(fd, 0, &never, NULL);
		return fd;
	}
	case FD_SIGNAL:
		return signalfd(-1, &none, SFD_NONBLOCK);
	case FD_INOTIFY:
		return inotify_init1(IN_NONBLOCK);
	case FD_MEMORY:
		return memfd_create("memory", MFD_ALLOW_SEALING);
	case FD_NULL:
		return open("/dev/null", O_RDWR);
	case FD_ZERO:
		return open("/dev/zero", O_RDWR);
	case FD_FIFO:
		return open("fifo", O_RDWR | O_NONBLOCK);
	case FD_PIDFD:
		return (int)syscall(SYS_pidfd_open, values_peer, 0);
	case FD_NO_READ:
		return open("no-read", O_PATH);
	case FD_DELETED:
		return make_deleted(false);
	case FD_DELETED_DIR:
		return make_deleted(true);
	case FD_PROC:
		return open("/proc/self/status", O_RDONLY);
	case FD_PROC_DIR:
		return open("/proc/self/task", O_RDONLY | O_DIRECTORY);
	}
	return -1;
}

/* At a number of its own, so that results are the lowest free ones in every run. */
static long make_fd(long kind)
{
	int fd = open_for((enum descriptor)kind);
	int high = fcntl(fd, F_DUPFD, 100);

	close(fd);
	return high;
}

#define FD(kind)                                                                                   \
	{                                                                                          \
#kind, kind, make_fd                                                               \
	}
static const struct value descriptors[] = {
	FD(FD_FILE),
	{ "-1", -1, NULL },
	{ "77", 77, NULL },
	WORD(INT_MAX),
	WORD(AT_FDCWD),
	{ "1023", 1023, NULL },
	{ "1024", 1024, NULL },
	{ "1030", 1030, NULL },
	FD(FD_READ),
	FD(FD_WRITE),
	FD(FD_APPEND),
	FD(FD_DIR),
	FD(FD_FULL),
	FD(FD_PATH_FILE),
	FD(FD_PATH_DIR),
	FD(FD_PATH_LINK),
	FD(FD_PATH_NONE),
	FD(FD_PIPE_READ),
	FD(FD_PIPE_WRITE),
	FD(FD_STREAM),
	FD(FD_DATAGRAM),
	FD(FD_LISTENING),
	FD(FD_TCP),
	FD(FD_UDP),
	FD(FD_EVENT),
	FD(FD_EPOLL),
	FD(FD_TIMER),
	FD(FD_SIGNAL),
	FD(FD_INOTIFY),
	FD(FD_MEMORY),
	FD(FD_NULL),
	FD(FD_ZERO),
	FD(FD_FIFO),
	FD(FD_PIDFD),
	FD(FD_DELETED),
	FD(FD_DELETED_DIR),
	FD(FD_PROC),
	FD(FD_PROC_DIR),
};
static const struct value directories[] = {
	WORD(AT_FDCWD),     FD(FD_DIR),         FD(FD_FULL),
	{ "-1", -1, NULL }, { "77", 77, NULL }, FD(FD_FILE),
	FD(FD_PATH_FILE),   FD(FD_PATH_DIR),    FD(FD_PATH_LINK),
	FD(FD_PATH_NONE),   FD(FD_PIPE_READ),   FD(FD_NO_READ),
	FD(FD_DELETED),     FD(FD_DELETED_DIR), FD(FD_STREAM),
	FD(FD_NULL),        FD(FD_PROC_DIR),    { "1030", 1030, NULL },
};

/* --- Names */

static long long_name(long length)
{
	static char name[PATH_MAX + 10];

	memset(name, 'n', (size_t)length);
	name[length] = '\0';
	return (long)name;
}

static long long_path(long length)
{
	static char path[PATH_MAX + 10];

	for (long i = 0; i < length; i++)
		path[i] = i % 2 == 0 ? '.' : '/';
	memcpy(path + length - 4, "file", 5);
	return (long)path;
}

static long unterminated(long unused)
{
	char *edge = (char *)make_memory(MEMORY_EDGE);

	(void)unused;
	memcpy(edge, "file", 4);
	return (long)edge;
}

#define PATH(text)                                                                                 \
	{                                                                                          \
		"\"" text "\"", (long)(text), NULL                                                 \
	}
static const struct value paths[] = {
	PATH("file"),
	PATH("missing"),
	PATH("dir"),
	WORD(NULL),
	{ "(1)", 1, NULL },
	{ "no-access", MEMORY_NO_ACCESS, make_memory },
	{ "unterminated", 0, unterminated },
	PATH(""),
	PATH("."),
	PATH(".."),
	PATH("/"),
	PATH("//"),
	PATH("/.."),
	PATH("file/"),
	PATH("file/."),
	PATH("file/.."),
	PATH("dir/"),
	PATH("dir/."),
	PATH("dir/.."),
	PATH("dir/missing"),
	PATH("missing/"),
	PATH("missing/."),
	PATH("missing/x"),
	PATH("missing/.."),
	PATH("file/x"),
	PATH("full"),
	PATH("full/"),
	PATH("full/inner"),
	PATH("full/sub"),
	PATH("full/sub/../inner"),
	PATH("link"),
	PATH("link/"),
	PATH("dir-link"),
	PATH("dir-link/"),
	PATH("dir-link/."),
	PATH("full-link/inner"),
	PATH("slash-link"),
	PATH("dangling"),
	PATH("dangling/"),
	PATH("dangling/x"),
	PATH("loop"),
	PATH("loop/"),
	PATH("loop/x"),
	PATH("root-link"),
	PATH("root-link/etc/passwd"),
	PATH("closed"),
	PATH("closed/"),
	PATH("closed/inner"),
	PATH("closed/missing"),
	PATH("closed/.."),
	PATH("no-write"),
	PATH("no-write/inner"),
	PATH("no-write/missing"),
	PATH("no-read"),
	PATH("no-read/inner"),
	PATH("no-read/missing"),
	PATH("read-only"),
	PATH("none"),
	PATH("none/x"),
	PATH("write-only"),
	PATH("script"),
	PATH("execute-only"),
	PATH("setuid"),
	PATH("hard"),
	PATH("fifo"),
	PATH("fifo/"),
	PATH("socket"),
	PATH("/dev"),
	PATH("/dev/null"),
	PATH("/dev/null/"),
	PATH("/dev/missing"),
	PATH("/dev/tty"),
	PATH("/proc"),
	PATH("/proc/self"),
	PATH("/proc/self/"),
	PATH("/proc/self/exe"),
	PATH("/proc/self/cwd"),
	PATH("/proc/self/root"),
	PATH("/proc/self/fd/77"),
	PATH("/proc/self/status"),
	PATH("/proc/self/status/"),
	PATH("/proc/self/missing"),
	PATH("/proc/999999999"),
	PATH("/proc/missing"),
	PATH("/etc/passwd"),
	PATH("/etc"),
	PATH("/foreign"),
	PATH("/foreign/file"),
	PATH("/foreign/private"),
	PATH("/foreign/missing"),
	PATH("/foreign/dir"),
	PATH("/foreign/sticky"),
	PATH("/foreign/sticky/file"),
	PATH("/foreign/sticky/new"),
	PATH("/foreign/closed"),
	PATH("/foreign/closed/x"),
	PATH("/foreign/setgid"),
	PATH("/foreign/setgid/new"),
	PATH("/foreign/writable"),
	{ "255 bytes", 255, long_name },
	{ "256 bytes", 256, long_name },
	{ "4095 bytes", 4095, long_path },
	{ "4096 bytes", 4096, long_path },
};

/* --- Numbers */

static const struct value integers[] = {
	WORD(0),
	{ "1", 1, NULL },
	{ "2", 2, NULL },
	{ "3", 3, NULL },
	{ "4", 4, NULL },
	{ "7", 7, NULL },
	{ "10", 10, NULL },
	{ "16", 16, NULL },
	{ "99", 99, NULL },
	{ "-1", -1, NULL },
	{ "-2", -2, NULL },
	WORD(INT_MAX),
	WORD(INT_MIN),
	{ "1<<32", 1L << 32, NULL },
};
static const struct value flags[] = {
	WORD(0),
	{ "1", 1, NULL },
	{ "2", 2, NULL },
	{ "3", 3, NULL },
	{ "4", 4, NULL },
	{ "8", 8, NULL },
	{ "0x10", 0x10, NULL },
	{ "0x20", 0x20, NULL },
	{ "0x40", 0x40, NULL },
	{ "0x100", 0x100, NULL },
	{ "0x200", 0x200, NULL },
	{ "0x400", 0x400, NULL },
	{ "0x800", 0x800, NULL },
	{ "0x1000", 0x1000, NULL },
	{ "0x7ff", 0x7ff, NULL },
	{ "0x80000", 0x80000, NULL },
	{ "0x80001", 0x80001, NULL },
	{ "0x801", 0x801, NULL },
	{ "0x80000000", 0x80000000L, NULL },
	{ "1<<32", 1L << 32, NULL },
	{ "-1", -1, NULL },
	{ "0x3b6", 0x3b6, NULL },
};
static const struct value sizes[] = {
	{ "24", 24, NULL },
	WORD(0),
	{ "1", 1, NULL },
	{ "4", 4, NULL },
	{ "8", 8, NULL },
	{ "16", 16, NULL },
	{ "88", 88, NULL },
	{ "100", 100, NULL },
	{ "4096", 4096, NULL },
	{ "4097", 4097, NULL },
	{ "65537", 65537, NULL },
	WORD(INT_MAX),
	{ "-1", -1, NULL },
	WORD(LONG_MAX),
	{ "1<<32", 1L << 32, NULL },
};
static const struct value offsets[] = {
	WORD(0),
	{ "3", 3, NULL },
	{ "4096", 4096, NULL },
	{ "-1", -1, NULL },
	{ "-4096", -4096, NULL },
	WORD(LONG_MAX),
	WORD(LONG_MIN),
	{ "1<<40", 1L << 40, NULL },
};
/* Of what is allocated at once, and not bounded by RLIMIT_FSIZE on every file system. */
static const struct value small_sizes[] = {
	{ "24", 24, NULL }, WORD(0), { "4096", 4096, NULL }, { "-1", -1, NULL }, WORD(LONG_MAX),
};
static const struct value modes[] = {
	{ "0644", 0644, NULL },
	WORD(0),
	{ "0777", 0777, NULL },
	{ "07777", 07777, NULL },
	{ "02755", 02755, NULL },
	{ "S_IFREG", S_IFREG | 0644, NULL },
	{ "S_IFDIR", S_IFDIR | 0755, NULL },
	{ "S_IFIFO", S_IFIFO | 0644, NULL },
	{ "S_IFSOCK", S_IFSOCK | 0644, NULL },
	{ "S_IFCHR", S_IFCHR | 0644, NULL },
	{ "S_IFBLK", S_IFBLK | 0644, NULL },
	{ "S_IFLNK", S_IFLNK | 0644, NULL },
	{ "0170000", 0170000, NULL },
	{ "-1", -1, NULL },
	{ "0x10000", 0x10000, NULL },
};
static const struct value devices[] = { WORD(0), { "1:3", 0x103, NULL }, { "-1", -1, NULL } };
static const struct value access_modes[] = {
	WORD(F_OK),
	WORD(R_OK),
	WORD(W_OK),
	WORD(X_OK),
	{ "R|W", R_OK | W_OK, NULL },
	{ "7", 7, NULL },
	{ "8", 8, NULL },
	{ "-1", -1, NULL },
};
static const struct value open_flags[] = {
	WORD(O_RDONLY | O_NONBLOCK),
	WORD(O_WRONLY | O_NONBLOCK),
	WORD(O_RDWR | O_NONBLOCK),
	WORD(O_ACCMODE | O_NONBLOCK),
	WORD(O_CREAT | O_WRONLY | O_NONBLOCK),
	WORD(O_CREAT | O_RDONLY | O_NONBLOCK),
	WORD(O_CREAT | O_EXCL | O_RDWR | O_NONBLOCK),
	WORD(O_EXCL | O_RDONLY | O_NONBLOCK),
	WORD(O_TRUNC | O_WRONLY | O_NONBLOCK),
	WORD(O_TRUNC | O_RDONLY | O_NONBLOCK),
	WORD(O_CREAT | O_TRUNC | O_RDWR | O_NONBLOCK),
	WORD(O_DIRECTORY | O_RDONLY),
	WORD(O_DIRECTORY | O_RDWR),
	WORD(O_DIRECTORY | O_CREAT | O_RDONLY),
	WORD(O_NOFOLLOW | O_RDONLY | O_NONBLOCK),
	WORD(O_NOFOLLOW | O_CREAT | O_WRONLY | O_NONBLOCK),
	WORD(O_PATH),
	WORD(O_PATH | O_NOFOLLOW),
	WORD(O_PATH | O_DIRECTORY),
	WORD(O_PATH | O_CREAT | O_TRUNC),
	WORD(O_TMPFILE | O_RDWR),
	WORD(O_TMPFILE | O_RDONLY),
	WORD(O_TMPFILE | O_WRONLY | O_EXCL),
	{ "__O_TMPFILE", O_TMPFILE & ~O_DIRECTORY, NULL },
	WORD(O_NOATIME | O_RDONLY | O_NONBLOCK),
	WORD(O_CLOEXEC | O_RDONLY | O_NONBLOCK),
	WORD(O_APPEND | O_WRONLY | O_NONBLOCK),
	WORD(O_DIRECT | O_RDONLY | O_NONBLOCK),
	WORD(O_SYNC | O_WRONLY | O_NONBLOCK),
	WORD(O_ASYNC | O_RDONLY | O_NONBLOCK),
	{ "1<<30", 1L << 30, NULL },
	{ "1<<32", 1L << 32, NULL },
};
static const struct value at_flags[] = {
	WORD(0),
	WORD(AT_SYMLINK_NOFOLLOW),
	WORD(AT_EMPTY_PATH),
	WORD(AT_SYMLINK_FOLLOW),
	WORD(AT_REMOVEDIR),
	WORD(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH),
	WORD(AT_NO_AUTOMOUNT),
	{ "0x2000", 0x2000, NULL },
	{ "0x6000", 0x6000, NULL },
	{ "1", 1, NULL },
	{ "0x8000", 0x8000, NULL },
	{ "-1", -1, NULL },
};
static const struct value map_flags[] = {
	WORD(MAP_PRIVATE),
	WORD(MAP_SHARED),
	WORD(MAP_PRIVATE | MAP_ANONYMOUS),
	WORD(0),
	WORD(MAP_SHARED | MAP_ANONYMOUS),
	WORD(MAP_SHARED_VALIDATE),
	WORD(MAP_PRIVATE | MAP_GROWSDOWN),
	WORD(MAP_PRIVATE | MAP_FIXED_NOREPLACE),
	WORD(MAP_SHARED_VALIDATE | MAP_SYNC),
	WORD(MAP_HUGETLB | MAP_ANONYMOUS | MAP_PRIVATE),
	{ "-1", -1, NULL },
};
static const struct value protections[] = {
	WORD(PROT_READ),
	WORD(PROT_NONE),
	WORD(PROT_WRITE),
	WORD(PROT_EXEC),
	WORD(PROT_READ | PROT_WRITE),
	{ "7", 7, NULL },
	{ "8", 8, NULL },
	WORD(PROT_GROWSDOWN),
	{ "0x40", 0x40, NULL },
	{ "-1", -1, NULL },
};
static const struct value whences[] = {
	WORD(SEEK_SET),  WORD(SEEK_CUR),   WORD(SEEK_END),     WORD(SEEK_DATA),
	WORD(SEEK_HOLE), { "5", 5, NULL }, { "-1", -1, NULL },
};
static const struct value signals[] = {
	WORD(0),
	WORD(SIGCHLD),
	WORD(SIGUSR1),
	WORD(SIGCONT),
	{ "64", 64, NULL },
	{ "65", 65, NULL },
	{ "-1", -1, NULL },
	{ "32", 32, NULL },
	WORD(SIGKILL),
};

static long self(long sign)
{
	return sign * getpid();
}

static long peer(long sign)
{
	return sign * values_peer;
}

static const struct value processes[] = {
	{ "self", 1, self },
	WORD(0),
	{ "peer", 1, peer },
	{ "-peer", -1, peer },
	{ "-self", -1, self },
	{ "missing", 99999999, NULL },
	{ "-missing", -99999999, NULL },
	WORD(INT_MIN),
	WORD(INT_MAX),
};
static const struct value users[] = {
	{ "-1", -1, NULL }, WORD(0), { "self", 23456, NULL }, { "1", 1, NULL }, { "-2", -2, NULL },
};
static const struct value resources[] = {
	WORD(RLIMIT_NOFILE), WORD(RLIMIT_CPU),   WORD(RLIMIT_FSIZE), WORD(RLIMIT_DATA),
	WORD(RLIMIT_STACK),  WORD(RLIMIT_CORE),  WORD(RLIMIT_NPROC), WORD(RLIMIT_NICE),
	WORD(RLIMIT_RTPRIO), { "16", 16, NULL }, { "-1", -1, NULL },
};
static const struct value clocks[] = {
	WORD(CLOCK_REALTIME),
	WORD(CLOCK_MONOTONIC),
	WORD(CLOCK_PROCESS_CPUTIME_ID),
	WORD(CLOCK_THREAD_CPUTIME_ID),
	WORD(CLOCK_MONOTONIC_RAW),
	WORD(CLOCK_BOOTTIME),
	WORD(CLOCK_TAI),
	WORD(CLOCK_BOOTTIME_ALARM),
	{ "10", 10, NULL },
	{ "12", 12, NULL },
	{ "99", 99, NULL },
	{ "-1", -1, NULL },
	{ "-6", -6, NULL },
};

/* --- Structures */

static long make_time(long nanoseconds)
{
	struct timespec *time = (struct timespec *)make_memory(MEMORY_ZEROED);

	time[0].tv_nsec = nanoseconds;
	time[1].tv_nsec = nanoseconds;
	return (long)time;
}

static long make_how(long which)
{
	struct open_how *how = (struct open_how *)make_memory(MEMORY_ZEROED);

	how->flags = O_RDONLY | O_NONBLOCK;
	if (which < 0x100)
		how->resolve = (unsigned long)which;
	else if (which == 0x100)
		how->mode = 0644;
	else if (which == 0x101)
		how->flags = O_CREAT | O_RDWR, how->mode = 0644;
	else if (which == 0x102)
		how->flags = 1UL << 40;
	else if (which == 0x103)
		how->flags = O_PATH | O_NOFOLLOW;
	else if (which == 0x104)
		how->flags = O_CREAT | O_RDWR, how->mode = 0644, how->resolve = RESOLVE_BENEATH;
	else if (which == 0x105)
		how->resolve = 1UL << 40;
	return (long)how;
}

static long make_vector(long which)
{
	struct iovec *vector = (struct iovec *)make_memory(MEMORY_ZEROED);

	vector[0] = (struct iovec){ values_buffer, 5 };
	vector[1] = (struct iovec){ values_buffer + 5, 3 };
	if (which == 1)
		vector[1].iov_base = (void *)1;
	if (which == 2)
		vector[1].iov_len = (size_t)-1;
	return (long)vector;
}

static struct sockaddr_un unix_address;

static long make_address(long text)
{
	unix_address.sun_family = AF_UNIX;
	strcpy(unix_address.sun_path, (const char *)text);
	return (long)&unix_address;
}

static long make_inet(long port)
{
	static struct sockaddr_in address;

	address.sin_family = AF_INET;
	address.sin_port = htons((unsigned short)port);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return (long)&address;
}

static long make_family(long family)
{
	unix_address.sun_family = (sa_family_t)family;
	return (long)&unix_address;
}

static long make_message(long which)
{
	struct mmsghdr *all = (struct mmsghdr *)make_memory(MEMORY_ZEROED);
	struct msghdr *message = &all->msg_hdr;

	message->msg_iov = (struct iovec *)make_vector(which == 3 ? 1 : 0);
	message->msg_iovlen = which == 4 ? 2000 : 1;
	if (which == 1)
		message->msg_name = (void *)make_address((long)"socket"),
		message->msg_namelen = 110;
	if (which == 2)
		message->msg_name = (void *)1, message->msg_namelen = 10;
	if (which == 5)
		message->msg_control = (void *)1, message->msg_controllen = 24;
	if (which == 6)
		message->msg_name = values_buffer, message->msg_namelen = (socklen_t)-1;
	return (long)message;
}

static long make_words(long which)
{
	char **words = (char **)make_memory(MEMORY_ZEROED);

	words[0] = (char *)"word";
	if (which == 1)
		words[0] = (char *)1;
	return (long)words;
}

static long make_length(long length)
{
	int *memory = (int *)make_memory(MEMORY_ZEROED);

	*memory = (int)length;
	return (long)memory;
}

static const struct value times[] = {
	{ "0.000001000", 1000, make_time },
	WORD(NULL),
	{ "(1)", 1, NULL },
	{ "zero", 0, make_time },
	{ "-1 ns", -1, make_time },
	{ "1e9 ns", 1000000000, make_time },
	{ "UTIME_NOW", (1 << 30) - 1, make_time },
	{ "UTIME_OMIT", (1 << 30) - 2, make_time },
	{ "edge", MEMORY_EDGE, make_memory },
};
#define HOW(number)                                                                                \
	{                                                                                          \
		"how " #number, number, make_how                                                   \
	}
static const struct value hows[] = {
	HOW(0),
	WORD(NULL),
	{ "(1)", 1, NULL },
	HOW(1),
	HOW(2),
	HOW(4),
	HOW(8),
	HOW(0x10),
	HOW(0x18),
	HOW(0x20),
	HOW(0x40),
	HOW(0x28),
	HOW(0x2c),
	HOW(0x100),
	HOW(0x101),
	HOW(0x102),
	HOW(0x103),
	HOW(0x104),
	HOW(0x105),
	{ "ones", MEMORY_ONES, make_memory },
	{ "edge", MEMORY_EDGE, make_memory },
};
static const struct value vectors[] = {
	{ "5+3", 0, make_vector },  WORD(NULL),
	{ "(1)", 1, NULL },         { "5+bad", 1, make_vector },
	{ "5+-1", 2, make_vector }, { "edge", MEMORY_EDGE, make_memory },
};
#define UNIX(text)                                                                                 \
	{                                                                                          \
		"unix \"" text "\"", (long)(text), make_address                                    \
	}
static const struct value socket_addresses[] = {
	UNIX("socket"),
	UNIX("missing"),
	UNIX("file"),
	UNIX("missing/x"),
	UNIX("file/x"),
	UNIX("dir"),
	UNIX("closed/x"),
	UNIX("no-write/x"),
	UNIX("loop"),
	UNIX("dangling"),
	UNIX(""),
	UNIX("new"),
	UNIX("none"),
	UNIX("fifo"),
	UNIX("/foreign/x"),
	UNIX("link"),
	WORD(NULL),
	{ "(1)", 1, NULL },
	{ "inet 9", 9, make_inet },
	{ "inet 0", 0, make_inet },
	{ "unspec", 0, make_family },
	{ "family 99", 99, make_family },
	{ "edge", MEMORY_EDGE, make_memory },
};
static const struct value socket_lengths[] = {
	{ "110", 110, NULL }, { "16", 16, NULL },   WORD(0),
	{ "1", 1, NULL },     { "2", 2, NULL },     { "3", 3, NULL },
	{ "8", 8, NULL },     { "111", 111, NULL }, { "128", 128, NULL },
	{ "129", 129, NULL }, { "-1", -1, NULL },
};
#define MESSAGE(number)                                                                            \
	{                                                                                          \
		"message " #number, number, make_message                                           \
	}
static const struct value messages[] = {
	MESSAGE(0),         MESSAGE(1),
	MESSAGE(2),         MESSAGE(3),
	MESSAGE(4),         MESSAGE(5),
	MESSAGE(6),         WORD(NULL),
	{ "(1)", 1, NULL }, { "edge", MEMORY_EDGE, make_memory },
};
static const struct value word_lists[] = {
	{ "words", 0, make_words },
	WORD(NULL),
	{ "(1)", 1, NULL },
	{ "bad word", 1, make_words },
	{ "edge", MEMORY_EDGE, make_memory },
};
static const struct value lengths[] = {
	{ "*24", 24, make_length },
	{ "*0", 0, make_length },
	{ "*-1", -1, make_length },
	{ "*1", 1, make_length },
	WORD(NULL),
	{ "(1)", 1, NULL },
	{ "read-only", MEMORY_READ_ONLY, make_memory },
};

/* --- Commands */

static struct value fcntl_commands[100];
static struct value prctl_options[90];
static const struct value ioctl_commands[] = {
	WORD(FIONREAD),
	WORD(0),
	WORD(TCGETS),
	WORD(TCSETS),
	WORD(TIOCGWINSZ),
	WORD(TIOCSTI),
	WORD(TIOCGPGRP),
	WORD(TIOCSPGRP),
	WORD(TIOCGSID),
	WORD(TIOCSCTTY),
	WORD(TIOCNOTTY),
	WORD(TIOCEXCL),
	WORD(TIOCOUTQ),
	WORD(FIOCLEX),
	WORD(FIONCLEX),
	WORD(FIONBIO),
	WORD(FIOASYNC),
	WORD(FIOQSIZE),
	WORD(FIGETBSZ),
	WORD(FIBMAP),
	WORD(FS_IOC_GETFLAGS),
	WORD(FS_IOC_SETFLAGS),
	WORD(FS_IOC_GETVERSION),
	WORD(FS_IOC_FSGETXATTR),
	WORD(FS_IOC_FSSETXATTR),
	WORD(FS_IOC_FIEMAP),
	WORD(FICLONE),
	WORD(FICLONERANGE),
	WORD(FIDEDUPERANGE),
	WORD(FIFREEZE),
	WORD(FITRIM),
	WORD(BLKGETSIZE64),
	WORD(SIOCGIFCONF),
	{ "SIOCATMARK", 0x8905, NULL },
	{ "SIOCSPGRP", 0x8902, NULL },
	{ "SIOCGPGRP", 0x8904, NULL },
	{ "SIOCGIFFLAGS", 0x8913, NULL },
	{ "FIOSETOWN", 0x8901, NULL },
	{ "0xdeadbeef", 0xdeadbeefL, NULL },
	{ "-1", -1, NULL },
	{ "TIOCGPTN", 0x80045430L, NULL },
	{ "FS_IOC_GETFSLABEL", 0x81009431L, NULL },
	{ "EPIOCGPARAMS", 0x80088a02L, NULL },
	{ "NS_GET_NSTYPE", 0xb703, NULL },
};
static const struct value command_words[] = {
	{ "zeroed", MEMORY_ZEROED, make_memory },
	WORD(0),
	{ "1", 1, NULL },
	{ "100", 100, NULL },
	{ "-1", -1, NULL },
	WORD(O_NONBLOCK),
	{ "24s", MEMORY_SMALL_NUMBERS, make_memory },
	{ "self", 1, self },
	{ "peer", 1, peer },
	{ "missing", 99999999, NULL },
};

static char command_labels[200][12];

static const char *numbered(unsigned int slot, int number)
{
	char *text = command_labels[slot];
	int at = 10;

	do {
		text[at--] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	return text + at + 1;
}

static void number_commands(void)
{
	if (fcntl_commands[0].label != NULL)
		return;
	for (int i = 0; i < 100; i++) {
		int number = i < 60 ? i : 1024 + i - 60;

		fcntl_commands[i] = (struct value){ numbered((unsigned int)i, number), number,
						    NULL };
	}
	for (int i = 0; i < 90; i++)
		prctl_options[i] = (struct value){ numbered((unsigned int)(100 + i), i + 1), i + 1,
						   NULL };
}

#define GIVE(array) ((struct values){ array, COUNT(array) })

static struct values for_commands(enum arg_kind kind)
{
	number_commands();
	if (kind == ARG_FCNTL_COMMAND)
		return GIVE(fcntl_commands);
	if (kind == ARG_PRCTL_OPTION)
		return GIVE(prctl_options);
	return GIVE(ioctl_commands);
}

struct values values_for(const struct syscall_row *row, unsigned int argument)
{
	if (row->id == CALL_fallocate && row->args[argument] == ARG_OFF)
		return GIVE(small_sizes);
	switch (row->args[argument]) {
	case ARG_NONE:
	case ARG_INT:
	case ARG_UINT:
		return GIVE(integers);
	case ARG_LONG:
		return row->id == CALL_fcntl ? GIVE(command_words) : GIVE(integers);
	case ARG_ULONG:
	case ARG_SIZE:
		return GIVE(sizes);
	case ARG_HEX:
	case ARG_CLONE_FLAGS:
		return GIVE(flags);
	case ARG_PTR:
		if (row->id == CALL_ioctl)
			return GIVE(command_words);
		if (row->class == CLASS_NET)
			return GIVE(lengths);
		return GIVE(pointers);
	case ARG_STAT_OUT:
	case ARG_STATX_OUT:
	case ARG_STATFS_OUT:
	case ARG_BUF_OUT:
	case ARG_FD_PAIR_OUT:
	case ARG_SOCKADDR_OUT:
		return GIVE(outputs);
	case ARG_ADDR:
		return GIVE(addresses);
	case ARG_OFF:
		return GIVE(offsets);
	case ARG_FD:
		return GIVE(descriptors);
	case ARG_DIRFD:
		return GIVE(directories);
	case ARG_PATH:
	case ARG_PATH_NEW:
	case ARG_LINK_TEXT:
	case ARG_STR:
		return GIVE(paths);
	case ARG_BUF_IN:
		return GIVE(pointers);
	case ARG_IOVEC:
		return GIVE(vectors);
	case ARG_ARGV:
		return GIVE(word_lists);
	case ARG_MODE:
		return GIVE(modes);
	case ARG_DEV:
		return GIVE(devices);
	case ARG_ACCESS_MODE:
		return GIVE(access_modes);
	case ARG_OPEN_FLAGS:
		return GIVE(open_flags);
	case ARG_AT_FLAGS:
		return GIVE(at_flags);
	case ARG_OPEN_HOW:
		return GIVE(hows);
	case ARG_MAP_FLAGS:
		return GIVE(map_flags);
	case ARG_PROT:
		return GIVE(protections);
	case ARG_WHENCE:
		return GIVE(whences);
	case ARG_SOCKADDR:
		return GIVE(socket_addresses);
	case ARG_SOCKLEN:
		return GIVE(socket_lengths);
	case ARG_MSGHDR:
	case ARG_MMSGHDR:
		return GIVE(messages);
	case ARG_SIGNO:
		return GIVE(signals);
	case ARG_PID:
	case ARG_PGRP:
		return GIVE(processes);
	case ARG_UID:
	case ARG_GID:
		return GIVE(users);
	case ARG_RESOURCE:
		return GIVE(resources);
	case ARG_CLOCK:
		return GIVE(clocks);
	case ARG_TIMESPEC:
		return GIVE(times);
	case ARG_FCNTL_COMMAND:
	case ARG_PRCTL_OPTION:
	case ARG_IOCTL_COMMAND:
		return for_commands(row->args[argument]);
	}
	return GIVE(integers);
}
