/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Owner, mode and times by a descriptor of a device: they are the opened device's, no other's. */
#include "as_user.h"

static void show(const char *path)
{
	struct stat st;

	MUST(lstat(path, &st));
	printf("%s: %o %u:%u %u:%u, times %lld %lld\n", path, st.st_mode, st.st_uid, st.st_gid,
	       major(st.st_rdev), minor(st.st_rdev),
	       st.st_atime < 10000 ? (long long)st.st_atime : -1,
	       st.st_mtime < 10000 ? (long long)st.st_mtime : -1);
}

static void change(int fd, uid_t uid, mode_t mode, time_t when)
{
	const struct timespec times[2] = { { when, 0 }, { when + 1, 0 } };

	CALL(fchown(fd, uid, uid + 1));
	CALL(fchmod(fd, mode));
	CALL(futimens(fd, times));
}

static void show_null(const char *what, const struct stat *before)
{
	struct stat now;

	MUST(stat("/dev/null", &now));
	printf("%s: /dev/null %s\n", what,
	       now.st_mode == before->st_mode && now.st_uid == before->st_uid &&
			       now.st_gid == before->st_gid
		       ? "as before"
		       : "changed");
}

int main(void)
{
	struct stat null, st;
	int first, second, copy;

	MUST(stat("/dev/null", &null));
	umask(0);
	for (int i = 0; i < 20; i++) {
		MUST(mknod("n0", S_IFCHR, makedev(1, 3)));
		MUST(mknod("n1", S_IFCHR | 0600, makedev(1, 5)));
		first = MUST(open("n0", O_RDONLY | O_NOFOLLOW | O_NOCTTY));
		change(first, 5, 0640 + (mode_t)(i & 7), 1000 + i);
		show("n0");
		copy = MUST(dup(first));
		close(first);
		second = MUST(open("n1", O_RDWR));
		MUST(fstat(second, &st));
		printf("descriptor %d: %u:%u\n", second, major(st.st_rdev), minor(st.st_rdev));
		change(second, 7, 0604, 2000 + i);
		show("n1");
		show("n0");
		close(copy);
		close(second);
		MUST(unlink("n0"));
		MUST(unlink("n1"));
	}
	show_null("all", &null);
	/* The number is somebody else's now. */
	MUST(mknod("n0", S_IFCHR | 0600, makedev(1, 3)));
	first = MUST(open("n0", O_WRONLY));
	second = MUST(open("f", O_RDWR | O_CREAT, 0600));
	MUST(dup2(second, first));
	change(first, 8, 0601, 3000);
	show("n0");
	show("f");
	close(first);
	first = MUST(open("n0", O_WRONLY));
	MUST(unlink("n0"));
	change(first, 9, 0606, 4000);
	MUST(fstat(first, &st));
	AS(60, 60, change(first, 60, 0666, 5000));
	show_null("end", &null);
	return 0;
}
