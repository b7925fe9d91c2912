/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Which of two refusals is told, and rights that few calls ask for: connect, inotify, leases. */
#include "as_user.h"

#define USER 65534

static void names(void)
{
	MUST(mkdir("closed", 0700));
	MUST(mkdir("open", 0777));
	MUST(chmod("open", 0777));
	put_file("closed/file", "x");
	put_file("file", "x");
	MUST(mkdir("dir", 0755));
	MUST(mkdir("open/dir", 0755));
	MUST(chown("open/dir", 1, 1));
	put_file("open/file", "x");
	AS(USER, USER, CALL(mknod("file", S_IFCHR | 0600, makedev(1, 3)));
	   CALL(mknod("dir", S_IFBLK | 0600, makedev(1, 3)));
	   CALL(mknod("none", S_IFBLK | 0600, makedev(1, 3)));
	   CALL(mknod("open/none", S_IFBLK | 0600, makedev(1, 3))); CALL(rename("open/dir", "dir"));
	   CALL(rename("open/dir", "open/file")); CALL(rename("open/file", "open/dir"));
	   CALL(unlink("file/")); CALL(unlink("dir/")); CALL(unlink("file")); CALL(rmdir("file/")));
	MUST(mkdir("open/there", 0777));
	MUST(chmod("open/there", 0777));
	AS(USER, USER, CALL(rename("open/dir", "open/there/file"));
	   put_file("open/there/file", "x"); CALL(rename("open/dir", "open/there/file")));
}

/* In a directory that the caller may not change: what looking the names up tells comes first. */
static void names_first(void)
{
	char name[300] = "";

	memset(name, 'n', 256);
	MUST(mkdir("d", 0755));
	MUST(mkdir("d/y", 0755));
	MUST(mkdir("d/y/z", 0755));
	put_file("d/f", "x");
	AS(USER, USER, CALL(mkdir(name, 0700)); CALL(mkfifo(name, 0600)); CALL(symlink("t", name));
	   CALL(link("file", name)); CALL(rename("file", name)); CALL(mkdir("none/", 0700));
	   CALL(mkfifo("none/", 0600)); CALL(mkfifo("file/", 0600)); CALL(symlink("t", "none/"));
	   CALL(link("file", "none/")); CALL(link("d", "none/")); CALL(link("file", "d"));
	   CALL(mknod("none/", S_IFCHR | 0600, makedev(1, 3)));
	   CALL(mknod("open/none/", S_IFCHR | 0600, makedev(1, 3))));
	AS(USER, USER, CALL(rename("file", "none/")); CALL(rename("file/", "none"));
	   CALL(rename("file", "dir/")); CALL(rename("dir", "none/")); CALL(rename("d", "d/y/q"));
	   CALL(rename("d", "d/y")); CALL(rename("d/y/z", "d")); CALL(rename("d/f", "d"));
	   CALL(rename("dir", "d/y")); CALL(rename("d", "dir"));
	   CALL(syscall(SYS_renameat2, AT_FDCWD, "d", AT_FDCWD, "d/f", RENAME_EXCHANGE));
	   CALL(syscall(SYS_renameat2, AT_FDCWD, "d/f", AT_FDCWD, "d", RENAME_EXCHANGE));
	   CALL(syscall(SYS_renameat2, AT_FDCWD, "d", AT_FDCWD, "file/", RENAME_EXCHANGE));
	   CALL(syscall(SYS_renameat2, AT_FDCWD, "file", AT_FDCWD, "dir/", RENAME_EXCHANGE)));
}

static void opens(void)
{
	put_file("secret", "x");
	MUST(chmod("secret", 0600));
	MUST(mknod("device", S_IFCHR | 0777, makedev(1, 222)));
	CALL(open("device", O_RDONLY | O_DIRECTORY));
	CALL(execl("device", "device", NULL));
	AS(USER, USER, CALL(open("secret", O_RDONLY | O_DIRECTORY)));
	MUST(mkdir("sticky", 0777));
	MUST(chmod("sticky", 01777));
	MUST(mknod("sticky/device", S_IFCHR | 0666, makedev(1, 3)));
	MUST(chown("sticky/device", 1, 1));
	CALL(open("sticky/device", O_WRONLY | O_CREAT, 0600));
	MUST(chmod("sticky", 0777));
	TRY_OPEN(open("sticky/device", O_WRONLY | O_CREAT, 0600));
}

static void attributes(void)
{
	const struct timespec odd[2] = { { 0, 1000000000 }, { 0, 0 } };
	const uint32_t capability[5] = { 0x02000000, 1 << 13, 0, 0, 0 };

	AS(USER, USER, CALL(utimensat(AT_FDCWD, "file", odd, 0));
	   CALL(setxattr("file", "system.a", "x", 1, 0)); CALL(removexattr("file", "system.a"));
	   CALL(setxattr("file", "security.capability", "abc", 3, 0));
	   CALL(setxattr("file", "security.capability", capability, sizeof(capability), 0));
	   CALL(setxattr("file", "system.posix_acl_access", "abcd", 4, 0));
	   CALL(removexattr("file", "system.posix_acl_default"));
	   CALL(removexattr("file", "system.posix_acl_access")));
	MOVES("file", "dir", removexattr("file", "system.posix_acl_access"));
	MOVES("file", "dir", removexattr("dir", "system.posix_acl_default"));
	CALL(setxattr("file", "security.capability", capability, sizeof(capability), 0));
	TRY_OPEN(open("file", O_RDONLY | O_TRUNC));
	show_xattr_names("file");
}

static int connect_to(const char *path)
{
	socklen_t length;
	struct sockaddr_un address = unix_address(path, &length);
	int fd = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	int status = connect(fd, (struct sockaddr *)&address, length);
	int error = errno;

	close(fd);
	errno = error;
	return status;
}

static int lease(const char *path)
{
	int fd = MUST(open(path, O_RDONLY));
	int status = fcntl(fd, F_SETLEASE, F_RDLCK);
	int error = errno;

	close(fd);
	errno = error;
	return status;
}

static void rights(void)
{
	make_kind(5, "socket", 0700);
	make_kind(5, "other", 0722);
	AS(USER, USER, CALL(connect_to("socket")); CALL(connect_to("other"));
	   CALL(connect_to("file")); CALL(connect_to("secret"));
	   CALL(inotify_add_watch(inotify_init(), "secret", IN_MODIFY));
	   CALL(inotify_add_watch(inotify_init(), "file", IN_MODIFY)); CALL(lease("file"));
	   CALL(lease("dir")); CALL(fcntl(open("file", O_RDONLY), F_SETFL, O_NOATIME));
	   CALL(fcntl(open("file", O_RDONLY), F_SETFL, O_NONBLOCK)));
	CALL(connect_to("socket"));
	CALL(connect_to("file"));
	CALL(lease("file"));
	CALL(lease("dir"));
	CALL(fcntl(open("file", O_RDONLY), F_SETFL, O_NOATIME));
}

/* S_ISGID without S_IXGRP is a set-id bit to who is not in the group. */
static void writes(void)
{
	static const gid_t groups[] = { 300, 301 };

	for (size_t i = 0; i < 2; i++) {
		put_file("locked", "text");
		MUST(chown("locked", 5, 300));
		MUST(chmod("locked", 02646));
		IN_GROUP(USER, USER, groups[i], CALL(truncate("locked", 2)));
		show_owner("locked");
		MUST(chmod("locked", 02646));
		IN_GROUP(USER, USER, groups[i], CALL(write(open("locked", O_WRONLY), "a", 1)));
		show_owner("locked");
	}
}

static void bound_under_acl(void)
{
	/* u::rw- u:1:rwx g::r-- m::rwx o::r-- */
	const uint16_t acl[] = { 2, 0, 1, 6, 0xffff, 0xffff, 2,	 7, 1,	    0,
				 4, 4, 0xffff, 0xffff, 16, 7,
				 0xffff, 0xffff, 32, 4, 0xffff, 0xffff };

	MUST(mkdir("acl", 0755));
	CALL(setxattr("acl", "system.posix_acl_default", acl, sizeof(acl), 0));
	umask(0077);
	make_kind(0, "acl/file", 0666);
	CALL(bind(MUST(socket(AF_UNIX, SOCK_STREAM, 0)),
		  (struct sockaddr *)&(struct sockaddr_un){ AF_UNIX, "acl/bound" },
		  sizeof(struct sockaddr_un)));
	umask(022);
	show_owner("acl/file");
	show_owner("acl/bound");
}

static void whiteouts(void)
{
	MUST(mkdir("w", 02777));
	MUST(chown("w", 5, 6));
	MUST(chmod("w", 02777));
	AS(USER, USER, put_file("w/a", "x");
	   CALL(syscall(SYS_renameat2, AT_FDCWD, "w/a", AT_FDCWD, "w/b", RENAME_WHITEOUT)));
	show_owner("w/a");
	show_owner("w/b");
}

int main(void)
{
	MUST(chmod(".", 0755));
	names();
	names_first();
	opens();
	attributes();
	rights();
	writes();
	bound_under_acl();
	whiteouts();
	return 0;
}
