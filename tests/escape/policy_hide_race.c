/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A file that a pattern hides, while another thread exchanges what the call is judged by: the
 * directory under a number, the working directory, a link on the way, the text of the path.
 * ATTACK OPTIONS: -b @OUT@/dir:/a/b --hide /a/?/secret
 * ATTACK MODES: landlock default process-vm seccomp
 * ATTACK BROKEN: BASE
 */
#include "escape.h"

enum { BY_NUMBER, BY_CWD, BY_LINK, BY_TEXT, WAYS };

static int hiding, plain;
static const int working = 100;
static volatile int way;
static char path[32] = "/a/b/secret";

static void *flip(void *data)
{
	static const char own[] = "here/secret", hidden[] = "/a/b/secret";

	(void)data;
	for (;;) {
		switch (way) {
		case BY_NUMBER:
			dup2(plain, working);
			linger(300);
			dup2(hiding, working);
			break;
		case BY_CWD:
			fchdir(plain);
			linger(300);
			fchdir(hiding);
			break;
		case BY_LINK:
			syscall(SYS_renameat2, plain, "here", plain, "there", 1 << 1);
			break;
		default:
			memcpy(path, own, sizeof(own));
			linger(300);
			memcpy(path, hidden, sizeof(hidden));
			break;
		}
		linger(300);
	}
	return NULL;
}

/* A listing must not show it either, whoever reads the buffer meanwhile. */
static volatile char listing[4096];

/* Each byte once: memcmp() may look twice, and finds what never stood there at one time. */
static bool shows_secret(size_t at)
{
	static const char name[] = "secret";

	for (size_t i = 0; i < sizeof(name) - 1; i++) {
		if (listing[at + i] != name[i])
			return false;
	}
	return true;
}

static void *watch(void *data)
{
	(void)data;
	for (;;) {
		for (size_t i = 0; i + 6 < sizeof(listing); i++) {
			if (shows_secret(i))
				escaped("the name was listed");
		}
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	unsigned long good = 0;
	struct stat info;

	enter_scratch();
	mkdir("here", 0755);
	make_file("here/secret", "harmless");
	make_file("secret", "harmless");
	symlink("/a/b", "there");
	plain = open(".", O_RDONLY | O_DIRECTORY);
	hiding = open("/a/b", O_RDONLY | O_DIRECTORY);
	if (plain < 0 || hiding < 0 || dup2(plain, working) != working)
		broken("directories");
	refuse_secret(open("/a/b/secret", O_RDONLY), "name");
	start(flip, NULL);
	start(watch, NULL);
	while (racing(&race)) {
		int at = way == BY_NUMBER ? working : way == BY_LINK ? plain : AT_FDCWD;
		const char *name = way == BY_LINK ? "here/secret" : way == BY_TEXT ? path : "secret";
		int fd = openat(at, name, O_RDONLY);

		/* Without openat2 threads open nothing here (SECURITY.md E12). */
		good += fd >= 0 || errno == EACCES;
		refuse_secret(fd, name);
		if (fstatat(at, name, &info, 0) == 0 &&
		    info.st_size == (off_t)strlen(SECRET) + 1)
			escaped("it was seen by %s", name);
		lseek(hiding, 0, SEEK_SET);
		syscall(SYS_getdents64, hiding, listing, sizeof(listing));
		way = (int)(race.rounds / 64 % WAYS);
	}
	printf("%lu of %lu opened or refused\n", good, race.rounds);
	if (good == 0)
		broken("the own file never");
	contained();
}
