/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E2: the writer is another process, by process_vm_writev: nothing of it runs in the caller.
 * ATTACK BROKEN: ARGUMENTS
 */
#include "flip.h"

#include <sys/uio.h>

static char name[PATH_MAX], inside_name[PATH_MAX], outside_name[PATH_MAX];

int main(void)
{
	struct flip_count count = { 0 };
	struct race race = { 0 };
	pid_t caller = getpid(), pid;

	enter_scratch();
	make_file("inside", "inside");
	flip_spellings(inside_name, outside_name, "inside", "secret");
	strcpy(name, inside_name);
	pid = fork();
	if (pid == 0) {
		struct iovec there = { name, strlen(name) + 1 };
		struct iovec out = { outside_name, there.iov_len }, in = { inside_name, there.iov_len };

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		while (process_vm_writev(caller, &out, 1, &there, 1, 0) > 0 &&
		       process_vm_writev(caller, &in, 1, &there, 1, 0) > 0)
			linger(100);
		_exit(77);
	}
	while (racing(&race))
		flip_open(&count, name, "a name that a peer changed");
	kill(pid, SIGKILL);
	/* Who may not write into its own family's memory cannot do harm that way. */
	if (waitpid(pid, NULL, 0) == pid && count.failed == 0)
		contained();
	flip_end(&count);
}
