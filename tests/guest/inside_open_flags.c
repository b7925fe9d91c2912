/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Every mix of open's flags, from one place in the program, at names of all kinds: what is opened,
 * for what, and what becomes of the file. A line for what decides most, with a sum over the rest.
 */
#include "guest.h"

static const char *const names[] = {
	"new",   "file", "closed", "unreadable", "directory", "link",
	"loose", "loop", "fifo",   "file/",      "way/f",     "in/new"
};
static const int deciding[] = { O_CREAT, O_EXCL, O_TRUNC };
static const int others[] = { O_APPEND, O_NOFOLLOW, O_DIRECTORY, O_PATH };

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define TEXT        "some text"

static void lay_file(const char *name, mode_t mode)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || write(fd, TEXT, strlen(TEXT)) < 0 || fchmod(fd, mode) < 0)
		printf("%s: %s\n", name, strerror(errno));
	close(fd);
}

/* What a call may have made, removed or emptied is as before. */
static void lay(void)
{
	struct stat st;

	(void)unlink("new");
	(void)unlink("in/new");
	(void)unlink("away");
	if (stat("file", &st) == 0 && st.st_size == (off_t)strlen(TEXT))
		return;
	(void)unlink("closed");
	(void)unlink("unreadable");
	lay_file("file", 0600);
	lay_file("closed", 0400);
	lay_file("unreadable", 0200);
}

static unsigned int outcome(const char *name, int flags, char text[static 128])
{
	char byte;
	int fd = open(name, flags, 0600);
	unsigned int sum = 5381;
	struct stat st = { 0 };

	if (fd < 0) {
		snprintf(text, 128, "%s", err_name(errno));
	} else {
		bool reads = pread(fd, &byte, 1, 0) >= 0 || errno == ESPIPE || errno == EISDIR;
		bool writes = pwrite(fd, "x", 1, 0) > 0 || errno == ESPIPE;

		(void)fstat(fd, &st);
		snprintf(text, 128, "%x %d%s%s %ld", fcntl(fd, F_GETFL) & ~O_NOFOLLOW,
			 fcntl(fd, F_GETFD), reads ? " reads" : "", writes ? " writes" : "",
			 S_ISREG(st.st_mode) ? (long)st.st_size : 0L);
		close(fd);
	}
	for (const char *at = text; *at != '\0'; at++)
		sum = sum * 33 + (unsigned char)*at;
	return sum;
}

static void try(const char *name, int flags)
{
	char first[128], text[128];
	unsigned int sum = 0;

	for (unsigned int mix = 0; mix < 1U << COUNT(others); mix++) {
		int more = 0;

		for (unsigned int i = 0; i < COUNT(others); i++)
			more |= mix & 1U << i ? others[i] : 0;
		/* Nobody is at the other end of the FIFO. */
		if (strcmp(name, "fifo") == 0)
			more |= O_NONBLOCK;
		lay();
		sum = sum * 31 + outcome(name, flags | more, mix == 0 ? first : text);
	}
	printf("%s %x: %s, %x\n", name, flags, first, sum);
}

int main(void)
{
	mkdir("directory", 0700);
	mkdir("in", 0700);
	mkfifo("fifo", 0600);
	lay_file("in/f", 0600);
	CALL(symlink("file", "link"));
	CALL(symlink("away", "loose"));
	CALL(symlink("loop", "loop"));
	CALL(symlink("in", "way"));
	for (size_t i = 0; i < COUNT(names); i++)
		for (int access = 0; access < 4; access++)
			for (unsigned int mix = 0; mix < 1U << COUNT(deciding); mix++) {
				int flags = access;

				for (unsigned int k = 0; k < COUNT(deciding); k++)
					flags |= mix & 1U << k ? deciding[k] : 0;
				try(names[i], flags);
			}
	return 0;
}
