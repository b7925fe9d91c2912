/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See terminal_proxy.h. Must never leave the user's terminal raw, nor read or set it while
 * another job has it.
 */
#include "tracer/terminal_proxy.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "util/compiler.h"

#define LAST_WORDS_MS 2000 /* for what is on its way once ptjail is gone */
#define OUTPUT_CHUNK  512U /* what a terminal with room takes without waiting */

/* Bytes that were read and not yet written. */
struct flow {
	char data[4096];
	size_t start;
	size_t size;
};

struct state {
	struct terminal_proxy *proxy;
	struct flow typed;
	struct flow shown;
	bool raw;
	bool suspended;
	bool input_ended;
};

static volatile sig_atomic_t resized;
static volatile sig_atomic_t continued;

static void on_signal(int signal_number)
{
	if (signal_number == SIGCONT)
		continued = 1;
	resized = 1;
}

/* Of the terminal's job nobody but the jail is meant; only its end ends the proxy. */
static void take_signals(sigset_t *ret_waiting)
{
	static const int ignored[] = { SIGINT,	SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGHUP,
				       SIGTERM, SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM };
	static const int caught[] = { SIGWINCH, SIGCONT };
	sigset_t blocked;

	for (size_t i = 0; i < ARRAY_SIZE(ignored); i++)
		(void)signal(ignored[i], SIG_IGN);
	(void)sigprocmask(SIG_SETMASK, NULL, ret_waiting);
	(void)sigemptyset(&blocked);
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++) {
		struct sigaction action = { .sa_handler = on_signal };

		(void)sigaction(caught[i], &action, NULL);
		(void)sigaddset(&blocked, caught[i]);
		(void)sigdelset(ret_waiting, caught[i]);
	}
	(void)sigprocmask(SIG_BLOCK, &blocked, NULL);
}

/* A terminal that is not the session's own has no job to belong to. */
static bool has_terminal(const struct terminal_proxy *proxy)
{
	pid_t group = tcgetpgrp(proxy->input);

	return group < 0 ? errno == ENOTTY : group == getpgrp();
}

static void set_raw(struct state *state)
{
	struct termios raw = state->proxy->original;

	if (state->raw || state->suspended || state->proxy->input < 0 ||
	    !has_terminal(state->proxy))
		return;
	cfmakeraw(&raw);
	if (tcsetattr(state->proxy->input, TCSADRAIN, &raw) == 0)
		state->raw = true;
}

/* TCSAFLUSH: a terminal's late answers to escape sequences shall not be the shell's input. */
static void restore(struct state *state)
{
	if (state->raw)
		(void)tcsetattr(state->proxy->input, TCSAFLUSH, &state->proxy->original);
	state->raw = false;
}

static void pass_size(const struct terminal_proxy *proxy)
{
	struct winsize size;

	if (ioctl(proxy->output, TIOCGWINSZ, &size) == 0)
		(void)ioctl(proxy->master, TIOCSWINSZ, &size);
}

/* False: the source has ended. */
static bool fill(struct flow *flow, int from)
{
	ssize_t count = read(from, flow->data, sizeof(flow->data));

	if (count < 0)
		return errno == EINTR || errno == EAGAIN;
	flow->start = 0;
	flow->size = (size_t)count;
	return count > 0;
}

static void drain(struct flow *flow, int to, size_t at_once)
{
	size_t size = flow->size - flow->start;
	ssize_t count = write(to, flow->data + flow->start, size < at_once ? size : at_once);

	if (count >= 0)
		flow->start += (size_t)count;
	else if (errno != EINTR && errno != EAGAIN)
		flow->start = flow->size; /* nobody is there to see it */
}

static bool is_empty(const struct flow *flow)
{
	return flow->start == flow->size;
}

/* False: ptjail is gone. */
static bool obey(struct state *state)
{
	char byte;
	ssize_t count = read(state->proxy->control, &byte, 1);

	if (count < 0)
		return errno == EINTR || errno == EAGAIN;
	if (count == 0)
		return false;
	restore(state);
	state->suspended = true;
	(void)!write(state->proxy->control, &byte, 1);
	return true;
}

static void after_signals(struct state *state)
{
	if (continued)
		state->suspended = false;
	if (resized)
		pass_size(state->proxy);
	continued = resized = 0;
	set_raw(state);
}

/* The user's terminal is no more: the jail's hangs up, as it would have. */
static void hang_up(struct state *state)
{
	(void)close(state->proxy->master);
	restore(state);
	(void)close(state->proxy->control);
	_exit(0);
}

/* One round. False: nobody has the jail's terminal open any more, or nothing comes of it. */
static bool carry(struct state *state, bool alone, const sigset_t *waiting)
{
	struct terminal_proxy *proxy = state->proxy;
	struct timespec patience = { LAST_WORDS_MS / 1000, LAST_WORDS_MS % 1000 * 1000000L };
	struct pollfd polls[4] = {
		{ .fd = alone ? -1 : proxy->control, .events = POLLIN },
		{ .fd = proxy->master,
		  .events = (short)((is_empty(&state->shown) ? POLLIN : 0) |
				    (is_empty(&state->typed) ? 0 : POLLOUT)) },
		{ .fd = is_empty(&state->shown) ? -1 : proxy->output, .events = POLLOUT },
		{ .fd = state->raw && is_empty(&state->typed) ? proxy->input : -1,
		  .events = POLLIN },
	};

	if (ppoll(polls, ARRAY_SIZE(polls), alone ? &patience : NULL, waiting) < 0)
		return errno == EINTR;
	if (alone && polls[1].revents == 0 && polls[2].revents == 0)
		return false;
	if ((polls[2].revents & ~POLLOUT) != 0)
		hang_up(state);
	if (polls[2].revents != 0)
		drain(&state->shown, proxy->output, OUTPUT_CHUNK);
	if ((polls[1].revents & POLLOUT) != 0)
		drain(&state->typed, proxy->master, sizeof(state->typed.data));
	if ((polls[1].revents & (POLLIN | POLLHUP)) != 0 && is_empty(&state->shown) &&
	    !fill(&state->shown, proxy->master))
		return false;
	if (polls[3].revents != 0 && !fill(&state->typed, proxy->input))
		hang_up(state);
	return true;
}

_Noreturn void terminal_proxy_run(struct terminal_proxy *proxy)
{
	struct state state = { .proxy = proxy };
	bool alone = false;
	sigset_t waiting;

	(void)prctl(PR_SET_NAME, "ptjail-terminal", 0, 0, 0);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	take_signals(&waiting);
	set_raw(&state);
	for (;;) {
		struct pollfd control = { .fd = proxy->control, .events = POLLIN };

		if (!carry(&state, alone, &waiting))
			break;
		after_signals(&state);
		if (!alone && poll(&control, 1, 0) > 0)
			alone = !obey(&state);
	}
	restore(&state);
	_exit(0);
}
