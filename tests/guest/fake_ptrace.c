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

/* An exec that takes its time: the kernel copies all of the words. */
static void exec_slowly(int ready)
{
	enum { WORDS = 14, WORD_SIZE = 120000 };
	char *words[WORDS + 4] = { "set-id", "tell", NULL };
	char number[16];

	snprintf(number, sizeof(number), "%d", ready);
	words[2] = number;
	for (int i = 3; i < WORDS + 3; i++) {
		words[i] = malloc(WORD_SIZE);
		memset(words[i], 'x', WORD_SIZE - 1);
		words[i][WORD_SIZE - 1] = '\0';
	}
	MUST(write(ready, "", 1));
	execv("./set-id", words);
	_exit(1);
}

/* True: it traces a program that became root's meanwhile. */
static bool attach_meanwhile(int delay)
{
	int fds[2];
	pid_t child;
	long result;
	char told = 1;

	MUST(pipe(fds));
	child = MUST(fork());
	if (!child)
		exec_slowly(fds[1]);
	MUST(read(fds[0], &told, 1));
	usleep((unsigned int)delay);
	result = ptrace(PTRACE_SEIZE, child, NULL, NULL);
	MUST(read(fds[0], &told, 1));
	kill(child, SIGKILL);
	MUST(waitpid(child, NULL, 0));
	close(fds[0]);
	close(fds[1]);
	return result == 0 && told == 0;
}

static void attach_in_passing(void)
{
	int traced = 0;

	MUST(prctl(PR_SET_DUMPABLE, 1));
	for (int i = 0; i < 60; i++)
		traced += attach_meanwhile(i * 30);
	printf("attached during the exec: %s\n", traced == 0 ? "not to root's" : "to root's");
}

int main(int argc, char **argv)
{
	pid_t root, user, other, hidden;

	self = argv[0];
	if (argc > 2) {
		char euid = (char)geteuid();

		MUST(write(atoi(argv[2]), &euid, 1));
		pause();
	}
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
	IN_CHILD(become(1000); attach_in_passing());
	kill(root, SIGKILL);
	kill(user, SIGKILL);
	kill(other, SIGKILL);
	kill(hidden, SIGKILL);
	return 0;
}
