/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Standard input is a file without a name (O_TMPFILE) that was opened to be read: a name in the jail
 * would be a way to write to it.
 * ATTACK STDIN: nameless
 */
#include "escape.h"

static void *try_all(void *data)
{
	static const char *const names[] = { "/proc/self/fd/0", "/proc/thread-self/fd/0",
					     "/dev/stdin" };

	(void)data;
	must_fail(linkat(0, "", AT_FDCWD, "/tmp/stolen", AT_EMPTY_PATH), "linkat by descriptor");
	for (size_t i = 0; i < 3; i++) {
		must_fail(open(names[i], O_WRONLY), names[i]);
		must_fail(linkat(AT_FDCWD, names[i], AT_FDCWD, "/tmp/stolen", AT_SYMLINK_FOLLOW),
			  names[i]);
	}
	return NULL;
}

int main(void)
{
	char text[16] = "";
	int own = open("/tmp", O_TMPFILE | O_WRONLY, 0600);

	if (pread(0, text, sizeof(text) - 1, 0) <= 0 || strcmp(text, "nameless\n") != 0)
		broken("standard input is something else");
	try_all(NULL);
	pthread_join(start(try_all, NULL), NULL);
	/* One's own gets its name. */
	if (own >= 0 &&
	    (linkat(own, "", AT_FDCWD, "/tmp/own", AT_EMPTY_PATH) < 0 || unlink("/tmp/own") < 0))
		broken("linkat of one's own");
	contained();
}
