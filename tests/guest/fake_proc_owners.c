/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Files of /proc/PID are their process's, by effective ids, or root's if it is not dumpable. */
#include "as_user.h"

static const char *const names[] = { "",	 "status", "environ", "task", "fd",   "fd/0",
				     "cmdline", "maps",   "exe",     "cwd",  "stat", "none" };

static void show(const char *path)
{
	struct stat st;
	struct statx sx;

	if (lstat(path, &st) < 0) {
		printf("%s\n", strerrorname_np(errno));
		return;
	}
	printf("%u:%u %o", st.st_uid, st.st_gid, st.st_mode);
	if (statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &sx) == 0 &&
	    (sx.stx_uid != st.st_uid || sx.stx_gid != st.st_gid))
		printf(" statx %u:%u", sx.stx_uid, sx.stx_gid);
	puts("");
}

static void show_directory(const char *path, int flags)
{
	int fd = MUST(open(path, flags | O_DIRECTORY));
	struct stat st;

	for (int i = 0; i < 3; i++)
		MUST(fstat(fd, &st));
	printf("fstat %u:%u\n", st.st_uid, st.st_gid);
	MUST(fstatat(fd, "", &st, AT_EMPTY_PATH));
	printf("fstatat %u:%u\n", st.st_uid, st.st_gid);
	MUST(fchdir(fd));
	show(".");
	show("status");
	show("../self");
	close(fd);
}

static void show_all(const char *who, pid_t pid)
{
	char path[64];

	puts(who);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "/proc/%d/%s", pid, names[i]);
		printf("%s: ", names[i]);
		show(path);
	}
	snprintf(path, sizeof(path), "/proc/%d", pid);
	show_directory(path, O_RDONLY);
	show_directory(path, O_PATH);
}

/* A child of these ids waits while its parent looks. */
static void look_at(const char *who, uid_t uid, gid_t gid, bool dumpable)
{
	int ready[2], done[2], status;
	char c = 'x';
	pid_t pid;

	MUST(pipe(ready));
	MUST(pipe(done));
	pid = MUST(fork());
	if (pid == 0) {
		close(done[1]);
		MUST(setresgid(gid, gid, gid));
		MUST(setresuid(uid, uid, uid));
		MUST(prctl(PR_SET_DUMPABLE, dumpable));
		MUST(write(ready[1], &c, 1));
		_exit(read(done[0], &c, 1) != 0);
	}
	MUST(read(ready[0], &c, 1));
	show_all(who, pid);
	close(done[0]);
	close(done[1]);
	MUST(waitpid(pid, &status, 0));
	printf("ended %d\n", status);
}

/* What opens, to be read. */
static void open_all(const char *who, pid_t pid)
{
	static const char *const files[] = { "environ", "auxv",	       "io",   "personality",
					     "status",	"coredump_filter", "stat", "comm",
					     "limits",	"fd",	       "ns",   "fdinfo",
					     "task" };
	char path[64], text[16];

	puts(who);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		int fd;

		snprintf(path, sizeof(path), "/proc/%d/%s", pid, files[i]);
		fd = open(path, O_RDONLY);
		printf("%s: %s", files[i], fd < 0 ? strerrorname_np(errno) : "opens");
		if (fd >= 0 && read(fd, text, sizeof(text)) < 0)
			printf(", %s", strerrorname_np(errno));
		puts("");
		close(fd);
	}
}

/* What may be listed, and passed. */
static void pass_all(const char *who, pid_t pid)
{
	static const char *const passed[] = { "", "fd", "ns", "task" };
	char path[64];

	for (size_t i = 0; i < sizeof(passed) / sizeof(passed[0]); i++) {
		snprintf(path, sizeof(path), "/proc/%d/%s", pid, passed[i]);
		printf("%s, %s:", who, passed[i]);
		for (int asked = 0; asked < 4; asked++) {
			int bits = (asked & 1 ? R_OK : 0) | (asked & 2 ? X_OK : 0);
			int status = faccessat(AT_FDCWD, path, bits, AT_EACCESS);

			printf(" %s", err_name(status < 0 ? errno : 0));
		}
		puts("");
	}
}

static void opens(void)
{
	pid_t root = getpid();

	open_all("root", root);
	pass_all("root", root);
	IN_CHILD(MUST(setgroups(0, NULL)); MUST(setresgid(7, 7, 7)); MUST(setresuid(5, 5, 5));
		 open_all("user, not dumpable", getpid()); open_all("root by user", root);
		 pass_all("user, not dumpable", getpid()); pass_all("root by user", root);
		 MUST(prctl(PR_SET_DUMPABLE, 1)); open_all("user", getpid()));
	IN_CHILD(MUST(setgroups(0, NULL)); MUST(setegid(7)); MUST(seteuid(5));
		 open_all("effective", getpid()));
	IN_CHILD(MUST(prctl(PR_SET_DUMPABLE, 0)); open_all("root, not dumpable", getpid()));
}

int main(void)
{
	struct stat st;

	opens();
	show_all("root", getpid());
	look_at("user", 11, 22, true);
	look_at("user, not dumpable", 11, 22, false);
	look_at("root, not dumpable", 0, 0, false);
	MUST(stat("/proc", &st));
	printf("/proc %u:%u\n", st.st_uid, st.st_gid);
	MUST(stat("/proc/meminfo", &st));
	printf("meminfo %u:%u\n", st.st_uid, st.st_gid);
	MUST(setresgid(44, 55, 66));
	MUST(setresuid(33, 77, 88));
	MUST(prctl(PR_SET_DUMPABLE, 1));
	show_all("ids that differ", getpid());
	return 0;
}
