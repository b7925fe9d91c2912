/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What comes of an exec (exec.h): the plan's program becomes the process's own, or the
 * plan is dropped. Judges nothing.
 */
#include "syscall/exec_state.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "arch/regs.h"
#include "fakeroot/creds.h"
#include "syscall/call.h"
#include "syscall/exec.h"
#include "tracer/gate_map.h"
#include "util/fd.h"
#include "util/shared_fd.h"

static int state_free(struct exec_state *state)
{
	fd_close(&state->exe);
	return 0;
}

void exec_forget(struct member *member)
{
	TALLOC_FREE(member->exec);
}

int exec_state_new(struct member *member, struct exec_state **ret_state)
{
	struct exec_state *state;

	exec_forget(member);
	state = talloc_zero(member, struct exec_state);
	if (state == NULL)
		return -ENOMEM;
	state->exe = -1;
	state->opened[0] = state->opened[1] = -1;
	talloc_set_destructor(state, state_free);
	*ret_state = state;
	return 0;
}

/* KERNEL: begin_new_exec(), commit_creds(). */
static bool keeps_ids(const struct creds *before, const struct creds *after)
{
	return before->uid.effective == before->uid.real &&
	       before->gid.effective == before->gid.real &&
	       after->uid.effective == before->uid.effective &&
	       after->gid.effective == before->gid.effective && after->uid.fs == before->uid.fs &&
	       after->gid.fs == before->gid.fs &&
	       (after->caps.permitted & ~before->caps.permitted) == 0;
}

/* KERNEL: begin_new_exec() makes a process dumpable again, but for changing ids. */
bool exec_state_is_dumpable(const struct member *member, const struct exec_state *state)
{
	return !state->unreadable &&
	       (state->creds == NULL || keeps_ids(member->creds, state->creds));
}

/* KERNEL: begin_new_exec(): _STK_LIM, whatever the caller had. */
static void limit_stack(const struct member *member)
{
	const rlim_t most = 8U << 20;
	struct rlimit limit;

	if (prlimit(member->tracee->tgid, RLIMIT_STACK, NULL, &limit) < 0 || limit.rlim_cur <= most)
		return;
	limit.rlim_cur = most;
	if (prlimit(member->tracee->tgid, RLIMIT_STACK, &limit, NULL) < 0)
		return;
}

bool exec_committed(struct member *member)
{
	struct exec_state *state = member->exec;
	struct tracee *tracee = member->tracee;
	struct process *process = member->process;
	struct jail *jail = member->jail;
	uint64_t words[3];

	if (state == NULL || tracee->slot == NULL)
		return false;
	words[0] = gate_address(jail->gate);
	words[1] = (uint64_t)jail->guest_fd_gate;
	words[2] = tracee->slot->address - words[0];
	regs_set_loader_words(&tracee->regs, words);
	shared_fd_drop(&process->exe);
	talloc_free(process->exe_guest);
	talloc_free(process->interp_guest);
	process->exe = fd_steal(&state->exe);
	process->exe_dev = state->exe_info.st_dev;
	process->exe_ino = state->exe_info.st_ino;
	process->exe_guest = talloc_steal(process, state->exe_guest);
	process->interp_guest = talloc_steal(process, state->interp_guest);
	process->dumpable = exec_state_is_dumpable(member, state);
	if (state->secure)
		limit_stack(member);
	if (state->creds != NULL) {
		creds_free(member->creds);
		member->creds = talloc_steal(member, state->creds);
	}
	process->loading = true;
	memset(process->sites, 0, sizeof(process->sites));
	process->has_threads = false;
	TALLOC_FREE(jail->exec_failure.name);
	jail->exec_failure.error = 0;
	exec_forget(member);
	return true;
}

struct running {
	const struct stat *info;
	bool found;
};

static bool look_for_running(struct member *member, void *data)
{
	const struct process *process = member->process;
	struct running *running = data;

	running->found = process != NULL && process->exe >= 0 &&
			 process->exe_ino == running->info->st_ino &&
			 process->exe_dev == running->info->st_dev;
	return !running->found;
}

int exec_may_write(const struct jail *jail, int handle)
{
	struct stat info;
	struct running running = { .info = &info };

	if (fstat(handle, &info) < 0 || !S_ISREG(info.st_mode))
		return 0;
	jail_each_member(jail, look_for_running, &running);
	if (!running.found || faccessat(AT_FDCWD, handle_name(handle).text, W_OK, AT_EACCESS) < 0)
		return 0;
	return -ETXTBSY;
}
