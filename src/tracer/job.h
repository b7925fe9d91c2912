/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The tracer as a job of the shell that started it: when the main program stops, that shell
 * has to see a stopped job, and what it does to continue the job has to reach the program.
 */
#ifndef PTJAIL_TRACER_JOB_H
#define PTJAIL_TRACER_JOB_H

#include <stdbool.h>
#include <sys/types.h>

#include "tracer/terminal.h"

/*
 * Stops this process until somebody continues it. If the main program had made a process
 * group of its own (an interactive shell does), that one is not continued with ours: it is
 * given the terminal back, if it had it, and continued.
 *
 * `terminal` (may be NULL): the main program's session and terminal are its own, and the
 * user's is given back for that time.
 */
void job_stop_with(pid_t main_program, struct terminal *terminal);

/*
 * The signal that is to be delivered for `signal_number` to a process in a session of its own.
 * KERNEL: is_current_pgrp_orphaned(): the group of a session's leader ignores Ctrl-Z, as
 * nobody could continue it; but ptjail can.
 */
int job_signal_for(pid_t main_program, pid_t process, int signal_number);

/*
 * Whether there is a terminal, from which a shell could continue a stopped job (`own`: that of the
 * main program). Without one nobody has to see that the program is stopped, and whoever waits for
 * its own timer to continue or to end it needs a tracer that runs.
 */
bool job_is_at_terminal(const struct terminal *own);

/*
 * Whether the program, seen in a group stop, is in it still: who continued it may have ended before
 * the program comes to tell of it.
 */
bool job_is_still_stopped(pid_t main_program);

/*
 * Whether stopping now is right only if nobody in the jail runs any more: the main program is
 * in a process group of its own, and who put it there may look after it.
 */
bool job_is_separate(pid_t main_program);

#endif
