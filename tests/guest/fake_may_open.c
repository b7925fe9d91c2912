/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* open, access, truncate and exec: each mode, each kind of user, all parts of a path. */
#include "as_user.h"

static void try_all(const char *path)
{
	CALL(access(path, R_OK));
	CALL(faccessat(AT_FDCWD, path, W_OK, AT_EACCESS));
	CALL(faccessat(AT_FDCWD, path, R_OK, AT_EACCESS));
	CALL(faccessat(AT_FDCWD, path, X_OK, AT_EACCESS));
	TRY_OPEN(open(path, O_RDONLY | O_NONBLOCK));
	TRY_OPEN(open(path, O_WRONLY | O_NONBLOCK));
	TRY_OPEN(open(path, O_RDWR | O_NONBLOCK));
	TRY_OPEN(open(path, O_RDONLY | O_TRUNC));
	TRY_OPEN(open(path, O_RDONLY | O_CREAT, 0644));
	TRY_OPEN(open(path, O_RDONLY | O_NOATIME));
	TRY_OPEN(open(path, O_PATH));
	CALL(truncate(path, 0));
	CALL(execl(path, path, NULL));
}

static void of_modes(const char *path)
{
	for (mode_t bit = 0400; bit; bit >>= 1) {
		printf("%s %04o\n", path, bit);
		MUST(chmod(path, bit));
		AS(65534, 65533, try_all(path));
		AS(65532, 65533, try_all(path));
		IN_GROUP(65532, 65531, 65533, try_all(path));
		AS(65532, 65531, try_all(path));
		AS(0, 0, try_all(path));
	}
}

static void through(void)
{
	MUST(mkdir("p", 0755));
	MUST(mkdir("p/q", 0755));
	put_file("p/q/f", "text");
	MUST(symlink("f", "p/q/l"));
	MUST(symlink("p/q/f", "l"));
	MUST(symlink("p/q", "ld"));
	MUST(chown("p", 80, 81));
	MUST(chown("p/q", 80, 81));
	MUST(chown("p/q/f", 80, 81));
	for (mode_t mode = 0; mode <= 0777; mode += 0111) {
		const char *const paths[] = { "p/q/f", "p/q/l",	     "l",
					      "ld/f",  "p/q/../q/f", "p/q/none" };
		struct stat st;

		MUST(chmod("p/q", mode));
		printf("through %04o\n", mode);
		for (size_t i = 0; i < 6; i++) {
			const char *path = paths[i];

			puts(path);
			AS(80, 81, CALL(stat(path, &st)); CALL(lstat(path, &st));
			   TRY_OPEN(open(path, O_RDONLY)); CALL(chmod(path, 0644));
			   CALL(chown(path, 80, 81)); CALL(truncate(path, 1));
			   CALL(utimensat(AT_FDCWD, path, NULL, 0)));
			AS(82, 82, CALL(stat(path, &st)); TRY_OPEN(open(path, O_RDONLY));
			   CALL(chmod(path, 0644)); CALL(truncate(path, 1));
			   CALL(mkdir(path, 0755)); CALL(mkfifo(path, 0755));
			   CALL(symlink("x", path)); CALL(link(path, "new"));
			   CALL(rename(path, "new")); CALL(unlink(path)); CALL(rmdir(path));
			   CALL(utimensat(AT_FDCWD, path, NULL, 0));
			   CALL(access(path, F_OK));
			   TRY_OPEN(open(path, O_WRONLY | O_CREAT, 0644)));
			AS(0, 0, CALL(stat(path, &st)));
		}
		AS(80, 81, show_dir("p/q"); CALL(chdir("p/q")); CALL(chdir("..")));
	}
	MUST(chmod("p/q", 0755));
	/* A directory that was entered before it was closed. */
	AS(80, 81, MUST(chdir("p/q")); CALL(chmod(".", 0)); CALL(access("f", F_OK));
	   CALL(open("f", O_RDONLY)); CALL(chdir("..")); CALL(chmod("../p", 0));
	   CALL(access("q", F_OK)); CALL(chdir("..")); CALL(chmod("p", 0755));
	   CALL(chmod("p/q", 0755)));
}

static void special(void)
{
	int fd;

	MUST(mkfifo("fifo", 0644));
	CALL(open("fifo", O_WRONLY | O_NONBLOCK));
	CALL(open("dir", O_WRONLY));
	MUST(mkdir("dir", 0777));
	CALL(open("dir", O_WRONLY));
	CALL(open("dir", O_RDWR));
	CALL(open("dir", O_RDONLY | O_TRUNC));
	CALL(open("dir", O_RDONLY | O_CREAT, 0644));
	MUST(symlink("dir", "link"));
	CALL(open("link", O_RDONLY | O_NOFOLLOW));
	CALL(open("link", O_RDONLY | O_CREAT | O_EXCL, 0644));
	put_file("r", "x");
	MUST(chmod("r", 0444));
	MUST(chown("r", 90, 90));
	AS(90, 90, CALL(open("r", O_WRONLY)));
	fd = MUST(open("r", O_RDONLY));
	CALL(ftruncate(fd, 0));
	close(fd);
	/* What is open stays usable when the mode says no. */
	AS(90, 90, CALL(chmod("r", 0600)); fd = MUST(open("r", O_RDWR)); CALL(fchmod(fd, 0));
	   CALL(write(fd, "y", 1)); CALL(ftruncate(fd, 0)); CALL(fchmod(fd, 0400)));
	/* A file that is made with a mode that forbids what it is opened for. */
	MUST(chmod("dir", 0777));
	AS(90, 90, fd = OK(open("dir/w", O_RDWR | O_CREAT, 0)); CALL(write(fd, "y", 1));
	   CALL(pread(fd, &(char){ 0 }, 1, 0)); CALL(open("dir/w", O_RDONLY));
	   show_owner("dir/w"));
}

int main(void)
{
	MUST(chmod(".", 0777));
	put_file("file", "text");
	MUST(chown("file", 65534, 65533));
	of_modes("file");
	MUST(mkdir("directory", 0755));
	MUST(chown("directory", 65534, 65533));
	of_modes("directory");
	MUST(mkfifo("pipe", 0644));
	MUST(chown("pipe", 65534, 65533));
	through();
	special();
	return 0;
}
