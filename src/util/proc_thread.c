/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See proc_thread.h. Names in these files are the guest's to choose, and are skipped. */
#include "util/proc_thread.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/fd.h"

/* The beginning of that file as a string, empty when there is none. */
static void read_file(pid_t tid, const char *name, char *buffer, size_t size)
{
	CLEANUP_FD int fd = -1;
	char path[48];
	ssize_t length;

	(void)snprintf(path, sizeof(path), "/proc/%d/task/%d/%s", tid, tid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	length = fd < 0 ? -1 : read(fd, buffer, size - 1);
	buffer[length < 0 ? 0 : length] = '\0';
}

bool proc_thread_read(pid_t tid, struct proc_thread *ret_thread)
{
	char text[512];
	const char *rest;

	*ret_thread = (struct proc_thread){ 0 };
	read_file(tid, "stat", text, sizeof(text));
	/* KERNEL: proc_pid_stat(): "PID (NAME) STATE ...", where the name may hold anything. */
	rest = strrchr(text, ')');
	if (rest != NULL && sscanf(rest + 1, " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
				   &ret_thread->state, &ret_thread->parent, &ret_thread->user_ticks,
				   &ret_thread->system_ticks) == 4)
		return true;
	*ret_thread = (struct proc_thread){ 0 };
	return false;
}

char proc_thread_state(pid_t tid)
{
	struct proc_thread thread;

	(void)proc_thread_read(tid, &thread);
	return thread.state;
}

long proc_thread_call(pid_t tid)
{
	char text[128];
	char *end;
	long number;

	read_file(tid, "syscall", text, sizeof(text));
	number = strtol(text, &end, 10);
	return end == text ? PROC_THREAD_AWAKE : number;
}

bool proc_thread_sleeps_in(pid_t tid, const char *function)
{
	char text[64];

	read_file(tid, "wchan", text, sizeof(text));
	return strcmp(text, function) == 0;
}
