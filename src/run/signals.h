/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Signals that reach ptjail itself: what somebody sends it is meant for the program, what the
 * terminal sends the program gets itself.
 */
#ifndef PTJAIL_RUN_SIGNALS_H
#define PTJAIL_RUN_SIGNALS_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

/* First of all: a file that may not grow (ulimit -f) is an error to ptjail, not its death. */
void signals_survive_sizes(void);

/*
 * Before the launch. What is ignored stays ignored. `own_session`: the terminal does not
 * reach the program (--strict), so that its signals are passed on too, but for SIGWINCH where
 * `own_terminal` of its own sends that. What comes before signals_pass_to() waits for it;
 * *ret_before is the signal mask until now, which the program gets.
 */
void signals_catch(bool own_session, bool own_terminal, sigset_t *ret_before);

/* From now on `pid` gets what is caught. `before`: of signals_catch(). */
void signals_pass_to(pid_t pid, const sigset_t *before);

/*
 * From now on SIGUSR1 sets what is returned and ends a wait, and is not passed on. Before
 * signals_catch().
 */
volatile sig_atomic_t *signals_request(void);

/*
 * Ends as the program did: a shell that runs a loop goes on after a Ctrl-C, unless it sees
 * that the signal killed what it waited for. Returns where the signal cannot.
 */
void signals_end_by(int signal_number);

#endif
