/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* chown to what it is already, to -1, and to others. */
#include "guest.h"

int main(void)
{
	uid_t uid = getuid();
	gid_t gid = getgid();
	int fd, path;

	put_file("f", "x");
	MUST(symlink("f", "l"));
	MUST(symlink("nowhere", "dangling"));
	fd = MUST(open("f", O_RDONLY));
	path = MUST(open("f", O_PATH));
	CALL(chown("f", -1, -1));
	CALL(chown("l", uid, gid));
	CALL(chown("f", uid, -1));
	CALL(chown("f", -1, gid));
	CALL(chown("f", 0, -1));
	CALL(chown("f", -1, 0));
	CALL(lchown("dangling", uid, gid));
	CALL(chown("dangling", uid, gid));
	CALL(lchown("l", 0, 0));
	CALL(fchown(fd, uid, gid));
	CALL(fchown(path, uid, gid));
	CALL(fchown(fd, 0, 0));
	CALL(fchownat(AT_FDCWD, "l", uid, gid, AT_SYMLINK_NOFOLLOW));
	CALL(fchownat(path, "", uid, gid, AT_EMPTY_PATH));
	CALL(fchownat(path, "", uid, gid, 0));
	CALL(fchownat(AT_FDCWD, "f", uid, gid, 0x8000));
	CALL(chown("missing", uid, gid));
	CALL(chown("f/", uid, gid));
	CALL(chown(bad_memory(), uid, gid));
	return 0;
}
