/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A file may be looked at but not read; a descriptor that is a mere name of it is allowed.
 * /proc/self/fd/N of a memfd is opened while another thread puts that name under N.
 * ATTACK OPTIONS: -b @OUT@/dir:/a --policy @OUT@/deny-read
 * ATTACK BROKEN: REOPEN
 */
#include "escape.h"

static int memory, name, working;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(name, working);
		linger(500);
		dup2(memory, working);
		linger(1500);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	char path[64];

	refuse_secret(open("/a/secret", O_RDONLY), "its name");
	name = open("/a/secret", O_PATH);
	if (name < 0)
		broken("it may not even be looked at");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", name);
	refuse_secret(open(path, O_RDONLY), "its descriptor");
	memory = memfd_create("memory", 0);
	working = dup(memory);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", working);
	start(flip, NULL);
	while (racing(&race))
		refuse_secret(open(path, O_RDONLY), "a descriptor under another's number");
	contained();
}
