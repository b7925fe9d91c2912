/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* E17: no second name for what is read-only or outside; no link across mounts. ATTACK OPTIONS: -b @OUT@/ro:/ro:ro -b @OUT@/dir:/rw */
#include "escape.h"

int main(void)
{
	int fd = open("/ro/file", O_RDONLY), path = open("/ro/file", O_PATH);
	char name[64];

	must_fail(link("/ro/file", "/tmp/hard"), "link");
	must_fail(link("/ro/file", "/rw/hard"), "link");
	must_fail(link("/rw/secret", "/tmp/hard"), "link across mounts");
	must_fail(rename("/rw/secret", "/tmp/moved"), "rename across mounts");
	must_fail(rename("/ro/file", "/rw/moved"), "rename across mounts");
	must_fail(linkat(fd, "", AT_FDCWD, "/rw/hard", AT_EMPTY_PATH), "linkat of a descriptor");
	must_fail(linkat(path, "", AT_FDCWD, "/rw/hard", AT_EMPTY_PATH), "linkat of a handle");
	for (int i = 0; i < 2; i++) {
		snprintf(name, sizeof(name), "/proc/self/fd/%d", i == 0 ? fd : path);
		must_fail(linkat(AT_FDCWD, name, AT_FDCWD, "/rw/hard", AT_SYMLINK_FOLLOW), "linkat by /proc");
	}
	must_fail(open("/rw/../secret", O_RDONLY), "above a bind");
	must_fail(openat(open("/rw", O_PATH), "../secret", O_RDONLY), "above a bind's descriptor");
	if (chdir("/rw") < 0)
		broken("chdir");
	refuse_secret(open("../secret", O_RDONLY), "above a bind's working directory");
	contained();
}
