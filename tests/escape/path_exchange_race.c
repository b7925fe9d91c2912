/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * P-01: a directory and a link to the outside change places (RENAME_EXCHANGE) while names in it
 * are opened, looked at, changed, removed and created.
 * ATTACK BROKEN: ARGUMENTS
 */
#include "escape.h"

static int base;

static void *exchange(void *data)
{
	(void)data;
	/* Not in step with the other thread, whose opens would all find the same. */
	for (int i = 0;; i++) {
		syscall(SYS_renameat2, base, "place", base, "link", 2);
		linger(3000 + i % 7 * 20000);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	unsigned long good = 0, bad = 0;

	enter_scratch();
	mkdir("place", 0755);
	mkdir("place/dir", 0755);
	make_file("place/secret", "inside");
	make_file("place/dir/secret", "inside");
	symlink(given("ESCAPE_OUT"), "link");
	base = open(".", O_PATH | O_DIRECTORY);
	start(exchange, NULL);
	while (racing(&race)) {
		static const char *const names[] = { "place/secret", "place/dir/secret",
						     "place/dir/../secret", "place/./secret" };
		const char *name = names[race.rounds % 4];
		int fd = open(name, O_RDONLY);
		struct stat info;

		*(fd >= 0 ? &good : &bad) += 1;
		refuse_secret(fd, "a directory that became a link");
		if (stat(name, &info) == 0 && info.st_size != 6)
			escaped("status of the outside");
		(void)chmod("place/victim", 0777);
		(void)truncate("place/victim", 0);
		(void)unlink("place/victim");
		(void)mkdir("place/made", 0755);
		(void)rmdir("place/made");
		close(open("place/new", O_CREAT | O_WRONLY, 0600));
		(void)rename("place/new", "place/newer");
		(void)unlink("place/newer");
		(void)link("place/secret", "place/hard");
		(void)unlink("place/hard");
		(void)symlink("x", "place/soft");
		(void)unlink("place/soft");
		(void)chdir("place");
		refuse_secret(open("secret", O_RDONLY), "a working directory that became a link");
		if (fchdir(base) < 0)
			broken("no way back");
		for (unsigned long i = 0; i < race.rounds % 5; i++)
			(void)unlink("nothing");
	}
	printf("%lu opened, %lu failed\n", good, bad);
	if (good == 0 || bad == 0)
		broken("nothing changes places");
	contained();
}
