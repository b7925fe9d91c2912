/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Names too long in each call, files of any size, programs that run or are written, as root and as
 * others: errors in the kernel's order. */
#include "as_user.h"

static void too_long(const char *what, const char *name)
{
	struct timespec times[2] = { { 1, 0 }, { 2, 0 } };
	char text[8];
	struct stat st;

	printf("%s, of %zu\n", what, strlen(name));
	CALL(open(name, O_RDONLY));
	TRY_OPEN(open(name, O_RDWR | O_CREAT, 0644));
	CALL(unlink(name));
	CALL(mkdir(name, 0755));
	CALL(rmdir(name));
	CALL(mkfifo(name, 0644));
	CALL(unlink(name));
	CALL(mknod(name, S_IFCHR | 0644, makedev(1, 222)));
	CALL(chmod(name, 0600));
	CALL(chown(name, 1, 2));
	CALL(lchown(name, 3, 4));
	CALL(truncate(name, 1));
	CALL(utimensat(AT_FDCWD, name, times, 0));
	CALL(lstat(name, &st));
	CALL(access(name, R_OK));
	CALL(link(name, "short"));
	CALL(unlink(name));
	CALL(link("file", name));
	CALL(rename(name, "file2"));
	CALL(rename("file2", name));
	CALL(unlink(name));
	CALL(symlink("file", name));
	CALL(readlink(name, text, sizeof(text)));
	CALL(chdir(name));
	CALL(setxattr(name, "trusted.x", "1", 1, 0));
	CALL(unlink(name));
	CALL(symlink(name, "to"));
	CALL(unlink("to"));
	CALL(unlink("short"));
}

/* Components of 254 characters, and one that fills it up to `length`. */
static char *path_of(size_t length)
{
	char *path = repeat('x', length);

	for (size_t i = 200; i + 1 < length; i += 200)
		path[i] = '/';
	return path;
}

/* Each directory on the way is made, so that only the length can be wrong. */
static void make_way(const char *path)
{
	char *part = strdup(path), *rest = part;

	for (char *slash; (slash = strchr(rest, '/')); rest = slash + 1) {
		*slash = '\0';
		MUST(mkdir(rest, 0755));
		MUST(chdir(rest));
	}
	MUST(chdir(start_dir()));
	free(part);
}

static void by_length(void)
{
	char *path = path_of(PATH_MAX - 1);

	put_file("file", "text");
	too_long("name", repeat('n', NAME_MAX));
	too_long("name", repeat('n', NAME_MAX + 1));
	make_way(path);
	too_long("path", path);
	too_long("path", path_of(PATH_MAX));
	AS(70, 71, too_long("another's name", repeat('n', NAME_MAX + 1)));
}

static void resize(const char *path, off_t size)
{
	int fd;

	CALL(truncate(path, size));
	fd = OK(open(path, O_WRONLY | O_CLOEXEC));
	if (fd < 0)
		return;
	CALL(ftruncate(fd, size));
	CALL(posix_fallocate(fd, 0, size));
	CALL(posix_fallocate(fd, 10, 100));
	close(fd);
	show_path(path);
}

static void by_size(void)
{
	static const mode_t modes[] = { 0644, 0600, 0664, 0646, 0444, 0200, 0 };
	static const off_t sizes[] = { 0, 1234, 7, -1, 999999999999999 };
	int fd;

	for (size_t i = 0; i < 7; i++) {
		put_file("s", "text");
		MUST(chown("s", 70, 71));
		MUST(chmod("s", modes[i]));
		for (size_t k = 0; k < 3; k++) {
			printf("mode %04o, size %lld\n", modes[i], (long long)sizes[k]);
			AS(0, 0, resize("s", sizes[k]));
			AS(70, 73, resize("s", sizes[k]));
			AS(72, 71, resize("s", sizes[k]));
			AS(72, 73, resize("s", sizes[k]));
		}
		MUST(unlink("s"));
	}
	put_file("s", "text");
	for (size_t k = 3; k < 5; k++) {
		CALL(truncate("s", sizes[k]));
		fd = MUST(open("s", O_RDWR | O_CLOEXEC));
		CALL(ftruncate(fd, sizes[k]));
		CALL(posix_fallocate(fd, sizes[k], 1));
		CALL(posix_fallocate(fd, 0, 0));
		close(fd);
		fd = MUST(open("s", O_RDONLY | O_CLOEXEC));
		CALL(ftruncate(fd, 1));
		CALL(posix_fallocate(fd, 0, 1));
		close(fd);
	}
	show_path("s");
	MUST(unlink("s"));
}

static void by_type(void)
{
	for (int kind = 0; kind < KINDS; kind++) {
		make_kind(kind, "k", 0666);
		printf("%s\n", kinds[kind]);
		CALL(truncate("k", 10));
		AS(72, 73, CALL(truncate("k", 10)));
		CALL(truncate("k/x", 10));
		CALL(open("k/x", O_RDONLY));
		CALL(chmod("k/x", 0));
		CALL(chown("k/x", 0, 0));
		CALL(mkdir("k/x/y", 0));
		CALL(link("k/x", "l"));
		CALL(rename("k/x", "l"));
		CALL(rename("file", "k/x/y"));
		remove_kind(kind, "k");
	}
}

static void touch_program(const char *path)
{
	TRY_OPEN(open(path, O_WRONLY));
	TRY_OPEN(open(path, O_RDWR | O_CREAT, 0644));
	TRY_OPEN(open(path, O_RDONLY | O_TRUNC));
	TRY_OPEN(open(path, O_RDONLY));
	CALL(truncate(path, 0));
	CALL(truncate(path, 100));
}

static void running_program(const char *self)
{
	int go[2], ready[2], fd;
	char byte = 0;
	pid_t child;

	copy_program(self, "prog", 0755);
	MUST(chown("prog", 70, 71));
	MUST(chmod("prog", 04755));
	MUST(pipe(go));
	MUST(pipe(ready));
	child = MUST(fork());
	if (child == 0) {
		dup2(go[0], 0);
		dup2(ready[1], 1);
		close(go[1]);
		execl("./prog", "prog", "wait", NULL);
		_exit(1);
	}
	MUST(read(ready[0], &byte, 1));
	AS(0, 0, touch_program("prog"));
	AS(70, 71, touch_program("prog"));
	AS(72, 73, touch_program("prog"));
	show_owner("prog");
	CALL(rename("prog", "gorp"));
	CALL(truncate("gorp", 0));
	CALL(chown("gorp", 0, 0));
	CALL(chmod("gorp", 0755));
	MUST(write(go[1], "x", 1));
	show_wait("program", child);
	fd = MUST(open("gorp", O_WRONLY | O_CLOEXEC));
	AS(70, 71, CALL(execl("./gorp", "gorp", "now", NULL)));
	AS(0, 0, CALL(execl("./gorp", "gorp", "now", NULL)));
	close(fd);
	AS(70, 71, CALL(execl("./gorp", "gorp", "now", NULL)));
}

int main(int argc, char **argv)
{
	char byte;

	if (argc > 1) {
		if (strcmp(argv[1], "wait") == 0)
			return write(1, "x", 1) == 1 && read(0, &byte, 1) == 1 ? 0 : 2;
		puts("ran");
		return 0;
	}
	MUST(chmod(".", 0777));
	by_length();
	by_size();
	by_type();
	running_program(argv[0]);
	return 0;
}
