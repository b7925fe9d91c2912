/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* chmod of each type: who may, which bits stay, which times move, and what a write takes. */
#include "as_user.h"

static void of_each_type(void)
{
	for (int kind = 0; kind < KIND_LINK; kind++) {
		const char *n = kinds[kind];

		make_kind(kind, n, 0644);
		MUST(symlink(n, "l"));
		MOVES(n, ".", chmod(n, 0111));
		show_owner(n);
		CALL(chmod("l", 0222));
		show_owner(n);
		show_owner("l");
		for (mode_t special = 01000; special <= 07000; special += 01000) {
			CALL(chmod(n, special | 0711));
			show_owner(n);
		}
		CALL(chown(n, 500, 501));
		show_owner(n);
		AS(500, 501, CALL(chmod(n, 0345)); show_owner(n));
		AS(500, 501, CALL(chmod(n, 06751)); show_owner(n));
		AS(500, 502, CALL(chmod(n, 06751)); show_owner(n));
		IN_GROUP(500, 502, 501, CALL(chmod(n, 02750)); show_owner(n));
		AS(501, 501, MOVES(n, ".", chmod(n, 0642)); show_owner(n));
		AS(0, 501, CALL(chmod(n, 02070)); show_owner(n));
		AS(0, 7, CALL(chmod(n, 02077)); show_owner(n));
		CALL(chmod(n, 0177777));
		show_owner(n);
		CALL(fchmodat(AT_FDCWD, n, 0600, AT_SYMLINK_NOFOLLOW));
		show_owner(n);
		MUST(unlink("l"));
		remove_kind(kind, n);
	}
	make_kind(KIND_LINK, "l", 0);
	CALL(chmod("l", 0600));
	CALL(fchmodat(AT_FDCWD, "l", 0600, AT_SYMLINK_NOFOLLOW));
	CALL(chown("l", 1, 1));
	CALL(lchown("l", 1, 1));
	show_owner("l");
}

static void write_as(const char *path, uid_t uid, gid_t gid, mode_t mode)
{
	MUST(chmod(path, mode));
	printf("%04o ", mode);
	AS(uid, gid, int fd = OK(open(path, O_RDWR)); show_fd_owner("opened", fd);
	   CALL(write(fd, "x", 1)); show_fd_owner("written", fd); show_owner(path);
	   CALL(chmod(path, mode)); CALL(write(fd, "", 0)); show_fd_owner("nothing written", fd);
	   CALL(ftruncate(fd, 0)); show_fd_owner("truncated", fd); close(fd));
	MUST(chmod(path, mode));
	AS(uid, gid, CALL(truncate(path, 3)); show_owner(path));
	MUST(chmod(path, mode));
	AS(uid, gid, close(OK(open(path, O_RDWR | O_TRUNC))); show_owner(path));
}

static void written(void)
{
	put_file("w", "text");
	MUST(chown("w", 10, 20));
	write_as("w", 10, 20, 04777);
	write_as("w", 10, 20, 02777);
	write_as("w", 10, 20, 06777);
	write_as("w", 10, 20, 02767);
	write_as("w", 10, 21, 06777);
	write_as("w", 11, 21, 04777);
	write_as("w", 11, 21, 07777);
	write_as("w", 11, 20, 06777);
	write_as("w", 11, 20, 06766);
	write_as("w", 0, 0, 06777);
	write_as("w", 0, 20, 02766);
	AS(10, 20, int fd = OK(open("fresh", O_CREAT | O_RDWR, 06755));
	   show_fd_owner("fresh", fd); CALL(write(fd, "x", 1)); show_fd_owner("fresh", fd));
}

int main(void)
{
	MUST(chmod(".", 0777));
	of_each_type();
	written();
	CALL(chmod("missing", 0));
	CALL(chmod("", 0));
	CALL(chmod(repeat('x', 256), 0));
	CALL(chmod("w/x", 0));
	CALL(chmod(bad_memory(), 0));
	return 0;
}
