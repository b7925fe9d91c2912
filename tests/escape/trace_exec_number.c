/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A member traces the first thread of another, which it holds, while a second thread executes a
 * program, and so takes the first one's number: what the tracer asks of that number meanwhile must
 * not be done to ptjail's loader (its registers are seen, its memory written).
 * ATTACK MODES: landlock default seccomp
 * ATTACK BROKEN: FAMILY
 */
#include "traced.h"

static int go[2], ready[2];
static char *self;

static void *execute(void *unused)
{
	char byte;

	(void)unused;
	if (read(go[0], &byte, 1) != 1)
		return NULL;
	execl(self, self, "end", (char *)NULL);
	_exit(1);
}

static void be_traced(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, execute, NULL) != 0 || write(ready[1], "", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

static bool seize(pid_t pid)
{
	int status;

	return ptrace(PTRACE_SEIZE, pid, 0, 0) == 0 && ptrace(PTRACE_INTERRUPT, pid, 0, 0) == 0 &&
	       waitpid(pid, &status, __WALL) == pid && WIFSTOPPED(status);
}

/* The registers of who is held do not change. */
static void look_until_gone(pid_t pid)
{
	struct user_regs_struct before, now_shown;

	if (!get_regs(pid, &before))
		broken("no registers");
	if (write(go[1], "", 1) != 1)
		broken("write");
	while (get_regs(pid, &now_shown)) {
		if (REG_IP(&now_shown) != REG_IP(&before))
			escaped("it sees the loader at %#lx", (unsigned long)REG_IP(&now_shown));
	}
}

int main(int argc, char **argv)
{
	struct race race = { 0 };

	if (argc > 1)
		return 0;
	self = argv[0];
	if (pipe(go) < 0 || pipe(ready) < 0)
		broken("pipe");
	while (racing(&race)) {
		pid_t pid = fork();
		int status;
		char byte;

		if (pid == 0)
			be_traced();
		if (pid < 0 || read(ready[0], &byte, 1) != 1)
			broken("fork");
		if (!seize(pid))
			skip("nobody can be traced");
		look_until_gone(pid);
		if (waitpid(pid, &status, __WALL) != pid)
			broken("it cannot be waited for");
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			broken("status %x", status);
	}
	contained();
}
