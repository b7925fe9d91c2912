/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The files that probed calls find, and what became of them. Owns the working directory and
 * nothing outside of it.
 */
#include "differential.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static void must(bool good, const char *what)
{
	if (good)
		return;
	perror(what);
	exit(2);
}

static void make_file(const char *name, mode_t mode, const char *text)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0600);

	must(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text), name);
	must(fchmod(fd, mode) == 0, name);
	close(fd);
}

static void make_directory(const char *name)
{
	must(mkdir(name, 0755) == 0, name);
}

static void make_socket(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(address.sun_path, name);
	must(bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0, name);
	close(fd);
}

void fixtures_make(void)
{
	umask(022);
	make_file("file", 0644, "hello\n");
	make_file("read-only", 0444, "hello\n");
	make_file("none", 0000, "hello\n");
	make_file("write-only", 0200, "hello\n");
	make_file("script", 0755, "#!/bin/sh\nexit 7\n");
	make_file("execute-only", 0111, "#!/bin/sh\nexit 7\n");
	make_file("setuid", 06755, "hello\n");
	make_directory("dir");
	make_directory("full");
	make_file("full/inner", 0644, "x");
	make_directory("full/sub");
	make_directory("closed");
	make_file("closed/inner", 0644, "x");
	make_directory("no-write");
	make_file("no-write/inner", 0644, "x");
	make_directory("no-read");
	make_file("no-read/inner", 0644, "x");
	must(symlink("file", "link") == 0, "link");
	must(symlink("dir", "dir-link") == 0, "dir-link");
	must(symlink("full", "full-link") == 0, "full-link");
	must(symlink("missing-target", "dangling") == 0, "dangling");
	must(symlink("loop", "loop") == 0, "loop");
	must(symlink("dir/", "slash-link") == 0, "slash-link");
	must(symlink("/etc/..", "root-link") == 0, "root-link");
	must(link("file", "hard") == 0, "hard");
	must(mkfifo("fifo", 0644) == 0, "fifo");
	make_socket("socket");
	must(chmod("closed", 0000) == 0 && chmod("no-write", 0555) == 0 &&
		     chmod("no-read", 0311) == 0,
	     "modes");
}

/* In directories of root's, where calls with names of values.c may make something. */
static const char *const elsewhere[] = { "/foreign/sticky/new", "/foreign/setgid/new" };

static void clear_directory(int directory)
{
	DIR *stream = fdopendir(directory);
	struct dirent *entry;

	must(stream != NULL, "fdopendir");
	while ((entry = readdir(stream)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (unlinkat(directory, entry->d_name, 0) != 0) {
			int child;

			(void)fchmodat(directory, entry->d_name, 0700, 0);
			child = openat(directory, entry->d_name,
				       O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
			if (child >= 0)
				clear_directory(child);
			(void)unlinkat(directory, entry->d_name, AT_REMOVEDIR);
		}
	}
	closedir(stream);
}

/* The working directory, whatever became of its mode. */
static int open_home(void)
{
	static int home = -1;

	if (home < 0) {
		int fd = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

		/* Out of the way of the lowest free numbers. */
		home = fcntl(fd, F_DUPFD_CLOEXEC, 200);
		close(fd);
	}
	must(home >= 0, "the working directory");
	return home;
}

void fixtures_clear(void)
{
	int here;

	must(fchmod(open_home(), 0755) == 0, "the working directory");
	here = open(".", O_RDONLY | O_DIRECTORY);
	must(here >= 0, "the working directory");
	clear_directory(here);
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
		if (unlink(elsewhere[i]) != 0)
			(void)rmdir(elsewhere[i]);
}

struct text {
	char *at;
	char *end;
};

__attribute__((format(printf, 2, 3))) static void say(struct text *text, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(text->at, (size_t)(text->end - text->at), format, arguments);
	va_end(arguments);
	must(length >= 0 && text->at + length < text->end, "describing");
	text->at += length;
}

static int not_dots(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static void describe(struct text *text, const char *path, int depth)
{
	struct dirent **entries;
	int count = scandir(path, &entries, not_dots, alphasort);

	for (int i = 0; i < count; i++) {
		char name[600];
		char target[300];
		struct stat status;
		ssize_t length;

		snprintf(name, sizeof(name), "%s/%s", path, entries[i]->d_name);
		free(entries[i]);
		if (lstat(name, &status) != 0) {
			say(text, "%.20s:%d;", name + 2, errno);
			continue;
		}
		say(text, "%.20s:%o", name + 2, (unsigned int)status.st_mode);
		if (!S_ISDIR(status.st_mode))
			say(text, ":%ld:%ld", (long)status.st_size, (long)status.st_nlink);
		length = readlink(name, target, sizeof(target) - 1);
		if (length >= 0)
			say(text, ":%.*s", length > 20 ? 20 : (int)length, target);
		say(text, ":%ld:%d;", (long)status.st_mtime < 1000000 ? (long)status.st_mtime : -1L,
		    (int)status.st_gid);
		if (S_ISDIR(status.st_mode) && depth > 0)
			describe(text, name, depth - 1);
	}
	if (count >= 0)
		free(entries);
}

void fixtures_describe(char *text, size_t size)
{
	struct text rest = { text, text + size };
	struct stat status;

	text[0] = '\0';
	must(fstat(open_home(), &status) == 0, "the working directory");
	if ((status.st_mode & 07777) != 0755) {
		say(&rest, ".:%o;", (unsigned int)status.st_mode);
		fchmod(open_home(), 0755);
	}
	describe(&rest, ".", 1);
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
		if (lstat(elsewhere[i], &status) == 0)
			say(&rest, "%s:%o:%ld:%d;", elsewhere[i], (unsigned int)status.st_mode,
			    S_ISDIR(status.st_mode) ? 0 : (long)status.st_nlink,
			    (int)status.st_gid);
	}
}
