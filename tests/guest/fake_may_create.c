/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* New names of each type: owner, group, mode and times, and who may make them where. */
#include "as_user.h"

static int create(int kind, const char *path, mode_t mode)
{
	struct sockaddr_un address;
	socklen_t length;
	int fd, status;

	switch (kind) {
	case 0:
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL, mode);
		return fd < 0 ? -1 : close(fd);
	case 1:
		return mkdir(path, mode);
	case 2:
		return mkfifo(path, mode);
	case 3:
		return mknod(path, S_IFBLK | mode, makedev(1, 2));
	case 4:
		return mknod(path, S_IFCHR | mode, makedev(1, 2));
	case 5:
		fd = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
		address = unix_address(path, &length);
		status = bind(fd, (struct sockaddr *)&address, length);
		close(fd);
		return status;
	default:
		return symlink("nowhere", path);
	}
}

static void modes_of(int kind)
{
	static const mode_t modes[] = { 0, 0111, 0151, 0755, 0777, 01777, 02777, 04777, 07777 };
	static const mode_t masks[] = { 0, 022, 070, 0501, 0777 };
	const char *n = kinds[kind];

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		for (size_t k = 0; k < sizeof(masks) / sizeof(masks[0]); k++) {
			umask(masks[k]);
			printf("%s %04o umask %04o: ", n, modes[i], masks[k]);
			CALL(create(kind, n, modes[i]));
			show_owner(n);
			MUST(kind == 1 ? rmdir(n) : unlink(n));
		}
	}
	umask(022);
}

static void owners_of(int kind)
{
	static const mode_t parents[] = { 0755, 0777, 02777, 01777, 03777, 0711, 0722, 0733, 0744 };
	const char *n = kinds[kind];
	char path[64];

	MUST(mkdir("d", 0755));
	snprintf(path, sizeof(path), "d/%s", n);
	for (size_t i = 0; i < sizeof(parents) / sizeof(parents[0]); i++) {
		MUST(chown("d", 30, 40));
		MUST(chmod("d", parents[i]));
		printf("%s in %04o\n", n, parents[i]);
		AS(0, 0, CALL(create(kind, path, 0755)); show_owner(path);
		   remove_kind(kind, path));
		AS(30, 40, CALL(create(kind, path, 02755)));
		show_owner(path);
		AS(30, 41, CALL(create(kind, path, 0755)));
		if (!access("d", X_OK) && faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
			remove_kind(kind, path);
		AS(30, 41, CALL(create(kind, path, 0755)); show_owner(path));
		unlinkat(AT_FDCWD, path, kind == 1 ? AT_REMOVEDIR : 0);
		AS(31, 40, CALL(create(kind, path, 06755)); show_owner(path));
		unlinkat(AT_FDCWD, path, kind == 1 ? AT_REMOVEDIR : 0);
		AS(31, 41, CALL(create(kind, path, 06755)); show_owner(path));
		unlinkat(AT_FDCWD, path, kind == 1 ? AT_REMOVEDIR : 0);
		IN_GROUP(31, 41, 40, CALL(create(kind, path, 0755)); show_owner(path));
		unlinkat(AT_FDCWD, path, kind == 1 ? AT_REMOVEDIR : 0);
	}
	MUST(chmod("d", 0777));
	MOVES(path, "d", create(kind, path, 0644));
	MOVES(path, "d", create(kind, path, 0644));
	remove_kind(kind, path);
	CALL(create(kind, "d/missing/x", 0644));
	CALL(create(kind, "/", 0644));
	put_file("plain", "x");
	CALL(create(kind, "plain/x", 0644));
	MUST(symlink("loop", "loop"));
	CALL(create(kind, "loop/x", 0644));
	MUST(symlink("d/target", "dangling"));
	CALL(create(kind, "dangling", 0644));
	MUST(unlink("dangling"));
	MUST(unlink("loop"));
	MUST(unlink("plain"));
	MUST(rmdir("d"));
}

int main(void)
{
	MUST(chmod(".", 0777));
	for (int kind = 0; kind < KINDS; kind++) {
		modes_of(kind);
		owners_of(kind);
	}
	return 0;
}
