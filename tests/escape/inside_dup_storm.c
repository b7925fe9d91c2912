/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * In-process code holds a descriptor for a moment, never where others share the table; its private
 * page is forged to say that nobody does, while a sibling puts others under the number: terminals,
 * directories of a read-only mount, protected ones. What it then does to them is what any call
 * on them could do.
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro -b @OUT@/dir:/b
 * ATTACK BROKEN: BENEATH
 */
#include "escape.h"

#define FLAGS_AT 8 /* struct gate_private: annex, flags */

static int others[6];
static int first_protected;
static uint64_t private_page;

static void *forge(void *data)
{
	(void)data;
	for (;;) {
		if (private_page != 0)
			*(volatile uint32_t *)(uintptr_t)(private_page + FLAGS_AT) = 0;
		for (int number = 12; number < 16; number++)
			for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
				(void)dup2(others[i], number);
				(void)dup2(first_protected, number);
			}
	}
	return NULL;
}

int main(void)
{
	char path[PATH_MAX] = "", text[PATH_MAX];
	struct race race = { 0 };
	unsigned long done = 0;
	struct stat info;
	uint64_t gate = find_gate();

	first_protected = find_protected();
	enter_scratch();
	make_file("own", "own");
	(void)symlink("own", "link");
	(void)symlink(outside("secret"), "away");
	others[0] = open("/ro", O_RDONLY | O_DIRECTORY);
	others[1] = open("/ro/file", O_RDONLY);
	others[2] = open("/b", O_PATH);
	others[3] = open("/dev/pts", O_RDONLY | O_DIRECTORY);
	others[4] = open("/dev/ptmx", O_RDWR | O_NOCTTY);
	others[5] = open("/", O_PATH);
	for (int i = 0; i < 8; i++)
		strcat(path, "../");
	strcat(path, outside("secret") + 1);
	/* The sites are replaced while nobody else is there. */
	for (int i = 0; i < 8; i++) {
		close(open("own", O_RDONLY));
		(void)stat("own", &info);
		(void)readlink("link", text, sizeof(text));
		(void)access("own", R_OK);
	}
	if (readable(gate + GATE_SIZE_))
		private_page = gate + GATE_SIZE_;
	for (int number = 5; number < 12; number++)
		(void)dup2(others[5], number);
	start(forge, NULL);
	while (racing(&race)) {
		static const char *const names[] = { "own", "link", "away", "/ro/file", "/b/secret",
						     "/escape" };

		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			int fd = open(names[i], O_RDONLY);

			done += fd >= 0;
			if (i != 4)
				refuse_secret(fd, names[i]);
			else
				close(fd);
			(void)stat(names[i], &info);
			(void)lstat(names[i], &info);
			(void)access(names[i], W_OK);
			(void)readlink(names[i], text, sizeof(text));
		}
		refuse_secret(open(path, O_RDONLY), "a name that leads up");
		refuse_secret(open("away", O_RDWR), "a link");
		close(open("/ro/file", O_RDWR | O_TRUNC));
	}
	printf("%lu opened\n", done);
	if (done == 0)
		broken("nothing was opened");
	contained(); /* the runner looks at the files */
}
