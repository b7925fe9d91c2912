/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What a rule says of a bind's place, reached by what that is bound from; a directory that nobody
 * may go up from, as it cannot be searched; a place that does not exist yet, made by another
 * mount's name of it; and hard links from before, exchanged meanwhile with what was judged, by
 * themselves or with their directory.
 * ATTACK OPTIONS: -b @OUT@/passing:/a -b @OUT@/passing:/b -b @OUT@/passing/bound:/bound -b @OUT@/passing/link:/one -b @OUT@/passing/part/inner:/inner --policy @OUT@/deny-names
 */
#include "escape.h"

#define EXCHANGE (1 << 1)

static int name_of(const char *path, char name[64])
{
	int fd = open(path, O_PATH);

	if (fd < 0)
		broken("%s may not even be looked at", path);
	snprintf(name, 64, "/proc/self/fd/%d", fd);
	return fd;
}

static void refuse_content(const char *path)
{
	char name[64];
	int fd = name_of(path, name);

	refuse_secret(open(path, O_RDONLY), path);
	refuse_secret(open(name, O_RDONLY), "opening its name anew");
	must_fail(open(path, O_WRONLY), path);
	must_fail(open(name, O_WRONLY), "opening its name anew to write");
	close(fd);
}

static void list_unsearchable(void)
{
	char name[64];
	int fd = name_of("/b/in/sub", name);

	if (chmod("/b/in/sub", 0400) < 0)
		broken("chmod");
	must_fail(open(name, O_RDONLY | O_DIRECTORY),
		  "opening a directory that cannot be searched");
	if (chmod("/b/in/sub", 0700) < 0)
		broken("chmod");
	close(fd);
}

static void make_what_is_missing(void)
{
	must_fail(open("/b/in/new", O_CREAT | O_WRONLY, 0644), "making a file");
	must_fail(mkdir("/b/in/new", 0755), "making a directory");
	must_fail(symlink("x", "/b/in/new"), "making a link");
	make_file("/b/in/other", "mine");
	must_fail(link("/b/in/other", "/b/in/new"), "a second name");
	must_fail(rename("/b/in/other", "/b/in/new"), "moving there");
}

/* What may not be changed, but nothing says that it may not be removed. */
static void make_anew(void)
{
	static const char *const names[] = { "/b/in/named", "/a/in/named" };

	for (size_t i = 0; i < 2; i++) {
		must_fail(unlink(names[i]), "removing what a rule names");
		must_fail(rename(names[i], "/b/in/away"), "moving it away");
		must_fail(rename("/b/in/other", names[i]), "moving something there");
		must_fail(link("/b/in/other", names[i]), "another name");
		must_fail(open(names[i], O_CREAT | O_WRONLY, 0644), "making it anew");
	}
	must_fail(rename("/b/in", "/b/away"), "moving its directory");
}

static void *exchange(void *data)
{
	(void)data;
	for (;;) {
		linger(700);
		syscall(SYS_renameat2, AT_FDCWD, "/b/closed", AT_FDCWD, "/b/plain", EXCHANGE);
		syscall(SYS_renameat2, AT_FDCWD, "/b/old", AT_FDCWD, "/b/own", EXCHANGE);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };

	if (!is_secret(open("/inner/secret", O_RDONLY)))
		broken("what is bound at a place of its own cannot be read");
	refuse_content("/bound/secret");
	refuse_content("/a/bound/secret");
	refuse_content("/b/bound/secret");
	refuse_content("/one");
	refuse_content("/a/link");
	refuse_content("/b/closed");
	refuse_content("/b/old/link");
	list_unsearchable();
	make_what_is_missing();
	make_anew();
	must_fail(rename("/b/closed", "/b/moved"), "moving another name");
	make_file("/b/plain", "mine");
	if (mkdir("/b/own", 0755) < 0)
		broken("mkdir");
	make_file("/b/own/link", "mine");
	start(exchange, NULL);
	while (racing(&race)) {
		linger(300);
		refuse_secret(open("/b/plain", O_RDONLY), "a name exchanged meanwhile");
		linger(300);
		refuse_secret(open("/b/own/link", O_RDONLY), "a directory exchanged meanwhile");
	}
	contained();
}
