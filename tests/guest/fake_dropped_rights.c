/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Who was root, looked and opened often, and then is not: by setuid, setfsuid, capset, in one
 * thread only, in a child, by a program that he executes. And who is root again.
 */
#include "show_owner.h"

#include <linux/capability.h>
#include <pthread.h>
#include <sys/fsuid.h>
#include <sys/wait.h>

enum { TIMES = 6 };

static const char *attempt(int result)
{
	const char *text = result < 0 ? err_name(errno) : "yes";

	if (result > 2)
		close(result);
	return text;
}

/* By a mere name, which nothing but the way to it is asked for. */
static const char *go_there(void)
{
	int there = MUST(open("closed", O_PATH)), back = MUST(open(".", O_PATH));
	const char *text = attempt(fchdir(there));

	MUST(fchdir(back));
	close(there);
	close(back);
	return text;
}

static void look(const char *who)
{
	int name = MUST(open("secret", O_PATH));
	struct stat st;
	char target[64];

	for (int i = 0; i < TIMES; i++) {
		printf("%s: open %s", who, attempt(open("secret", O_RDONLY)));
		printf(", closed/file %s", attempt(open("closed/file", O_RDONLY)));
		printf(", stat %s", attempt(stat("closed/file", &st)));
		printf(", lstat %s", attempt(lstat("secret", &st)));
		printf(", path %s", attempt(open("closed/file", O_PATH)));
		printf(", list %s", attempt(open("closed", O_RDONLY | O_DIRECTORY)));
		printf(", access %s", attempt(access("secret", R_OK)));
		printf(", run %s", attempt(access("secret", X_OK)));
		printf(", below it %s", attempt(openat(name, "x", O_RDONLY)));
		printf(", go there %s", go_there());
		printf(", link %s\n",
		       attempt((int)readlink("closed/link", target, sizeof(target)) > 0 ? 0 : -1));
	}
	close(name);
}

static void in_child(const char *who, void (*drop)(void), bool executes)
{
	pid_t pid;

	fflush(stdout);
	pid = MUST(fork());
	if (pid == 0) {
		look("child as root");
		drop();
		if (executes) {
			fflush(stdout);
			execl("/proc/self/exe", "look", who, (char *)NULL);
			_exit(1);
		}
		look(who);
		fflush(stdout);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
}

static void drop_uid(void)
{
	MUST(setgid(1000));
	MUST(setuid(1000));
}

static void drop_effective(void)
{
	MUST(seteuid(1000));
	look("effective");
	MUST(seteuid(0));
	look("effective root again");
	MUST(seteuid(1000));
}

static void drop_fs(void)
{
	setfsuid(1000);
}

static void drop_caps(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct none[2] = { { 0 } };

	MUST(setuid(0));
	MUST(chown("secret", 1000, 1000));
	MUST(chown("closed", 1000, 1000));
	if (syscall(SYS_capset, &header, none))
		puts("capset failed");
}

static void *alone(void *data)
{
	(void)data;
	if (syscall(SYS_setresuid, 1000, 1000, 1000))
		puts("setresuid failed");
	look("a thread");
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t thread;

	if (argc > 1) {
		look(argv[1]);
		return 0;
	}
	MUST(mkdir("closed", 0700));
	put_file("closed/file", "x");
	MUST(symlink("file", "closed/link"));
	put_file("secret", "x");
	MUST(chmod("secret", 0600));
	look("root");
	in_child("uid", drop_uid, false);
	in_child("uid, executed", drop_uid, true);
	in_child("effective", drop_effective, false);
	in_child("fs", drop_fs, false);
	in_child("no capabilities", drop_caps, false);
	in_child("no capabilities, executed by root", drop_caps, true);
	MUST(chown("secret", 0, 0));
	MUST(chown("closed", 0, 0));
	look("root still");
	fflush(stdout);
	pthread_create(&thread, NULL, alone, NULL);
	pthread_join(thread, NULL);
	look("root beside it");
	return 0;
}
