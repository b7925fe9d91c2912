/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What rules say of a place in one mount holds in another one that shows it as well: for what is
 * reached by a mere name of it (O_PATH), moved or linked to elsewhere there, listed there, or moved
 * there to where something else has just been judged.
 * ATTACK OPTIONS: -b @OUT@/passing:/a -b @OUT@/passing:/b -b @OUT@/passing/in:/in --policy @OUT@/deny-below
 */
#include <dirent.h>
#include <sys/xattr.h>

#include "escape.h"

static const char *const places[] = { "/a/in", "/b/in", "/in" };
#define PLACES (sizeof(places) / sizeof(places[0]))

static const char *in(const char *place, const char *name)
{
	static __thread char paths[4][PATH_MAX];
	static __thread unsigned int next;
	char *path = paths[next++ % 4];

	snprintf(path, PATH_MAX, "%s/%s", place, name);
	return path;
}

static void by_name_only(const char *path)
{
	char link_of[64];
	int fd = open(path, O_PATH), opened;

	if (fd < 0)
		broken("%s may not even be looked at", path);
	refuse_secret(open(path, O_RDONLY), path);
	snprintf(link_of, sizeof(link_of), "/proc/self/fd/%d", fd);
	refuse_secret(open(link_of, O_RDONLY), "a mere name");
	refuse_secret(open(link_of, O_RDWR), "a mere name, for writing");
	opened = open(link_of, O_WRONLY);
	must_fail(opened, "writing by a mere name");
	must_fail(truncate(link_of, 0), "truncating by a mere name");
	must_fail(chmod(link_of, 0777), "chmod by a mere name");
	must_fail(setxattr(link_of, "user.x", "x", 1, 0), "an attribute by a mere name");
	for (size_t i = 0; i < PLACES; i++) {
		const char *to = in(places[i], "free/link");

		(void)linkat(fd, "", AT_FDCWD, to, AT_EMPTY_PATH);
		(void)linkat(AT_FDCWD, link_of, AT_FDCWD, to, AT_SYMLINK_FOLLOW);
		(void)link(path, to);
		refuse_secret(open(to, O_RDONLY), "a new link");
		(void)unlink(to);
	}
	close(fd);
}

static void by_move(const char *place, const char *name)
{
	const char *from = in(place, name), *to = in(place, "free/moved");

	for (unsigned int flags = 0; flags < 3; flags++) {
		if (flags == RENAME_EXCHANGE)
			make_file(to, "mine");
		if (syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags) == 0)
			escaped("%s was moved to where no rule holds", from);
		refuse_secret(open(to, O_RDONLY), "a moved file");
		(void)unlink(to);
	}
}

/* Renamed, a directory under rules could come to where another one was judged. */
static void by_moved_directory(void)
{
	must_fail(rename("/in/sub", "/in/other"), "moving a place of a rule, elsewhere");
	must_fail(rename("/b/in/sub", "/b/in/other"), "moving a place of a rule in another mount");
	must_fail(rename("/b/in", "/b/other"), "moving what leads to a place of a rule");
}

static void by_listing(const char *place)
{
	DIR *directory = opendir(in(place, "sub"));
	const struct dirent *entry;

	if (directory == NULL)
		broken("sub cannot be listed");
	while ((entry = readdir(directory)) != NULL)
		if (strncmp(entry->d_name, "hid", 3) == 0)
			escaped("a hidden name was listed in %s", place);
	closedir(directory);
}

int main(void)
{
	/* Allowed is all this: what is there already is what the rules are about. */
	make_file("/b/in/free/own", "mine");
	if (rename("/b/in/free/own", "/b/in/free/new") < 0 || unlink("/in/free/new") < 0)
		broken("nothing can be moved");
	for (size_t i = 0; i < PLACES; i++) {
		by_name_only(in(places[i], "sub/secret"));
		by_name_only(in(places[i], "named"));
		by_move(places[i], "sub/secret");
		by_move(places[i], "named");
		by_listing(places[i]);
	}
	by_moved_directory();
	contained();
}
