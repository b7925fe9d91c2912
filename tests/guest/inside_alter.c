/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Modes, owners, times and attributes of what a name leads to, changed often enough that it stops
 * no more: files, directories, links and what is not there, by all names, from descriptors, with a
 * slash behind, through links, in threads and under a storm of signals. No descriptor is left.
 */
#include "guest.h"

#define TIMES 6

static volatile sig_atomic_t signals;
static int from = AT_FDCWD;

static void on_signal(int number)
{
	(void)number;
	signals = signals + 1;
}

static void tell(const char *what, const char *name, int status)
{
	printf("%s %s: %s\n", what, name, status < 0 ? strerror(errno) : "done");
}

static const char *whose(const struct stat *info)
{
	return info->st_uid == geteuid() && info->st_gid == getegid() ? "mine" : "another's";
}

static void show(const char *name)
{
	struct stat info;

	if (fstatat(from, name, &info, AT_SYMLINK_NOFOLLOW) < 0)
		printf("%s: %s\n", name, strerror(errno));
	else if (S_ISLNK(info.st_mode) || info.st_mtim.tv_sec > 1100000000)
		printf("%s: %o %s\n", name, info.st_mode, whose(&info));
	else
		printf("%s: %o %s %lld.%09ld\n", name, info.st_mode, whose(&info),
		       (long long)info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
}

static void modes(const char *name, mode_t mode)
{
	tell("chmod", name, from == AT_FDCWD ? chmod(name, mode) : fchmodat(from, name, mode, 0));
	tell("fchmodat", name, fchmodat(from, name, mode | 0100, 0));
	show(name);
}

static void owners(const char *name)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();

	if (from == AT_FDCWD) {
		tell("chown", name, chown(name, uid, gid));
		tell("lchown", name, lchown(name, (uid_t)-1, gid));
	}
	tell("fchownat", name, fchownat(from, name, uid, (gid_t)-1, 0));
	tell("fchownat of it", name, fchownat(from, name, uid, gid, AT_SYMLINK_NOFOLLOW));
	tell("fchownat to nobody", name,
	     uid == 0                                  ? 0
	     : fchownat(from, name, 65534, gid, 0) < 0 ? 0
						       : -1);
	tell("odd flags", name, fchownat(from, name, uid, gid, 0x40000));
	show(name);
}

static void times(const char *name, time_t when)
{
	const struct timespec at[2] = { { when, 5 }, { when + 1, 123456789 } };
	const struct timespec bad[2] = { { when, 5 }, { when, 1000000000 } };
	const struct timespec omit[2] = { { 0, UTIME_OMIT }, { 0, UTIME_OMIT } };

	tell("utimensat", name, utimensat(from, name, at, 0));
	tell("bad times", name, utimensat(from, name, bad, 0));
	tell("no times", name, utimensat(from, name, omit, AT_SYMLINK_NOFOLLOW));
	tell("of it", name, utimensat(from, name, at, AT_SYMLINK_NOFOLLOW));
	show(name);
}

static void attributes(const char *name)
{
	char value[64] = "", list[256];
	ssize_t length;

	if (from != AT_FDCWD)
		return;
	tell("removexattr", name, removexattr(name, "user.test"));
	tell("setxattr", name, setxattr(name, "user.test", "value", 5, XATTR_CREATE));
	tell("again", name, lsetxattr(name, "user.test", "other", 5, XATTR_CREATE));
	tell("replaced", name, lsetxattr(name, "user.test", "third", 5, XATTR_REPLACE));
	length = getxattr(name, "user.test", value, sizeof(value));
	printf("getxattr %s: %zd %.*s\n", name, length, length > 0 ? (int)length : 0, value);
	tell("too small", name, (int)getxattr(name, "user.test", value, 2));
	tell("none", name, (int)lgetxattr(name, "user.none", value, sizeof(value)));
	tell("no such kind", name, setxattr(name, "strange", "", 0, 0));
	length = listxattr(name, list, sizeof(list));
	printf("listxattr %s: %s\n", name,
	       length < 0                                              ? strerror(errno)
	       : memmem(list, (size_t)length, "user.test", 10) != NULL ? "there"
								       : "not there");
	printf("llistxattr %s: %s\n", name, llistxattr(name, NULL, 0) < 0 ? "failed" : "sized");
	tell("lremovexattr", name, lremovexattr(name, "user.test"));
	tell("lremovexattr again", name, lremovexattr(name, "user.test"));
}

static void all_of(const char *name, int round)
{
	modes(name, (mode_t)(0700 + round));
	owners(name);
	times(name, 1000000000 + round);
	attributes(name);
}

static void make_all(void)
{
	close(open("file", O_WRONLY | O_CREAT, 0644));
	mkdir("dir", 0755);
	close(open("dir/inner", O_WRONLY | O_CREAT, 0600));
	mkdir("closed", 0700);
	symlink("dir", "link");
	symlink("file", "filelink");
	symlink("nowhere", "dangling");
	symlink("loop", "loop");
	mkfifo("fifo", 0600);
}

/* As C libraries do it that know of no better way. */
static void by_proc(void)
{
	static const char *const names[] = { "file", "dir", "fifo", "filelink", "." };
	char link[64];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int fd = open(names[i], O_PATH | O_NOFOLLOW);

		snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
		tell("by /proc", names[i], chmod(link, 0710));
		snprintf(link, sizeof(link), "/proc/self/fd/0%d", fd);
		tell("by a strange number", names[i], chmod(link, 0711));
		snprintf(link, sizeof(link), "/proc/self/fd/%d/", fd);
		tell("with a slash", names[i], chmod(link, 0712));
		show(names[i]);
		close(fd);
		snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
		tell("closed", names[i], chmod(link, 0710));
	}
	tell("99999999999", "by /proc", chmod("/proc/self/fd/99999999999", 0700));
	tell("1024", "by /proc", chmod("/proc/self/fd/1024", 0700));
	tell("all", "by /proc", chmod("/proc/self/fd/", 0700));
}

static void errors(void)
{
	tell("nothing", "chmod", chmod("", 0700));
	tell("NULL", "chmod", chmod(NULL, 0700));
	tell("NULL", "utimensat", utimensat(AT_FDCWD, NULL, NULL, 0));
	tell("NULL", "fchownat", fchownat(AT_FDCWD, NULL, 0, 0, 0));
	tell("bad descriptor", "fchmodat", fchmodat(77, "file", 0600, 0));
	tell("from a file", "fchmodat", fchmodat(0, "file", 0600, 0));
	tell("no name", "getxattr", (int)getxattr("dir", NULL, NULL, 0));
	tell("NULL times", "dir", utimensat(AT_FDCWD, "dir", NULL, 0));
	tell("bad address", "dir", utimensat(AT_FDCWD, "dir", (const struct timespec *)16, 0));
}

static void *in_thread(void *data)
{
	const char *name = data;

	for (int i = 0; i < 200; i++)
		if (chmod(name, 0711) < 0 || lchown(name, (uid_t)-1, (gid_t)-1) < 0 ||
		    utimensat(AT_FDCWD, name, NULL, AT_SYMLINK_NOFOLLOW) < 0)
			printf("%s in a thread: %s\n", name, strerror(errno));
	return NULL;
}

static void threads(void)
{
	static char names[3][8] = { "file", "dir", "fifo" };
	pthread_t thread[3];

	for (int i = 0; i < 3; i++)
		pthread_create(&thread[i], NULL, in_thread, names[i]);
	for (int i = 0; i < 3; i++)
		pthread_join(thread[i], NULL);
	for (int i = 0; i < 3; i++)
		tell("then", names[i], chmod(names[i], 0700));
}

static void storm(void)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	struct itimerval often = { { 0, 2000 }, { 0, 2000 } };
	int failed = 0;

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	for (int i = 0; i < 1000 || (signals < 20 && i < 100000); i++) {
		failed += chmod("dir", (mode_t)(0700 + i % 64)) < 0;
		failed += utimensat(AT_FDCWD, "file", NULL, 0) < 0;
		failed += setxattr("dir", "user.storm", "x", 1, XATTR_CREATE) < 0 &&
			  errno != ENOTSUP;
		failed += removexattr("dir", "user.storm") < 0 && errno != ENOTSUP;
	}
	setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, NULL);
	printf("in a storm: %d failed\n", failed);
}

static volatile sig_atomic_t rotations;

/* As soon as it sees what is being done, the name leads to another file. */
static void rotate(int number)
{
	struct stat info;

	(void)number;
	if (stat("log", &info) < 0 || (info.st_mode & 0777) != 0600)
		return;
	rename("log", "old");
	close(open("log", O_WRONLY | O_CREAT | O_EXCL, 0644));
	rotations = rotations + 1;
}

static void only_once(void)
{
	struct sigaction action = { .sa_handler = rotate, .sa_flags = SA_RESTART };
	struct itimerval often = { { 0, 1000 }, { 0, 1000 } };
	struct stat info;
	int twice = 0;

	close(open("log", O_WRONLY | O_CREAT | O_EXCL, 0644));
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	for (int i = 0; i < 200 || (rotations < 40 && i < 100000); i++) {
		int before, after;

		(void)chmod("log", 0644);
		before = rotations;
		(void)chmod("log", 0600);
		after = rotations;
		twice += after != before && stat("log", &info) == 0 &&
			 (info.st_mode & 0777) == 0600;
	}
	setitimer(ITIMER_REAL, &(struct itimerval){ 0 }, NULL);
	printf("changed twice: %d\n", twice);
}

/* Nobody hears more than what is done. */
static void watched(void)
{
	int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	char events[4096];
	ssize_t size;

	inotify_add_watch(watch, ".", IN_ALL_EVENTS);
	inotify_add_watch(watch, "dir", IN_ALL_EVENTS);
	for (int i = 0; i < 4; i++) {
		(void)setxattr("dir", "user.heard", "x", 1, 0);
		(void)getxattr("dir", "user.heard", events, sizeof(events));
		(void)listxattr("dir", NULL, 0);
		(void)removexattr("dir", "user.heard");
		tell("watched", "dir", chmod("dir", 0700));
		tell("watched", "file", utimensat(AT_FDCWD, "file", NULL, 0));
	}
	size = read(watch, events, sizeof(events));
	for (ssize_t at = 0; at < size;) {
		const struct inotify_event *event = (const void *)(events + at);

		printf("heard %x of %s\n", event->mask, event->len > 0 ? event->name : "itself");
		at += (ssize_t)sizeof(*event) + event->len;
	}
	close(watch);
}

int main(void)
{
	static const char *const names[] = { "file",     "dir",      "dir/inner",  "dir/",
					     "file/",    "link",     "link/",      "filelink",
					     "fifo",     "dangling", "loop",       "none",
					     "none/one", "file/x",   "link/inner", "dir/../dir",
					     ".",        "closed" };
	int first;

	umask(022);
	make_all();
	first = dup(0);
	close(first);
	for (int round = 0; round < TIMES; round++)
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			all_of(names[i], round);
	from = open(".", O_RDONLY | O_DIRECTORY);
	for (int round = 0; round < TIMES; round++)
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			all_of(names[i], round);
	close(from);
	from = AT_FDCWD;
	for (int round = 0; round < 3; round++) {
		errors();
		by_proc();
	}
	watched();
	storm();
	only_once();
	threads();
	printf("descriptors: %s\n", dup(0) == first ? "none left" : "some left");
	return 0;
}
