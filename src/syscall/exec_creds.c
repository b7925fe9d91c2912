/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See exec_creds.h. Set-id bits and security.capability are those that the jail shows; what
 * they give is worth something inside the jail only. The kernel never sees a set-id program.
 */
#include "syscall/exec_creds.h"

#include <linux/stat.h>
#include <errno.h>
#include <unistd.h>

#include "fakeroot/creds.h"
#include "fakeroot/fake_root.h"
#include "syscall/exec_plan.h"
#include "syscall/faked.h"
#include "syscall/inside.h"
#include "syscall/rights.h"
#include "tracer/guest_trace.h"

struct sharing {
	const struct member *member;
	bool found;
};

static bool look_for_sharer(struct member *other, void *data)
{
	struct sharing *sharing = data;

	sharing->found = other->fs == sharing->member->fs &&
			 other->process != sharing->member->process;
	return !sharing->found;
}

/* Another process: threads share it, too, but for those that have one of their own (unshare). */
static bool shares_fs(const struct call *call)
{
	struct sharing sharing = { .member = call->member };

	if (call->member->fs->users > 1)
		jail_each_member(call->jail, look_for_sharer, &sharing);
	return sharing.found;
}

static int look_at(struct call *call, const struct exec_file *file,
		   struct creds_program *ret_program)
{
	const struct jail *jail = call->jail;
	struct statx host;
	struct stat info;
	int status = faked_host(file->place.handle, &host);

	if (status == 0)
		status = faked_stat(jail, file->place.handle, &info);
	if (status < 0)
		return status;
	*ret_program = (struct creds_program){
		.uid = info.st_uid,
		.gid = info.st_gid,
		.mode = info.st_mode,
		.shared_fs = shares_fs(call),
	};
	if (owners_get_xattr(jail->fake_root->owners, &host, "security.capability",
			     &ret_program->capability, &ret_program->capability_size) < 0)
		ret_program->capability = NULL;
	return 0;
}

static bool is_traced_by_lesser(const struct call *call)
{
	const struct guest_trace *trace = call->tracee->trace;
	const struct member *tracer = trace == NULL ? NULL : trace->tracer->member;

	return tracer != NULL && tracer->creds != NULL &&
	       !creds_capable(tracer->creds, CAP_SYS_PTRACE);
}

/* KERNEL: would_dump(): whoever may only execute it shall not look at it in memory either. */
static bool may_read(struct call *call, const struct exec_file *file)
{
	return file->place.handle < 0 || rights_ask(call, file->place.handle, R_OK) == 0;
}

int exec_creds_plan(struct call *call, const struct exec_file *program,
		    const struct exec_file *interpreter, struct slot *slot,
		    struct exec_state *state)
{
	struct creds_program file;
	uint32_t ids[GATE_PLAN_ID_COUNT];
	struct creds *creds;
	int status;

	if (call->jail->fake_root == NULL)
		return 0;
	status = look_at(call, program, &file);
	if (status < 0)
		return status;
	state->unreadable = !may_read(call, program) || !may_read(call, interpreter);
	/* KERNEL: LSM_UNSAFE_PTRACE: who is traced gets nothing that its tracer has not. */
	if (is_traced_by_lesser(call)) {
		file.mode &= ~(mode_t)(S_ISUID | S_ISGID);
		file.capability = NULL;
	}
	creds = state->creds = creds_copy(state, call->member->creds);
	if (creds == NULL)
		return -ENOMEM;
	status = creds_exec(creds, &file, &state->secure);
	if (status < 0)
		return status;
	status = inside_follow_creds(call, creds);
	if (status < 0)
		return status;
	if (call->member->windows_shut)
		exec_plan_add_flags(slot->memory, GATE_PLAN_NO_NAMES | GATE_PLAN_NOT_ROOT);
	ids[0] = creds->uid.real;
	ids[1] = creds->uid.effective;
	ids[2] = creds->gid.real;
	ids[3] = creds->gid.effective;
	ids[4] = state->secure;
	exec_plan_set_ids(slot->memory, ids);
	return 0;
}
