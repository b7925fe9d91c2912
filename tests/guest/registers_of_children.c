/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What parent and child find in the registers after the call that made the child. */
#include "guest.h"

#include <linux/sched.h>

#include "seen_registers.h"

static void show(const char *what, const struct seen_registers *seen)
{
	printf("%s", what);
	for (int i = 0; i < SEEN_COUNT; i++)
		if (seen->before[i] != seen->after[i])
			printf(", %s changed", seen_names[i]);
	puts("");
	fflush(stdout);
}

static void make_child(const char *what, long number, const long args[6])
{
	struct seen_registers seen = { .result = 0 };

	puts(what);
	memcpy(seen.before, args, 6 * sizeof(args[0]));
	seen_call(number, &seen);
	if (seen.result == 0) {
		show("child", &seen);
		_exit(0);
	}
	if (seen.result < 0 && seen.result > -4096)
		printf("%s\n", err_name((int)-seen.result));
	else
		while (waitpid((pid_t)seen.result, NULL, 0) == -1 && errno == EINTR)
			;
	show("parent", &seen);
}

int main(void)
{
	struct clone_args args = { .flags = CLONE_UNTRACED, .exit_signal = SIGCHLD };
	static const long plain = SIGCHLD, untraced = CLONE_UNTRACED | SIGCHLD;
	pid_t tid;

	make_child("clone", SYS_clone, (long[6]){ plain, 0, (long)&tid, 0, 0, 13 });
	make_child("clone, untraced", SYS_clone, (long[6]){ untraced, 0, (long)&tid, 0, 0, 13 });
	make_child("clone3", SYS_clone3, (long[6]){ (long)&args, sizeof(args), 9, 10, 11, 13 });
	make_child("clone3, a bad pointer", SYS_clone3,
		   (long[6]){ 8, sizeof(args), 9, 10, 11, 13 });
	return 0;
}
