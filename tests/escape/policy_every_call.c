/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What rules hide or deny, in a bind that may else be written, by every call that takes a path and by
 * every way to it: names, "..", links, /proc, descriptors of what lies above, the cwd, a file's other name.
 * ATTACK OPTIONS: -b @OUT@:/a --hide /a/secret --deny /a/victim --hide /a/dir --deny /a/program --hide /a/stream --deny /a/dgram --hide /a/link --deny /a/ro
 */
#include "every_call.h"

static char other[PATH_MAX + sizeof("/other")];

static void try_links(const char *name)
{
	char path[PATH_MAX], link[64] = "link-to-it", below[PATH_MAX];

	snprintf(path, sizeof(path), "/a/%s", name);
	if (symlink(path, link) < 0)
		broken("symlink");
	refuse_secret(open(link, O_RDONLY), "a link");
	must_fail(open(link, O_WRONLY | O_TRUNC), "writing by a link");
	must_fail(open(link, O_PATH), "a name by a link");
	must_fail(truncate(link, 0), "truncate by a link");
	must_fail(chmod(link, 0777), "chmod by a link");
	must_fail(execl(link, "x", NULL), "exec by a link");
	snprintf(below, sizeof(below), "%s/..", link);
	must_fail(open(below, O_RDONLY | O_DIRECTORY), "what lies above a link");
	unlink(link);
}

static void try_name(const char *name)
{
	int above = open("/a", O_RDONLY | O_DIRECTORY), root = open("/", O_PATH);
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "/a/%s", name);
	try_path(AT_FDCWD, path, other);
	try_path(above, name, other);
	try_path(root, path + 1, other);
	snprintf(path, sizeof(path), "/tmp/../a/./%s", name);
	try_path(AT_FDCWD, path, other);
	snprintf(path, sizeof(path), "/proc/self/root/a/%s", name);
	try_path(AT_FDCWD, path, other);
	snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", above, name);
	try_path(AT_FDCWD, path, other);
	try_links(name);
	close(above);
	close(root);
}

int main(void)
{
	static const char *const names[] = { "secret", "victim", "dir/secret", "dir/kept", "program",
					     "stream", "dgram", "link", "ro/file", "ro/sub/file" };
	char here[PATH_MAX];
	struct stat info;

	if (stat("/a", &info) < 0 || stat("/a/touched", &info) < 0)
		broken("no bind");
	enter_scratch();
	getcwd(here, sizeof(here));
	snprintf(other, sizeof(other), "%s/other", here);
	make_file("other", "other");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		try_name(names[i]);
	/* The denied file's other name. */
	must_fail(open("/a/victim.link", O_RDONLY), "another name");
	must_fail(open("/a/victim.link", O_WRONLY), "another name");
	must_fail(chmod("/a/victim.link", 0777), "another name");
	if (chdir("/a") < 0)
		broken("cwd");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		try_path(AT_FDCWD, names[i], other);
	contained();
}
