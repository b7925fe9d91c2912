/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * walk_rounds(): random walks. Where the prober makes one call on a file that was just made, a
 * walk makes many by turns, as this user and that, on twelve names and four descriptors: what
 * one call leaves behind meets the next. Printed are the results and all that changed; the same
 * number gives the same walk. Descriptors that are kept are none for writing: what the write of
 * one user takes from a file that another truncates meanwhile, is known to differ.
 */
#include "faked.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define PICK(array)  (array)[next(COUNT(array))]

enum { STEPS = 60, LONG_AGO = 2000000, FDS = 4, SEEN_SIZE = 400, ATTRS_MAX = 16 };

static const char *const names[] = { "a",   "b",   "d",   "e",   "d/a",   "d/b",
				     "d/d", "e/a", "e/b", "e/d", "d/d/a", "l" };
static const uid_t uids[] = { 0, 65534, 1000, 1001, (uid_t)-1 };
static const gid_t gids[] = { 0, 65534, 1000, 300, (gid_t)-1 };
static const mode_t modes[] = { 0644, 0600,  0,     06755, 02745, 0777, 02674, 01777, 0070,
				0007, 06711, 04777, 02777, 0755,  0111, 0333,  0555 };
static const char *const attributes[] = { "user.x",
					  "trusted.x",
					  "security.x",
					  "system.posix_acl_access",
					  "system.posix_acl_default",
					  "security.capability" };
static const struct user {
	uid_t uid;
	gid_t gid;
	size_t count;
	gid_t group;
} users[] = { { 0, 0, 0, 0 },           { 0, 0, 0, 0 },       { 65534, 65534, 0, 0 },
	      { 65534, 65534, 1, 300 }, { 1000, 1000, 0, 0 }, { 1001, 300, 1, 1000 } };

static uint64_t seed;
static int fds[FDS];
static char seen[COUNT(names) + FDS][SEEN_SIZE];

/* The step at hand: what it works on, and what is said of it. */
static const char *name, *other;
static size_t slot;
static char said[128];

#define SAY(...) (void)snprintf(said, sizeof(said), __VA_ARGS__)

static unsigned int next(size_t below)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned int)((seed >> 33) % below);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t say_attribute(char *text, size_t size, const char *path, const char *attribute)
{
	unsigned char value[256];
	ssize_t length = lgetxattr(path, attribute, value, sizeof(value));
	unsigned int sum = 0;

	for (ssize_t i = 0; i < length; i++)
		sum = sum * 31 + value[i];
	return (size_t)snprintf(text, size, " %s=%x", attribute, sum);
}

static void say_attributes(char *text, size_t size, const char *path)
{
	char list[512];
	const char *sorted[ATTRS_MAX];
	ssize_t length = llistxattr(path, list, sizeof(list));
	size_t count = 0, at = 0;

	for (ssize_t i = 0; i < length && count < ATTRS_MAX; i += (ssize_t)strlen(list + i) + 1)
		sorted[count++] = list + i;
	qsort(sorted, count, sizeof(sorted[0]), by_text);
	for (size_t i = 0; i < count && at < size; i++)
		at += say_attribute(text + at, size - at, path, sorted[i]);
}

static void say_file(char *text, const struct stat *st)
{
	int at = snprintf(text, SEEN_SIZE, "%o %u:%u %lu %lld %lx", st->st_mode, st->st_uid,
			  st->st_gid, (unsigned long)st->st_nlink,
			  S_ISDIR(st->st_mode) ? 0LL : (long long)st->st_size,
			  (unsigned long)st->st_rdev);

	if (st->st_mtim.tv_sec < LONG_AGO)
		at += snprintf(text + at, (size_t)(SEEN_SIZE - at), " m%lld",
			       (long long)st->st_mtim.tv_sec);
	if (st->st_atim.tv_sec < LONG_AGO)
		(void)snprintf(text + at, (size_t)(SEEN_SIZE - at), " a%lld",
			       (long long)st->st_atim.tv_sec);
}

static void look_at(size_t which, char *text)
{
	struct stat st;

	text[0] = '\0';
	if (which >= COUNT(names)) {
		if (fds[which - COUNT(names)] >= 0 && fstat(fds[which - COUNT(names)], &st) == 0)
			say_file(text, &st);
		return;
	}
	if (lstat(names[which], &st) < 0) {
		(void)snprintf(text, SEEN_SIZE, "%s", strerrorname_np(errno));
		return;
	}
	say_file(text, &st);
	say_attributes(text + strlen(text), SEEN_SIZE - strlen(text), names[which]);
}

static void look_around(void)
{
	char now[SEEN_SIZE];

	for (size_t i = 0; i < COUNT(seen); i++) {
		look_at(i, now);
		if (strcmp(now, seen[i]) == 0)
			continue;
		memcpy(seen[i], now, sizeof(now));
		if (i < COUNT(names))
			printf("   %s: %s\n", names[i], now);
		else
			printf("   descriptor %zu: %s\n", i - COUNT(names), now);
	}
}

static long keep(int fd)
{
	if (fd < 0)
		return -1;
	if (fds[slot] >= 0)
		close(fds[slot]);
	fds[slot] = fd;
	return 0;
}

static long step_open(void)
{
	static const int flags[] = { O_RDONLY,
				     O_RDONLY | O_DIRECTORY,
				     O_PATH,
				     O_PATH | O_NOFOLLOW,
				     O_RDONLY | O_NOFOLLOW,
				     O_RDONLY | O_CREAT,
				     O_RDONLY | O_NOATIME };
	int chosen = PICK(flags);
	mode_t mode = PICK(modes) & 07777;

	SAY("open %s %o %o to %zu", name, chosen, mode, slot);
	return keep(open(name, chosen | O_NONBLOCK | O_CLOEXEC, mode));
}

static long step_write(void)
{
	static const int flags[] = { O_WRONLY | O_APPEND, O_RDWR | O_CREAT, O_WRONLY | O_TRUNC,
				     O_RDWR | O_CREAT | O_EXCL, O_WRONLY | O_CREAT | O_TRUNC };
	int chosen = PICK(flags);
	mode_t mode = PICK(modes) & 07777;
	unsigned int what = next(4);
	long result = 0;
	int fd, error;

	SAY("open %s %o %o and write %u", name, chosen, mode, what);
	fd = open(name, chosen | O_NONBLOCK | O_CLOEXEC, mode);
	if (fd < 0)
		return -1;
	if (what == 1)
		result = write(fd, "abc", 3);
	else if (what == 2)
		result = ftruncate(fd, 100);
	else if (what == 3)
		result = -posix_fallocate(fd, 0, 50);
	error = result < -1 ? (int)-result : errno;
	close(fd);
	errno = error;
	return result < 0 ? -1 : 0;
}

static long step_mkdir(void)
{
	mode_t mode = PICK(modes);

	SAY("mkdir %s %o", name, mode);
	return mkdir(name, mode);
}

/* Devices that no /dev has: the jail opens others as its own. */
static long step_mknod(void)
{
	static const mode_t kinds[] = { S_IFREG, S_IFIFO, S_IFCHR, S_IFBLK, S_IFSOCK, 0 };
	mode_t mode = PICK(kinds) | PICK(modes);
	dev_t device = next(3) != 0 ? makedev(8, 77) : 0;

	SAY("mknod %s %o %lx", name, mode, (unsigned long)device);
	return mknod(name, mode, device);
}

static long step_symlink(void)
{
	SAY("symlink %s to %s", name, other);
	return symlink(other, name);
}

static long step_link(void)
{
	SAY("link %s %s", name, other);
	return link(name, other);
}

static long step_rename(void)
{
	static const unsigned int flags[] = { 0, 0, 0, 1, 2, 4 };
	unsigned int chosen = PICK(flags);

	SAY("rename %s %s %u", name, other, chosen);
	return syscall(SYS_renameat2, AT_FDCWD, name, AT_FDCWD, other, chosen);
}

static long step_unlink(void)
{
	SAY("unlink %s", name);
	return unlink(name);
}

static long step_rmdir(void)
{
	SAY("rmdir %s", name);
	return rmdir(name);
}

static long step_chmod(void)
{
	mode_t mode = PICK(modes);

	SAY("chmod %s %o", name, mode);
	return chmod(name, mode);
}

static long step_fchmod(void)
{
	mode_t mode = PICK(modes);

	SAY("fchmod %zu %o", slot, mode);
	return fchmod(fds[slot], mode);
}

static long step_chown(void)
{
	uid_t uid = PICK(uids);
	gid_t gid = PICK(gids);
	int flags = next(3) == 0 ? AT_SYMLINK_NOFOLLOW : 0;

	SAY("chown %s %d:%d %x", name, (int)uid, (int)gid, (unsigned int)flags);
	return fchownat(AT_FDCWD, name, uid, gid, flags);
}

static long step_fchown(void)
{
	uid_t uid = PICK(uids);
	gid_t gid = PICK(gids);

	SAY("fchown %zu %d:%d", slot, (int)uid, (int)gid);
	return fchown(fds[slot], uid, gid);
}

static long step_truncate(void)
{
	off_t size = 100 * (off_t)next(3);

	SAY("truncate %s %ld", name, (long)size);
	return truncate(name, size);
}

static long step_times(void)
{
	struct timespec times[2] = { { 1000 + next(9), 0 }, { 2000 + next(9), 0 } };
	unsigned int form = next(6);
	int flags = next(2) != 0 ? AT_SYMLINK_NOFOLLOW : 0;

	if (form == 1 || form == 4)
		times[0].tv_nsec = UTIME_NOW;
	if (form == 3)
		times[0].tv_nsec = UTIME_OMIT;
	if (form == 4)
		times[1].tv_nsec = UTIME_NOW;
	if (form == 2)
		times[1].tv_nsec = UTIME_OMIT;
	SAY("utimensat %s %u %x", name, form, (unsigned int)flags);
	return utimensat(AT_FDCWD, name, form == 5 ? NULL : times, flags);
}

static long step_setxattr(void)
{
	const uint32_t capability[5] = { VFS_CAP_REVISION_2, 1 << CAP_NET_RAW, 0, 0, 0 };
	const char *attribute = PICK(attributes);
	int flags = (int)next(3);
	char value[128] = "abc";
	size_t size = 3;

	if (strstr(attribute, "acl") != NULL)
		size = faked_acl(value, next(8), next(8), next(8));
	else if (strstr(attribute, "capability") != NULL)
		memcpy(value, capability, size = sizeof(capability));
	SAY("setxattr %s %s %d", name, attribute, flags);
	return next(2) != 0 ? setxattr(name, attribute, value, size, flags)
			    : lsetxattr(name, attribute, value, size, flags);
}

static long step_removexattr(void)
{
	const char *attribute = PICK(attributes);

	SAY("removexattr %s %s", name, attribute);
	return next(2) != 0 ? removexattr(name, attribute) : lremovexattr(name, attribute);
}

static long step_access(void)
{
	int mode = (int)next(8), flags = next(2) != 0 ? AT_EACCESS : 0;

	SAY("access %s %d %x", name, mode, (unsigned int)flags);
	return faccessat(AT_FDCWD, name, mode, flags);
}

static long step_exec(void)
{
	SAY("exec %s", name);
	return execve(name, (char *[]){ "x", NULL }, (char *[]){ NULL });
}

static long step_bind(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int status, error;

	SAY("bind %s", name);
	(void)snprintf(address.sun_path, sizeof(address.sun_path), "%s", name);
	status = bind(fd, (struct sockaddr *)&address, sizeof(address));
	error = errno;
	close(fd);
	errno = error;
	return status;
}

/* By its link in /proc: once more, or under another name; not a removed one (SECURITY.md). */
static long step_again(void)
{
	static const int flags[] = { O_RDONLY, O_PATH, O_RDONLY | O_DIRECTORY };
	int chosen = PICK(flags);
	char path[64];
	struct stat st;

	SAY("again %zu", slot);
	if (fstat(fds[slot], &st) < 0 || st.st_nlink == 0)
		return 0;

	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fds[slot]);
	if (next(2) != 0) {
		SAY("link %zu %s", slot, name);
		return linkat(AT_FDCWD, path, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
	}
	SAY("open %zu again %o", slot, chosen);
	return keep(open(path, chosen | O_NONBLOCK | O_CLOEXEC));
}

static long (*const steps[])(void) = {
	step_open,   step_open,   step_write,    step_write,    step_write,    step_mkdir,
	step_mkdir,  step_mknod,  step_symlink,  step_link,     step_link,     step_rename,
	step_rename, step_rename, step_unlink,   step_unlink,   step_rmdir,    step_chmod,
	step_chmod,  step_fchmod, step_chown,    step_chown,    step_fchown,   step_truncate,
	step_times,  step_times,  step_setxattr, step_setxattr, step_setxattr, step_removexattr,
	step_access, step_exec,   step_bind,     step_again,
};

static void take_step(size_t number)
{
	static const mode_t umasks[] = { 0, 022, 077 };
	const struct user *user = &PICK(users);
	long (*step)(void) = PICK(steps);
	long result;
	int error;

	name = PICK(names);
	other = PICK(names);
	slot = next(FDS);
	umask(PICK(umasks));
	FAKED_MUST(setgroups(user->count, &user->group));
	FAKED_MUST(setegid(user->gid));
	FAKED_MUST(seteuid(user->uid));
	result = step();
	error = errno;
	FAKED_MUST(seteuid(0));
	FAKED_MUST(setegid(0));
	FAKED_MUST(setgroups(0, NULL));
	printf("%zu as %u:%u,%d %s = %s\n", number, user->uid, user->gid,
	       user->count != 0 ? (int)user->group : -1, said,
	       result < 0 ? strerrorname_np(error) : "0");
	look_around();
}

void walk_rounds(unsigned int rounds)
{
	for (unsigned int round = 0; round < rounds; round++) {
		seed = round * 7919ULL + 17;
		(void)next(2);
		FAKED_MUST(mkdir("w", 0755));
		FAKED_MUST(chdir("w"));
		FAKED_MUST(mkdir("d", 0777));
		FAKED_MUST(chmod("d", 0777));
		FAKED_MUST(mkdir("e", 0777));
		FAKED_MUST(chmod("e", 01777));
		FAKED_MUST(chmod(".", PICK(modes) | 0711));
		FAKED_MUST(chown(".", PICK(uids), 0));
		for (size_t i = 0; i < FDS; i++)
			fds[i] = (int)FAKED_MUST(open("d", O_PATH | O_CLOEXEC));
		memset(seen, 0, sizeof(seen));
		printf("walk %u\n", round);
		look_around();
		for (size_t i = 0; i < STEPS; i++)
			take_step(i);
		for (size_t i = 0; i < FDS; i++)
			close(fds[i]);
		FAKED_MUST(chdir(".."));
		faked_clear("w");
	}
}
