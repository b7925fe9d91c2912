/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Faked root may call chroot. The old ways out of one (a descriptor kept, a working directory left
 * outside, a second chroot below the first) lead back into the jail at most.
 * ATTACK OPTIONS: -0 -b @OUT@/dir:/b
 */
#include "escape.h"

static void look_around(const char *how)
{
	static const char *const ups[] = { "", "..", "../..", "../../..", "../../../../../../../../.." };
	char path[PATH_MAX];
	struct stat info;

	for (size_t i = 0; i < sizeof(ups) / sizeof(ups[0]); i++) {
		snprintf(path, sizeof(path), "%s%s", ups[i], outside("secret"));
		refuse_secret(open(path, O_RDONLY), how);
		must_fail(lstat(path, &info), how);
		snprintf(path, sizeof(path), "%s/out/secret", ups[i]);
		refuse_secret(open(path, O_RDONLY), how);
		snprintf(path, sizeof(path), "%s/proc/1/root%s", ups[i], outside("secret"));
		refuse_secret(open(path, O_RDONLY), how);
	}
}

int main(void)
{
	int root = open("/", O_RDONLY | O_DIRECTORY), bound = open("/b", O_RDONLY | O_DIRECTORY);

	enter_scratch();
	mkdir("a", 0700);
	mkdir("a/b", 0700);
	if (chroot("a") < 0)
		printf("no chroot here\n");
	look_around("chroot without chdir");
	for (int i = 0; i < 64; i++)
		(void)chdir("..");
	look_around("climbing from outside of the root");
	if (fchdir(root) == 0)
		look_around("a descriptor of the old root");
	for (int i = 0; i < 64; i++)
		(void)chdir("..");
	look_around("climbing from the old root");
	(void)fchdir(bound);
	look_around("a descriptor of a mount");
	refuse_secret(open("../secret", O_RDONLY), "above a mount");
	(void)chdir("..");
	look_around("above a mount");
	(void)chroot(".");
	(void)chdir("/");
	look_around("a second chroot");
	(void)mkdir("c", 0700);
	(void)chroot("c");
	(void)chdir("../../../../..");
	(void)chroot(".");
	look_around("a third chroot");
	must_fail(chroot(outside("dir")), "chroot to the outside");
	contained();
}
