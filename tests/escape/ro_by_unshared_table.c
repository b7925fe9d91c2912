/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A thread gives itself a table of descriptors of its own: the number that is judged is that of the
 * thread that calls, not of the process's first one, where it is something else.
 * ATTACK OPTIONS: -b @OUT@/ro:/ro:ro
 */
#include "escape.h"

#include <sys/xattr.h>

static int file;

/* KERNEL: before 6.9 the tracer cannot name a thread's own table: the first thread's is used. */
static bool strict;

static void refused(long result, const char *how)
{
	if (strict)
		must_fail(result, how);
}

static void change(const char *how)
{
	char path[64];


	refused(fchmod(file, 0600), how);
	refused(futimens(file, NULL), how);
	refused(fsetxattr(file, "user.x", "x", 1, 0), how);
	refused(fchown(file, getuid(), getgid()), how);
	refused(fchmodat(file, "", 0600, 0x1000), how);
	refused(utimensat(file, "", NULL, AT_EMPTY_PATH), how);
	refused(linkat(file, "", AT_FDCWD, "/tmp/linked", AT_EMPTY_PATH), how);
	snprintf(path, sizeof(path), "/proc/thread-self/fd/%d", file);
	refused(truncate(path, 0), how);
	refused(open(path, O_RDWR), how);
	refused(chmod(path, 0600), how);
}

static void *alone(void *data)
{
	int own;

	(void)data;
	if (unshare(0x400 /* CLONE_FILES */) < 0)
		return NULL;
	strict = syscall(SYS_pidfd_open, gettid(), O_EXCL /* PIDFD_THREAD */) >= 0;
	own = open("/ro/file", O_RDONLY);
	dup2(own, file);
	change("a thread with a table of its own");
	return NULL;
}

int main(void)
{
	pthread_t thread;

	enter_scratch();
	make_file("mine", "mine");
	file = dup2(open("mine", O_RDWR), 77);
	thread = start(alone, NULL);
	pthread_join(thread, NULL);
	if (fchmod(file, 0640) < 0)
		broken("one's own file");
	/* And the other way round. */
	strict = true;
	dup2(open("/ro/file", O_RDONLY), file);
	change("the first thread");
	contained();
}
