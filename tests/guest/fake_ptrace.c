/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Who may trace whom by ids, capabilities and PR_SET_DUMPABLE; set-id programs under a tracer. */
#include "traced.h"

#include <grp.h>

static pid_t sleeper(uid_t uid, bool dumpable)
{
	int fds[2];
	char c = 0;
	pid_t child;

	MUST(pipe(fds));
	fflush(stdout);
	child = MUST(fork());
	if (!child) {
		MUST(setgroups(0, NULL));
		MUST(setresgid(uid, uid, uid));
		MUST(setresuid(uid, uid, uid));
		MUST(prctl(PR_SET_DUMPABLE, dumpable ? 1 : 0));
		MUST(write(fds[1], &c, 1));
		for (;;)
			pause();
	}
	MUST(read(fds[0], &c, 1));
	close(fds[0]);
	close(fds[1]);
	return child;
}

static void become(uid_t uid)
{
	MUST(setgroups(0, NULL));
	MUST(setresgid(uid, uid, uid));
	MUST(setresuid(uid, uid, uid));
}

static void attach(const char *what, pid_t pid)
{
	long result = ptrace(PTRACE_ATTACH, pid, NULL, NULL);

	printf("%s: %s\n", what, result < 0 ? err_name(errno) : "attached");
	if (result < 0)
		return;
	next_stop(what, pid);
	MUST(ptrace(PTRACE_DETACH, pid, NULL, NULL));
}

static const char *self;

static int run(void)
{
	execl("./set-id", "set-id", "ids", NULL);
	return 1;
}

/* The program is set-user-id root; its tracer is not. */
static void set_id(void)
{
	pid_t child = traced_child(run);

	MUST(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("exec", child);
	MUST(ptrace(PTRACE_CONT, child, NULL, NULL));
	next_stop("set-id", child);
}

int main(int argc, char **argv)
{
	pid_t root, user, other, hidden;

	self = argv[0];
	if (argc > 1) {
		printf("uid %d euid %d\n", (int)getuid(), (int)geteuid());
		return 0;
	}
	copy_program(self, "set-id", 0755);
	MUST(chown("set-id", 0, 0));
	MUST(chmod("set-id", 04755));
	MUST(chmod(".", 0755));
	root = sleeper(0, true);
	user = sleeper(1000, true);
	other = sleeper(1001, true);
	hidden = sleeper(1000, false);
	IN_CHILD(attach("root by root", root));
	IN_CHILD(attach("user by root", user));
	IN_CHILD(attach("hidden by root", hidden));
	IN_CHILD(become(1000); attach("root by user", root));
	IN_CHILD(become(1000); attach("user by user", user));
	IN_CHILD(become(1000); attach("other by user", other));
	IN_CHILD(become(1000); attach("hidden by user", hidden));
	IN_CHILD(become(1000); set_id());
	IN_CHILD(set_id());
	kill(root, SIGKILL);
	kill(user, SIGKILL);
	kill(other, SIGKILL);
	kill(hidden, SIGKILL);
	return 0;
}
