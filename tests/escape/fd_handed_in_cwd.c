/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E44: a thread puts the directory that somebody outside handed in under the descriptor by which
 * another is brought to the directory it asked to be in. Where it comes to stand then nothing is to be
 * had, by no relative name, not by /proc, and not for its children.
 * ATTACK OPTIONS: -b @OUT@/../shared:/shared
 * ATTACK BROKEN: STANDING
 */
#include <sys/inotify.h>

#include "handed_in.h"

static struct handed_in handed;
static int first, watcher;

static void *flip(void *data)
{
	(void)data;
	for (;;)
		for (int fd = first; fd < first + 4; fd++) {
			dup2(handed.directory, fd);
			close(fd); /* the next one to be opened is the lowest that is free */
		}
	return NULL;
}

static void use(const char *who)
{
	static const char *const names[] = { "secret", "./secret", "../out/secret",
					     "/proc/self/cwd/secret",
					     "/proc/thread-self/cwd/../out/secret" };
	struct stat info;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		must_fail(stat(names[i], &info), who);
		must_fail(open(names[i], O_RDONLY), who);
		must_fail(open(names[i], O_PATH), who);
		must_fail(chmod(names[i], 0600), who);
		must_fail(link(names[i], "/tmp/handed-in"), who);
	}
	must_fail(stat("/proc/self/cwd", &info), who);
	must_fail(chmod("/proc/self/cwd", 0700), who);
	must_fail(utimensat(AT_FDCWD, "/proc/thread-self/cwd", NULL, 0), who);
	must_fail(inotify_add_watch(watcher, "/proc/self/cwd", IN_ALL_EVENTS), who);
	must_fail(open("/proc/self/cwd", O_PATH), who);
	must_fail(mkdir("made", 0700), who);
	must_fail(unlink("victim.link"), who);
	must_fail(rename("victim.link", "made"), who);
	must_fail(chdir("dir"), who);
	must_fail(chdir(".."), who);
	must_fail(open(".", O_TMPFILE | O_RDWR, 0600), who);
	must_fail(open("made", O_CREAT | O_RDWR, 0600), who);
	must_fail(execl("program", "program", NULL), who);
	if (is_faked_root())
		must_fail(chroot("."), who);
}

static void use_as_child(void)
{
	pid_t child = fork();

	if (child == 0) {
		use("its child");
		_exit(0);
	}
	join(child);
}

int main(void)
{
	struct race race = { 0 };
	unsigned long elsewhere = 0;
	struct stat asked, here;
	char wanted[PATH_MAX];

	handed = take_handed_in();
	watcher = inotify_init();
	enter_scratch();
	if (mkdir("wanted", 0700) < 0 || stat("wanted", &asked) < 0 ||
	    realpath("wanted", wanted) == NULL)
		broken("no directory");
	while ((first = dup(0)) < handed.pipe[1] + 1)
		if (first < 0)
			broken("dup");
	close(first);
	start(flip, NULL);
	while (racing_until(&race, elsewhere > 0)) {
		if (chdir(wanted) < 0 || (stat(".", &here) == 0 && here.st_ino == asked.st_ino))
			continue;
		use("the thread that stands there");
		if (elsewhere++ % 8 == 0)
			use_as_child();
	}
	printf("%lu times of %lu elsewhere\n", elsewhere, race.rounds);
	if (elsewhere == 0)
		skip("the descriptor was never exchanged");
	contained();
}
