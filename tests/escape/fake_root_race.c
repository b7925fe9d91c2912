/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * One who gave up root opens names on a way on which he may rename, while another like him has
 * these names lead to what root keeps from both: by a directory that changes places with root's.
 * Files that are there, a FIFO that becomes a file, files that are made, cut, and handles.
 * ATTACK OPTIONS: -0
 * ATTACK MODES: landlock openat2
 * ATTACK BROKEN: JUDGED
 */
#include "escape.h"

static unsigned long good, bad;

/* Of threads that share their descriptors: an open in the tracee's own table must not help. */
static void *exchange(void *data)
{
	(void)data;
	for (int i = 0;; i++) {
		syscall(SYS_renameat2, AT_FDCWD, "mine", AT_FDCWD, "roots", 2);
		linger(1000 + i % 7 * 5000);
	}
	return NULL;
}

static void drop_root(void)
{
	if (syscall(SYS_setresgid, 1000, 1000, 1000) < 0 ||
	    syscall(SYS_setresuid, 1000, 1000, 1000) < 0)
		broken("setresuid");
}

static void look(int fd, const char *how)
{
	*(fd >= 0 ? &good : &bad) += 1;
	if (fd < 0)
		return;
	(void)fcntl(fd, F_SETFL, O_NONBLOCK);
	refuse_secret(fd, how);
}

static void try_each(unsigned long round)
{
	char self[64];
	int fd;

	look(open("mine/file", O_RDONLY), "a name that led to another file");
	look(open("mine/fifo", O_RDWR | O_NONBLOCK), "a FIFO that became a file");
	fd = open("mine/file", O_RDWR | O_TRUNC);
	if (fd >= 0)
		close(fd);
	(void)truncate("mine/file", 0);
	fd = open("mine/open", O_PATH);
	if (fd >= 0) {
		(void)snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
		look(open(self, O_RDONLY), "a handle out of a closed directory");
		close(fd);
	}
	(void)snprintf(self, sizeof(self), "mine/new%lu", round % 8);
	fd = open(self, O_CREAT | O_WRONLY | (round % 2 != 0 ? O_EXCL : 0), 0444);
	if (fd >= 0)
		close(fd);
	(void)unlink(self);
}

static void race_all(void)
{
	struct race race = { 0 };

	drop_root();
	start(exchange, NULL);
	while (racing_until(&race, good > 20 && bad > 20))
		try_each(race.rounds);
	if (good == 0 || bad == 0)
		broken("no race: %lu opens, %lu refusals", good, bad);
	_exit(0);
}

static void make_mine(void)
{
	if (mkdir("mine", 0755) < 0 || mkfifo("mine/fifo", 0644) < 0)
		broken("mkdir");
	make_file("mine/file", "mine");
	make_file("mine/open", "mine");
	if (chown("mine", 1000, 1000) < 0 || chown("mine/file", 1000, 1000) < 0 ||
	    chown("mine/fifo", 1000, 1000) < 0 || chown(".", 1000, 1000) < 0 ||
	    chmod(".", 0755) < 0)
		broken("chown");
}

/* What only root may read, in a directory that only he may enter. */
static void make_roots(void)
{
	if (mkdir("roots", 0700) < 0)
		broken("mkdir");
	make_file("roots/file", SECRET);
	make_file("roots/fifo", SECRET);
	make_file("roots/open", SECRET);
	if (chmod("roots/file", 0600) < 0 || chmod("roots/fifo", 0600) < 0)
		broken("chmod");
}

static void look_after(void)
{
	struct stat info;

	for (int i = 0; i < 2; i++) {
		const char *name = i == 0 ? "mine" : "roots";
		if (chdir(name) < 0 || stat(".", &info) < 0)
			broken("chdir");
		if (info.st_uid == 0)
			break;
		(void)chdir("..");
	}
	if (stat("file", &info) < 0 || info.st_size != sizeof(SECRET) - 1)
		escaped("root's file was cut");
	for (int i = 0; i < 8; i++) {
		char made[16];

		(void)snprintf(made, sizeof(made), "new%d", i);
		if (access(made, F_OK) == 0)
			escaped("a file was made in root's directory");
	}
}

int main(void)
{
	pid_t pid;

	enter_scratch();
	make_mine();
	make_roots();
	pid = fork();
	if (pid == 0)
		race_all();
	join(pid);
	look_after();
	contained();
}
