/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E48: queues have names in a space that all of the host's users share: whatever name a member
 * gives, the queue is the jail's own, and none of the outside's can be opened or removed.
 */
#include "escape.h"

#include <mqueue.h>
#include <sys/mman.h>

int main(void)
{
	static const char *const names[] = { "/ptjail-attack", "ptjail-attack", "/../ptjail-attack", "/.", "/..",
					     "/", "", "//ptjail-attack", "/a/b", "/ptjail-attack/", "\1\2" };
	static char longest[300];

	memset(longest, 'q', sizeof(longest) - 1);
	longest[0] = '/';
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		long queue = syscall(SYS_mq_open, names[i], O_CREAT | O_RDWR, 0600, NULL);
		char path[64];
		struct stat info;

		if (queue >= 0) {
			snprintf(path, sizeof(path), "/proc/self/fd/%ld", queue);
			refuse_secret(open(path, O_RDONLY), "a queue");
			(void)syscall(SYS_mq_notify, queue,
				      &(struct sigevent){ .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGURG });
			(void)syscall(SYS_mq_timedsend, queue, "x", 1, 0, NULL);
			if (fstat((int)queue, &info) == 0 && S_ISDIR(info.st_mode))
				escaped("a queue is a directory");
			(void)fchdir((int)queue);
			refuse_secret(openat((int)queue, "..", O_RDONLY), "above a queue");
			close((int)queue);
		}
		(void)syscall(SYS_mq_unlink, names[i]);
	}
	for (size_t length = 200; length < sizeof(longest) - 1; length += 5) {
		longest[length] = '\0';
		(void)syscall(SYS_mq_open, longest + 1, O_CREAT | O_RDWR, 0600, NULL);
		(void)syscall(SYS_mq_unlink, longest + 1);
		longest[length] = 'q';
	}
	/* The runner looks whether one of this name is there outside. */
	(void)syscall(SYS_mq_open, "ptjail-attack", O_CREAT | O_RDWR, 0600, NULL);
	(void)shm_open("/ptjail-attack", O_CREAT | O_RDWR, 0600);
	contained();
}
