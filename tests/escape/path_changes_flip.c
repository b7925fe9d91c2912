/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E1 for all calls that change or look by name: the name turns from a file inside to the victim
 * outside. The runner looks at the victim.
 * ATTACK BROKEN: ARGUMENTS
 */
#include "flip.h"

#include <sys/statfs.h>
#include <sys/time.h>
#include <sys/xattr.h>

static char name[PATH_MAX], inside_name[PATH_MAX], outside_name[PATH_MAX];

static void *flip(void *data)
{
	size_t size = strlen(outside_name) + 1;

	(void)data;
	for (;;) {
		memcpy(name, outside_name, size);
		linger(100);
		memcpy(name, inside_name, size);
		linger(300);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	unsigned long done = 0, failed = 0;

	enter_scratch();
	flip_spellings(inside_name, outside_name, "inside", "victim");
	strcpy(name, inside_name);
	start(flip, NULL);
	while (racing_until(&race, done > 0 && failed > 0)) {
		struct stat info;
		char text[64];

		make_file("inside", "inside");
		make_file("other", "other");
		if (chmod(name, 0600) == 0)
			done++;
		else
			failed++;
		(void)truncate(name, 3);
		(void)setxattr(name, "user.mark", "x", 1, 0);
		(void)utimensat(AT_FDCWD, name, NULL, 0);
		(void)lchown(name, getuid(), getgid());
		(void)link(name, "linked");
		(void)rename(name, "moved");
		(void)rename("other", name);
		(void)symlink("x", name);
		(void)unlink(name);
		(void)mkdir(name, 0700);
		(void)rmdir(name);
		(void)mknod(name, S_IFIFO | 0600, 0);
		close(open(name, O_WRONLY | O_TRUNC | O_NONBLOCK));
		close(open(name, O_WRONLY | O_CREAT | O_EXCL, 0600));
		if (stat(name, &info) == 0 && info.st_mode == (S_IFREG | 0640))
			escaped("the victim was seen");
		if (getxattr(name, "user.mark", text, sizeof(text)) == 6 && memcmp(text, "before", 6) == 0)
			escaped("the victim's attribute was read");
		if (readlink(name, text, sizeof(text)) > 0 && memcmp(text, "secret", 6) == 0)
			escaped("a link outside was read");
		(void)unlink("inside");
		(void)rmdir("inside");
		(void)unlink("moved");
		(void)unlink("linked");
	}
	printf("%lu done, %lu failed\n", done, failed);
	if (done == 0 || failed == 0)
		broken("the name does not change");
	contained();
}
