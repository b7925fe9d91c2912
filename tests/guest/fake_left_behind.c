/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What one call leaves behind for the next, of another user's: rename onto itself, removed files,
 * set-id bits that a write of somebody else's would have taken. */
#include "as_user.h"

static void renamed_onto_itself(void)
{
	MUST(mkdir("d", 0755));
	MUST(chown("d", 7, 8));
	put_file("f", "text");
	MUST(link("f", "g"));
	MUST(mknod("n", S_IFBLK | 0640, makedev(8, 77)));
	CALL(syscall(SYS_renameat2, AT_FDCWD, "d", AT_FDCWD, "d", RENAME_WHITEOUT));
	CALL(syscall(SYS_renameat2, AT_FDCWD, "f", AT_FDCWD, "f", RENAME_WHITEOUT));
	CALL(syscall(SYS_renameat2, AT_FDCWD, "f", AT_FDCWD, "g", RENAME_WHITEOUT));
	CALL(syscall(SYS_renameat2, AT_FDCWD, "n", AT_FDCWD, "n", RENAME_WHITEOUT));
	show_owner("d");
	show_owner("f");
	show_owner("g");
	show_owner("n");
	CALL(syscall(SYS_renameat2, AT_FDCWD, "f", AT_FDCWD, "h", RENAME_WHITEOUT));
	show_owner("f");
	show_owner("h");
}

static void again(int fd, int flags)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	TRY_OPEN(open(path, flags | O_CLOEXEC));
}

static void removed_files(void)
{
	static const mode_t modes[] = { 0600, 0640, 0004, 0 };

	for (size_t i = 0; i < 4; i++) {
		int fd = MUST(open("r", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));

		MUST(fchown(fd, 70, 71));
		MUST(fchmod(fd, modes[i]));
		MUST(unlink("r"));
		printf("removed, %04o\n", modes[i]);
		AS(72, 73, again(fd, O_RDONLY); again(fd, O_RDWR));
		AS(72, 71, again(fd, O_RDONLY); again(fd, O_RDWR));
		AS(70, 73, again(fd, O_RDONLY); again(fd, O_RDWR));
		AS(0, 0, again(fd, O_RDONLY); again(fd, O_RDWR));
		close(fd);
	}
}

/* The group's x is in the mode that is asked for, and not in what the umask leaves of it. */
static void set_gid_under_umask(void)
{
	static const mode_t masks[] = { 0, 022, 077 };

	MUST(mkdir("sgid", 0777));
	MUST(chown("sgid", 0, 90));
	MUST(chmod("sgid", 02777));
	for (size_t i = 0; i < 3; i++) {
		umask(masks[i]);
		printf("umask %03o\n", masks[i]);
		AS(72, 73, CALL(mknod("sgid/n", S_IFREG | 02674, 0));
		   close(open("sgid/o", O_WRONLY | O_CREAT | O_EXCL, 02674));
		   CALL(mkfifo("sgid/p", 02654)); CALL(mkdir("sgid/q", 02777)));
		show_owner("sgid/n");
		show_owner("sgid/o");
		show_owner("sgid/p");
		show_owner("sgid/q");
		MUST(unlink("sgid/n"));
		MUST(unlink("sgid/o"));
		MUST(unlink("sgid/p"));
		MUST(rmdir("sgid/q"));
	}
	umask(022);
}

static void write_one(const char *path, int flags)
{
	int fd = OK(open(path, flags | O_CLOEXEC));

	if (fd >= 0)
		CALL(write(fd, "x", 1));
	close(fd);
	show_owner(path);
}

/* Its owner has had it open, and wrote nothing; then root changes it, who takes nothing. */
static void roots_writes(void)
{
	put_file("s", "text");
	MUST(chown("s", 70, 71));
	MUST(chmod("s", 06755));
	AS(70, 71, close(MUST(open("s", O_RDWR | O_CLOEXEC))));
	CALL(truncate("s", 2));
	show_owner("s");
	AS(70, 71, close(MUST(open("s", O_RDWR | O_CLOEXEC))));
	write_one("s", O_WRONLY | O_TRUNC);
	AS(70, 71, close(MUST(open("s", O_RDWR | O_CLOEXEC))));
	write_one("s", O_WRONLY | O_APPEND);
	AS(70, 71, CALL(mknod("t", S_IFREG | 04711, 0)));
	CALL(truncate("t", 2));
	show_owner("t");
	AS(70, 71, write_one("t", O_WRONLY));
	AS(70, 71, write_one("s", O_WRONLY));
}

int main(void)
{
	MUST(chmod(".", 0777));
	renamed_onto_itself();
	removed_files();
	set_gid_under_umask();
	roots_writes();
	return 0;
}
