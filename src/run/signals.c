/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Signals on their way through ptjail (signals.h). The handlers here do nothing but kill(2)
 * or set a flag: they may run anywhere in the tracer.
 */
#include "run/signals.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "util/compiler.h"

/* The main program, for the signal handler; 0 before it runs. */
static volatile sig_atomic_t main_pid;

/* --strict: the terminal does not reach the program, so that its signals are passed on too. */
static volatile sig_atomic_t has_own_session;

/* The jail's own terminal tells the program its size. */
static volatile sig_atomic_t has_own_terminal;

/* KERNEL: tty_signal_session_leader(): whose terminal hangs up, and nobody else, is told so. */
static bool is_hangup(int signal_number)
{
	return (signal_number == SIGHUP || signal_number == SIGCONT) && getsid(0) == getpid();
}

/*
 * What somebody sends to ptjail is meant for the program. What the terminal sends
 * (SI_KERNEL) the program gets itself, being in the same process group, but for a hangup.
 */
static void forward_signal(int signal_number, siginfo_t *info, void *context)
{
	bool is_sent = info->si_code <= 0 || has_own_session || is_hangup(signal_number);

	(void)context;
	if (signal_number == SIGWINCH && has_own_terminal)
		return;
	if (main_pid > 0 && is_sent && info->si_pid != main_pid)
		(void)kill((pid_t)main_pid, signal_number);
}

/* SIGUSR1 came, for ptjail itself (signals_request()). */
static volatile sig_atomic_t requested;
static bool takes_requests;

static void take_request(int signal_number, siginfo_t *info, void *context)
{
	(void)signal_number;
	(void)info;
	(void)context;
	requested = 1;
}

volatile sig_atomic_t *signals_request(void)
{
	takes_requests = true;
	return &requested;
}

static void forward_nothing(int signal_number, siginfo_t *info, void *context)
{
	(void)signal_number;
	(void)info;
	(void)context;
}

/* A handler, not SIG_IGN: the launched program must not inherit that. */
static void catch_unless_ignored(int signal_number)
{
	const struct sigaction action = { .sa_sigaction = forward_nothing,
					  .sa_flags = SA_SIGINFO | SA_RESTART };
	struct sigaction old;

	if (sigaction(signal_number, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
		(void)sigaction(signal_number, &action, NULL);
}

void signals_survive_sizes(void)
{
	catch_unless_ignored(SIGXFSZ);
}

void signals_catch(bool own_session, bool own_terminal, sigset_t *ret_before)
{
	static const int forwarded[] = { SIGINT,  SIGTERM, SIGHUP,  SIGQUIT, SIGUSR1,
					 SIGUSR2, SIGALRM, SIGCONT, SIGWINCH };
	static const int ignored[] = { SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE };
	struct sigaction action = { .sa_sigaction = forward_signal,
				    .sa_flags = SA_SIGINFO | SA_RESTART };
	sigset_t waiting;

	has_own_session = own_session;
	has_own_terminal = own_terminal;
	(void)sigemptyset(&waiting);
	for (size_t i = 0; i < ARRAY_SIZE(forwarded); i++)
		(void)sigaddset(&waiting, forwarded[i]);
	(void)sigprocmask(SIG_BLOCK, &waiting, ret_before);
	for (size_t i = 0; i < ARRAY_SIZE(forwarded); i++) {
		struct sigaction old;

		/* nohup and shells' background jobs: what is ignored stays ignored. */
		if (sigaction(forwarded[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			(void)sigaction(forwarded[i], &action, NULL);
	}
	if (takes_requests) {
		action.sa_sigaction = take_request;
		action.sa_flags = SA_SIGINFO;
		(void)sigaction(SIGUSR1, &action, NULL);
	}
	for (size_t i = 0; i < ARRAY_SIZE(ignored); i++)
		catch_unless_ignored(ignored[i]);
}

/*
 * A member may give the terminal to a group of its own, and have it stop whoever else writes to
 * it (TOSTOP). KERNEL: tty_check_change() asks whether the signal is blocked; after a handler the
 * write would begin anew, for ever.
 */
void signals_pass_to(pid_t pid, const sigset_t *before)
{
	sigset_t mask = *before;

	main_pid = pid;
	(void)sigaddset(&mask, SIGTTOU);
	(void)sigprocmask(SIG_SETMASK, &mask, NULL);
}

void signals_end_by(int signal_number)
{
	const struct rlimit no_core = { 0, 0 };
	sigset_t only;

	(void)setrlimit(RLIMIT_CORE, &no_core);
	(void)sigemptyset(&only);
	(void)sigaddset(&only, signal_number);
	(void)signal(signal_number, SIG_DFL);
	(void)sigprocmask(SIG_UNBLOCK, &only, NULL);
	(void)fflush(NULL);
	(void)raise(signal_number);
}
