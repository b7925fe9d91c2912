/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The first process of a jail: fork, give up privileges, place the protected descriptors,
 * wait to be seized, install the filter, exec. From its exec on it is a tracee like any
 * other: the program is looked up in the guest, by the guest's PATH, by its own execve.
 */
#ifndef PTJAIL_TRACER_LAUNCH_H
#define PTJAIL_TRACER_LAUNCH_H

#include <signal.h>
#include <stddef.h>
#include <sys/types.h>

#include "tracer/engine.h"
#include "tracer/gate_map.h"
#include "util/compiler.h"

struct launch {
	char *const *argv;    /* argv[0]: guest path, or a name for the guest's PATH */
	char *const *envp;    /* the guest's environment, also where PATH is looked up */
	int cwd_fd;           /* becomes the kernel's own cwd */
	const int *guest_fds; /* protected descriptors: number guest_fd_base + i */
	unsigned int guest_fd_count;
	unsigned int guest_fd_base;
	const struct gate *gate;
	bool new_session; /* setsid(): away from the terminal and its signals */
	int landlock_fd;  /* ruleset to enter before the first exec (landlock.h); -1: none */
	sigset_t signal_mask;
};

/* Which step of the child failed, told by launch_result(). */
enum launch_step {
	LAUNCH_OK, /* the program was executed */
	LAUNCH_SETUP,
	LAUNCH_FILTER,
	LAUNCH_EXEC,
};

/*
 * Forks and seizes; the child goes on once engine_run() runs. *ret_result_fd: a pipe for
 * launch_result(), owned by the caller. 1: the child gave up before anything could run, and
 * launch_result() tells where; or a signal killed it (main_status). Errors: of fork, or -EPERM
 * when ptrace is forbidden.
 */
int launch(struct engine *engine, const struct launch *launch, int *ret_result_fd) MUST_CHECK;

/* After engine_run(): how far the child came; *ret_error its errno. */
enum launch_step launch_result(int result_fd, int *ret_error);

#endif
