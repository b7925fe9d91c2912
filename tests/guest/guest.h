/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What every guest program may use: all the headers, and a few printers that turn results
 * into text which is the same on every run (names of errnos and signals, modes, never an
 * address, a pid, an inode number or a time). A guest starts in a fresh writable directory
 * and is told its own absolute path in argv[0]. It judges nothing: Linux is the oracle,
 * the runner compares what is printed natively with what is printed in the jail.
 */
#ifndef PTJAIL_TESTS_GUEST_H
#define PTJAIL_TESTS_GUEST_H

#include <arpa/inet.h>
#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>

#define GUEST_FN static inline __attribute__((unused))

/* Numbers younger than the C library may be; all are the same on every 64-bit table. */
#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif
#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE 1
#define RENAME_EXCHANGE 2
#define RENAME_WHITEOUT 4
#endif

__attribute__((constructor)) static void guest_start(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	umask(022);
}

GUEST_FN const char *err_name(int error)
{
	const char *name = strerrorname_np(error);

	return error ? (name ? name : "E?") : "0";
}

GUEST_FN const char *sig_name(int signo)
{
	const char *name = sigabbrev_np(signo);

	return name ? name : "?";
}

/* "text = 0", "text = 17" or "text = EEXIST"; hands the result on. */
GUEST_FN long report(const char *text, long result)
{
	int error = errno;

	if (result == -1)
		printf("%s = %s\n", text, err_name(error));
	else
		printf("%s = %ld\n", text, result);
	errno = error;
	return result;
}

/* For results whose value is an accident (a descriptor, a pid, an address). */
GUEST_FN long report_ok(const char *text, long result)
{
	int error = errno;

	printf("%s = %s\n", text, result == -1 ? err_name(error) : "ok");
	errno = error;
	return result;
}

/* The call as it stands in the source, and what came of it. */
#define CALL(expr) report(#expr, (long)(expr))
#define OK(expr) report_ok(#expr, (long)(expr))
/* A step that the test only prepares with: must work. */
#define MUST(expr) must(#expr, (long)(expr))

GUEST_FN long must(const char *text, long result)
{
	if (result == -1) {
		printf("preparing: %s: %s\n", text, err_name(errno));
		exit(99);
	}
	return result;
}

/* Opens and closes at once; only whether it worked, and with which errno, counts. */
#define TRY_OPEN(expr) try_open(#expr, (expr))

GUEST_FN void try_open(const char *text, int fd)
{
	report_ok(text, fd);
	if (fd >= 0)
		close(fd);
}

/*
 * KERNEL: do_filp_open() walks anew when a rename or mount anywhere came between, and does not
 * begin to count anew: now and then forty are too many. Forty-one always are.
 */
GUEST_FN int open_settled(const char *name, int flags)
{
	int fd = -1;

	for (int i = 0; i < 100 && fd < 0; i++) {
		fd = open(name, flags, 0644);
		if (fd < 0 && errno != ELOOP)
			break;
	}
	return fd;
}

/* A page that can be neither read nor written. */
GUEST_FN char *bad_memory(void)
{
	static char *page;

	if (!page)
		page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return page;
}

/* A string of `length` characters `c`; never freed. */
GUEST_FN char *repeat(char c, size_t length)
{
	char *text = malloc(length + 1);

	memset(text, c, length);
	text[length] = '\0';
	return text;
}

GUEST_FN int chdir_up(int levels)
{
	int status = 0;

	while (levels-- > 0 && status == 0)
		status = chdir("..");
	return status;
}

GUEST_FN void put_file(const char *path, const char *text)
{
	int fd = MUST(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));

	MUST(write(fd, text, strlen(text)) == (ssize_t)strlen(text) ? 0 : -1);
	close(fd);
}

/* "path: [content]" or the errno. */
GUEST_FN void show_file(const char *path)
{
	char text[4096];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0) {
		printf("%s: %s\n", path, err_name(errno));
		return;
	}
	got = read(fd, text, sizeof(text));
	if (got < 0)
		printf("%s: %s\n", path, err_name(errno));
	else
		printf("%s: [%.*s]\n", path, (int)got, text);
	close(fd);
}

GUEST_FN const char *type_name(mode_t mode)
{
	static const char *const names[16] = {
		[S_IFIFO >> 12] = "fifo", [S_IFCHR >> 12] = "char", [S_IFDIR >> 12] = "dir",
		[S_IFBLK >> 12] = "block", [S_IFREG >> 12] = "file", [S_IFLNK >> 12] = "link",
		[S_IFSOCK >> 12] = "socket",
	};
	const char *name = names[(mode & S_IFMT) >> 12];

	return name ? name : "none";
}

GUEST_FN void show_stat(const char *what, const struct stat *st)
{
	printf("%s: %s %04o", what, type_name(st->st_mode), (unsigned int)(st->st_mode & 07777));
	if (S_ISREG(st->st_mode) || S_ISLNK(st->st_mode))
		printf(" size %lld", (long long)st->st_size);
	if (!S_ISDIR(st->st_mode))
		printf(" nlink %lu", (unsigned long)st->st_nlink);
	printf("%s\n", st->st_uid == getuid() ? " mine" : "");
}

/* What stands at `path`, links not followed. */
GUEST_FN void show_path(const char *path)
{
	struct stat st;

	if (fstatat(AT_FDCWD, path, &st, AT_SYMLINK_NOFOLLOW))
		printf("%s: %s\n", path, err_name(errno));
	else
		show_stat(path, &st);
}

GUEST_FN void show_fd(const char *what, int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		printf("%s: %s\n", what, err_name(errno));
	else
		show_stat(what, &st);
}

/* Do two paths name one inode? */
GUEST_FN void show_same(const char *a, const char *b)
{
	struct stat sa, sb;

	if (stat(a, &sa) || stat(b, &sb))
		printf("%s and %s: %s\n", a, b, err_name(errno));
	else
		printf("%s and %s: %s\n", a, b,
		       sa.st_ino == sb.st_ino && sa.st_dev == sb.st_dev ? "same" : "different");
}

/* Prints `path` with the starting directory written as "$CWD". */
GUEST_FN void show_name(const char *what, const char *path, const char *start)
{
	size_t length = strlen(start);

	if (!strncmp(path, start, length) && (path[length] == '/' || path[length] == '\0' ||
					      path[length] == ' '))
		printf("%s: $CWD%s\n", what, path + length);
	else
		printf("%s: %s\n", what, path);
}

/* getcwd() of the start, or "?". */
GUEST_FN const char *start_dir(void)
{
	static char here[PATH_MAX];

	if (!here[0] && !getcwd(here, sizeof(here)))
		strcpy(here, "?");
	return here;
}

GUEST_FN int name_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a directory, sorted, without "." and ".."; "(empty)" if none. */
GUEST_FN void show_dir(const char *path)
{
	char *names[512];
	size_t count = 0;
	struct dirent *entry;
	DIR *dir = opendir(path);

	printf("%s:", path);
	if (!dir) {
		printf(" %s\n", err_name(errno));
		return;
	}
	while ((entry = readdir(dir)) && count < 512)
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			names[count++] = strdup(entry->d_name);
	closedir(dir);
	qsort(names, count, sizeof(names[0]), name_order);
	for (size_t i = 0; i < count; i++) {
		printf(" %s", names[i]);
		free(names[i]);
	}
	puts(count ? "" : " (empty)");
}

GUEST_FN void show_status(const char *what, int status)
{
	if (WIFEXITED(status))
		printf("%s: exited %d\n", what, WEXITSTATUS(status));
	else if (WIFSIGNALED(status))
		printf("%s: killed by %s\n", what, sig_name(WTERMSIG(status)));
	else if (WIFSTOPPED(status))
		printf("%s: stopped by %s\n", what, sig_name(WSTOPSIG(status)));
	else
		printf("%s: continued\n", what);
}

/* Waits for one child and says how it ended. */
GUEST_FN void show_wait(const char *what, pid_t pid)
{
	int status;
	pid_t got;

	do
		got = waitpid(pid, &status, 0);
	while (got == -1 && errno == EINTR);
	if (got == -1)
		printf("%s: %s\n", what, err_name(errno));
	else
		show_status(what, status);
}

/* Runs the statements in a child that then exits 0, and waits for it, quietly. */
#define IN_CHILD(...) \
	do { \
		pid_t child_ = MUST(fork()); \
		if (!child_) { \
			__VA_ARGS__; \
			fflush(stdout); \
			_exit(0); \
		} \
		waitpid(child_, NULL, 0); \
	} while (0)

GUEST_FN void nap_ms(long ms)
{
	struct timespec ts = { ms / 1000, ms % 1000 * 1000000 };

	while (nanosleep(&ts, &ts) && errno == EINTR)
		;
}

/* Waits until /proc-free condition `cond` holds, at most ten seconds. */
#define WAIT_UNTIL(cond) \
	do { \
		for (int turn_ = 0; turn_ < 2000 && !(cond); turn_++) \
			nap_ms(5); \
	} while (0)

/* A unix address of `path`, its length in *ret_length (NUL counted). */
GUEST_FN struct sockaddr_un unix_address(const char *path, socklen_t *ret_length)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	*ret_length = offsetof(struct sockaddr_un, sun_path) + strlen(address.sun_path) + 1;
	return address;
}

/* A loopback TCP address with a port the kernel picks. */
GUEST_FN struct sockaddr_in loopback_address(void)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
				     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

/* Copies this program (or another file) to `to`, with `mode`. */
GUEST_FN void copy_program(const char *from, const char *to, mode_t mode)
{
	char block[65536];
	int in = MUST(open(from, O_RDONLY | O_CLOEXEC));
	int out = MUST(open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700));
	ssize_t got;

	while ((got = MUST(read(in, block, sizeof(block)))) > 0)
		MUST(write(out, block, got) == got ? 0 : -1);
	MUST(fchmod(out, mode));
	close(in);
	close(out);
}

/* For calls that older kernels do not have, and the jail performs by other means. */
GUEST_FN bool kernel_since(int major, int minor)
{
	struct utsname name;
	int have_major = 0, have_minor = 0;

	uname(&name);
	sscanf(name.release, "%d.%d", &have_major, &have_minor);
	return have_major > major || (have_major == major && have_minor >= minor);
}

#endif
