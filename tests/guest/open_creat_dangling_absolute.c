/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_CREAT through an absolute dangling link lands in this root. */
#include "guest.h"

int main(void)
{
	char text[PATH_MAX + 32];

	snprintf(text, sizeof(text), "%s/target", start_dir());
	MUST(symlink(text, "l"));
	MUST(symlink("l", "l2"));
	TRY_OPEN(open("l2", O_CREAT | O_WRONLY, 0600));
	show_path("target");
	MUST(symlink("/no-such-directory-here/x", "nowhere"));
	TRY_OPEN(open("nowhere", O_CREAT | O_WRONLY, 0600));
	TRY_OPEN(open("nowhere", O_RDONLY));
	return 0;
}
