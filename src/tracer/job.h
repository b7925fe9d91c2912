/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The tracer as a job of the shell that started it: when the main program stops, that shell
 * has to see a stopped job, and what it does to continue the job has to reach the program.
 */
#ifndef PTJAIL_TRACER_JOB_H
#define PTJAIL_TRACER_JOB_H

#include <stdbool.h>
#include <sys/types.h>

/*
 * Stops this process until somebody continues it. If the main program had made a process
 * group of its own (an interactive shell does), that one is not continued with ours: it is
 * given the terminal back, if it had it, and continued.
 */
void job_stop_with(pid_t main_program);

/*
 * Whether stopping now is right only if nobody in the jail runs any more: the main program is
 * in a process group of its own, and who put it there may look after it.
 */
bool job_is_separate(pid_t main_program);

#endif
