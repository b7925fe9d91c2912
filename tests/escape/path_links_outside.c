/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Symbolic links to the host's path, as text: each is followed in the jail, whatever follows it. */
#include <sys/xattr.h>

#include "escape.h"

static void follow(const char *path)
{
	struct stat info;
	char text[64];
	int fd = open(path, O_RDONLY);

	refuse_secret(fd, path);
	must_fail(stat(path, &info), path);
	must_fail(open(path, O_WRONLY | O_TRUNC), path);
	must_fail(truncate(path, 0), path);
	must_fail(chmod(path, 0777), path);
	must_fail(chown(path, getuid(), getgid()), path);
	must_fail(utimensat(AT_FDCWD, path, NULL, 0), path);
	must_fail(getxattr(path, "user.mark", text, sizeof(text)), path);
	must_fail(setxattr(path, "user.mark", "x", 1, 0), path);
	must_fail(chdir(path), path);
	must_fail(execl(path, "x", NULL), path);
	must_fail(link(path, "hard") < 0 || linkat(AT_FDCWD, path, AT_FDCWD, "hard2",
						   AT_SYMLINK_FOLLOW) < 0
			  ? -1
			  : 0,
		  "a hard link through a link");
	unlink("hard");
}

int main(void)
{
	char text[PATH_MAX], up[128] = "";
	static const char *const names[] = { "secret", "victim", "dir/secret", "program",
					     "stream" };

	enter_scratch();
	mkdir("dir", 0755);
	for (int i = 0; i < 20; i++)
		strcat(up, "../");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int status;

		unlink("absolute");
		unlink("relative");
		unlink("chain0");
		symlink(outside(names[i]), "absolute");
		snprintf(text, sizeof(text), "%s%s", up, outside(names[i]) + 1);
		symlink(text, "relative");
		symlink("absolute", "chain0");
		follow("absolute");
		follow("relative");
		follow("dir/../absolute");
		follow("dir/../relative");
		for (int length = 1; length <= 41; length++) {
			char from[32], to[32];

			snprintf(from, sizeof(from), "chain%d", length);
			snprintf(to, sizeof(to), "chain%d", length - 1);
			unlink(from);
			symlink(to, from);
		}
		follow("chain39");
		follow("chain41");
		/* Creation through a link that dangles: where it points in the jail, or nowhere. */
		snprintf(text, sizeof(text), "%s/created", given("ESCAPE_OUT"));
		unlink("dangling");
		symlink(text, "dangling");
		status = open("dangling", O_WRONLY | O_CREAT, 0600);
		if (status >= 0)
			close(status);
		(void)mkdir("dangling/x", 0700);
	}
	/* A directory of links. */
	symlink(given("ESCAPE_OUT"), "out");
	refuse_secret(open("out/secret", O_RDONLY), "a link to the directory outside");
	refuse_secret(open("out/dir/../secret", O_RDONLY), "a link to the directory outside");
	must_fail(mkdir("out/made", 0700), "mkdir through a link");
	must_fail(rename("absolute", "out/absolute"), "rename through a link");
	must_fail(open("out/made", O_CREAT | O_EXCL | O_WRONLY, 0600), "creat through a link");
	contained();
}
