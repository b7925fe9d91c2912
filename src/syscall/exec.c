/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * execve, execveat: planned in the guest (scripts, then PT_INTERP), executed as the loader
 * (ARCHITECTURE.md). The kernel never looks at a file of the jail to execute it: it would resolve
 * interpreters in the host's root. What the plan names is compared by the loader.
 *
 *   on_execve -> plan in the slot, execveat(loader) --success--> exec_committed (exec_state.c)
 *                                                   --failure--> exec_failed
 */
#include "syscall/exec.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "syscall/deliver.h"
#include "syscall/elf.h"
#include "syscall/emulator.h"
#include "syscall/exec_creds.h"
#include "syscall/exec_file.h"
#include "syscall/exec_plan.h"
#include "syscall/exec_state.h"
#include "syscall/fd_table.h"
#include "syscall/handlers.h"
#include "syscall/inside.h"
#include "syscall/joined.h"
#include "syscall/judge.h"
#include "syscall/path_argument.h"
#include "syscall/prctl.h"
#include "syscall/script.h"
#include "syscall/uname.h"
#include "util/fd.h"

/* KERNEL: 6.14 only asks whether the file could be executed. */
#define EXECVE_CHECK 0x10000

/* One execve while it is judged. Strings hang on the call's pool. */
struct exec_request {
	struct call *call;
	struct slot *slot;
	struct exec_state *state;
	int dirfd;
	const char *path;
	const char *execfn; /* KERNEL: bprm->filename: path, or /dev/fd/N[/path] */
	unsigned int flags;
	struct exec_file program; /* in the end an ELF file */
	const char *program_path; /* as the guest or the last script named it */
	bool is_emulated;
	struct exec_file interpreter;
	struct elf_info elf;
	int loader;           /* what the kernel executes: a descriptor of the tracee's */
	int joined;           /* which (joined.h); -1: the plain loader */
	const char *recalled; /* guest path of the interpreter, where no proper lookup was made */
	enum exec_reason reason;
	const char *culprit; /* what the reason is about */
};

/* --- why it failed, for the launch report ---------------------------------------------------- */

/* Only until the first program runs; a search along PATH must not hide the better reason. */
static void note_failure(const struct exec_request *request, int status)
{
	struct exec_failure *failure = &request->call->jail->exec_failure;

	if (request->call->member->process->exe >= 0)
		return;
	if (failure->error != 0 && (status == -ENOENT || status == -ENOTDIR) &&
	    request->reason == EXEC_FAILED_PLAIN)
		return;
	talloc_free(failure->name);
	failure->error = -status;
	failure->reason = request->reason;
	failure->machine = request->elf.machine;
	failure->elf_class = request->elf.elf_class;
	failure->name = talloc_strdup(request->call->jail, request->culprit);
	TALLOC_FREE(failure->rule);
	if (request->reason == EXEC_FAILED_RULE)
		failure->rule = policy_rule_text(request->call->jail, request->call->refused_by);
}

/* The file that was not found, or is none, is no program but what a program needs. */
static void blame_interpreter(struct exec_request *request)
{
	if (request->reason == EXEC_FAILED_PLAIN || request->reason == EXEC_FAILED_DIRECTORY)
		request->reason = EXEC_FAILED_INTERP;
}

/* --- the chain of files --------------------------------------------------------------------- */

static int open_file(struct exec_request *request, int dirfd, const char *path, unsigned int flags,
		     struct exec_file *ret_file)
{
	request->culprit = path;
	request->reason = EXEC_FAILED_PLAIN;
	return exec_file_open(request->call, dirfd, path, flags, ret_file, &request->reason);
}

/* KERNEL: BINPRM_FLAGS_PATH_INACCESSIBLE: the interpreter could not open /dev/fd/N. */
static bool closes_on_exec(const struct exec_request *request)
{
	char name[64];
	char line[128];
	unsigned int flags = 0;
	FILE *info;

	if (request->execfn == request->path)
		return false;
	(void)snprintf(name, sizeof(name), "/proc/%d/fdinfo/%d", request->call->tracee->tid,
		       request->dirfd);
	info = fopen(name, "re");
	if (info == NULL)
		return true;
	while (fgets(line, sizeof(line), info) != NULL)
		if (sscanf(line, "flags: %o", &flags) == 1)
			break;
	(void)fclose(info);
	return (flags & O_CLOEXEC) != 0;
}

/* The program is a script: its interpreter becomes the program. */
static int enter_script(struct exec_request *request, const struct script *script)
{
	struct exec_file next = EXEC_FILE_INIT;
	const char *interpreter = talloc_strdup(request->call->pool, script->interpreter);
	int status;

	if (interpreter == NULL)
		return -ENOMEM;
	if (closes_on_exec(request))
		return -ENOENT;
	status = exec_plan_add_script(request->slot->memory, interpreter,
				      script->has_argument ? script->argument : NULL,
				      request->execfn);
	if (status < 0)
		return status;
	/* KERNEL: open_exec("") finds the cwd, which is no regular file. */
	if (interpreter[0] == '\0')
		return -EACCES;
	status = open_file(request, AT_FDCWD, interpreter, PATH_FOLLOW, &next);
	if (status < 0)
		blame_interpreter(request);
	exec_file_release(&request->program);
	request->program = next;
	request->program_path = interpreter;
	return status;
}

/* Follows scripts to an ELF program. */
static int find_program(struct exec_request *request)
{
	struct script script;
	char head[SCRIPT_HEAD_SIZE];
	ssize_t size;
	int status;

	for (unsigned int depth = 0;; depth++) {
		if (depth > SCRIPT_DEPTH_MAX)
			return -ELOOP;
		size = exec_file_head(&request->program, head);
		if (size < 0)
			return (int)size;
		if (script_parse(head, (size_t)size, &script) < 0)
			break;
		status = enter_script(request, &script);
		if (status < 0)
			return status;
	}
	status = exec_file_elf(&request->program, &request->elf);
	request->is_emulated = emulator_takes(request->call->jail->emulator, &request->elf);
	if (request->is_emulated)
		return 0;
	if (status < 0 && request->elf.is_foreign)
		request->reason = EXEC_FAILED_ARCH;
	return status;
}

/* The usual: the same name as before leads to the same file. 1: it is found. */
static int recall_interpreter(struct exec_request *request)
{
	struct jail *jail = request->call->jail;
	const char *name = request->elf.interpreter;
	const struct stat *expected = joined_hint(jail, name, &request->recalled);
	int status;

	if (expected == NULL || !exec_plan_is_inside(request->slot->memory))
		return 0;
	status = exec_file_recall(request->call, name, expected, &request->interpreter);
	if (status == 0)
		return 1;
	request->recalled = NULL;
	exec_file_release(&request->interpreter);
	return status == -ENOENT ? 0 : status;
}

static int find_interpreter(struct exec_request *request)
{
	int status;

	if (!request->elf.has_interpreter)
		return 0;
	status = recall_interpreter(request);
	if (status != 0)
		return status > 0 ? 0 : status;
	status = open_file(request, AT_FDCWD, request->elf.interpreter, PATH_FOLLOW,
			   &request->interpreter);
	if (status == 0)
		status = exec_file_check_interpreter(&request->interpreter);
	if (status < 0)
		blame_interpreter(request);
	return status;
}

/* --- the plan -------------------------------------------------------------------------------- */

/*
 * KERNEL: the last component of bprm->filename; since 6.14 an exec by descriptor alone
 * shows the file's own name instead of a number.
 */
static const char *comm_of(struct exec_request *request)
{
	const char *name = request->execfn;
	const char *slash;

	if (request->path[0] == '\0') {
		char link[PATH_MAX];
		ssize_t size = readlink(handle_name(request->program.place.handle).text, link,
					sizeof(link) - 1);

		if (size > 0) {
			link[size] = '\0';
			/* KERNEL: d_path() marks what has no name any more. */
			if (request->program.status.st_nlink == 0 && size > 10 &&
			    strcmp(link + size - 10, " (deleted)") == 0)
				link[size - 10] = '\0';
			name = talloc_strdup(request->call->pool, link);
		}
	}
	if (name == NULL)
		return "";
	slash = strrchr(name, '/');
	return slash == NULL ? name : slash + 1;
}

static int begin_plan(struct exec_request *request)
{
	const struct features *features = &request->call->jail->features;
	const struct kernel_names *kernel = request->call->jail->kernel;
	bool sets_mm = prctl_loader_sets_mm(request->call);

	exec_plan_begin(request->slot->memory,
			inside_plan_flags(request->call) |
				(features->mseal ? GATE_PLAN_MUST_SEAL : 0U) |
				(sets_mm ? 0U : GATE_PLAN_NO_SET_MM));
	if (kernel != NULL && kernel->capable_given)
		exec_plan_set_capable(request->slot->memory, kernel->capable);
	return exec_plan_set_name(request->slot->memory, request->execfn, comm_of(request));
}

/*
 * The emulator opens the program by name; by its own where the guest named a descriptor, which may
 * be closed by then.
 */
static int plan_emulator(struct exec_request *request)
{
	const char *path = request->program_path;

	if (path == request->execfn && path != request->path) {
		path = exec_file_guest_path(request->call->pool, request->call, &request->program);
		if (path == NULL)
			return -ENOMEM;
		if (path[0] != '/' || strncmp(path, "/memfd:", 7) == 0) {
			if (closes_on_exec(request))
				return -ENOENT;
			path = request->execfn;
		}
	}
	return emulator_plan(request->call->jail->emulator, request->slot->memory, path);
}

static int plan_program(struct exec_request *request)
{
	if (request->is_emulated)
		return plan_emulator(request);
	return exec_file_plan(request->call, &request->program, request->slot, EXEC_PLAN_PROGRAM,
			      &request->state->opened[0]);
}

static int plan_interpreter(struct exec_request *request)
{
	struct call *call = request->call;

	if (!request->elf.has_interpreter)
		return 0;
	request->joined = joined_plan(call->jail, &request->interpreter, request->slot->memory);
	if (request->joined >= 0) {
		request->loader = call->jail->guest_fd_joined + request->joined;
		return 0;
	}
	return exec_file_plan(call, &request->interpreter, request->slot, EXEC_PLAN_INTERPRETER,
			      &request->state->opened[1]);
}

static char *interpreter_path(struct exec_request *request)
{
	struct exec_state *state = request->state;
	struct call *call = request->call;
	char *guest;

	if (request->recalled != NULL)
		return talloc_strdup(state, request->recalled);
	guest = exec_file_guest_path(state, call, &request->interpreter);
	/* Only what lies in the root can be looked up there in one go. */
	if (request->joined >= 0 && guest != NULL && call->member->fs->root < 0 &&
	    request->interpreter.place.mount == call->jail->mounts->mounts[0])
		joined_note(call->jail, request->joined, request->elf.interpreter, guest);
	return guest;
}

/* Whoever runs it, the program is what /proc shows. */
static int plan_files(struct exec_request *request)
{
	struct exec_state *state = request->state;
	struct call *call = request->call;
	int status = plan_program(request);

	if (status == 0)
		status = plan_interpreter(request);
	if (status < 0)
		return status;
	state->exe_info = request->program.status;
	state->exe_guest = exec_file_guest_path(state, call, &request->program);
	if (request->elf.has_interpreter)
		state->interp_guest = interpreter_path(request);
	return state->exe_guest == NULL ? -ENOMEM : 0;
}

static int close_opened(struct call *call, struct exec_state *state)
{
	int status = 0;

	for (size_t i = 0; i < ARRAY_SIZE(state->opened) && status == 0; i++)
		if (state->opened[i] >= 0)
			status = deliver_close(call, state->opened[i]);
	return status;
}

/* The kernel did not execute the loader (E2BIG, EFAULT, ENOMEM): the guest learns why. */
static long exec_failed(struct call *call, long result)
{
	struct member *member = call->member;

	if (close_opened(call, member->exec) < 0)
		return -ESRCH;
	exec_forget(member);
	return result;
}

static struct outcome execute(struct exec_request *request, uint64_t argv, uint64_t envp)
{
	struct call *call = request->call;
	const struct jail *jail = call->jail;
	const uint64_t args[6] = { (uint64_t)request->loader, gate_empty(jail->gate), argv, envp,
				   AT_EMPTY_PATH };

	call->member->exec = request->state;
	tracee_expect_exec(call->tracee);
	return call_rewrite(call, CALL_execveat, args, exec_failed, NULL);
}

/* --- the request ----------------------------------------------------------------------------- */

static int read_request(struct exec_request *request, const struct path_argument *argument)
{
	struct call *call = request->call;
	char *path;
	int status = call_read_path(call, argument->address, &path);

	if (status < 0)
		return status;
	request->dirfd = argument->dirfd;
	request->path = request->execfn = request->program_path = path;
	if (path[0] == '/' || argument->dirfd == AT_FDCWD)
		return 0;
	request->execfn = path[0] == '\0'
				  ? talloc_asprintf(call->pool, "/dev/fd/%d", argument->dirfd)
				  : talloc_asprintf(call->pool, "/dev/fd/%d/%s", argument->dirfd,
						    path);
	request->program_path = request->execfn;
	return request->execfn == NULL ? -ENOMEM : 0;
}

static int plan(struct exec_request *request)
{
	int status = begin_plan(request);

	if (status == 0)
		status = find_program(request);
	if (status == 0)
		status = find_interpreter(request);
	/* The loader will need one for a moment, and there is no way back from it. */
	if (status == 0 && fd_table_stays_full(request->call))
		status = -EMFILE;
	if (status == 0)
		status = exec_state_new(request->call->member, &request->state);
	if (status < 0)
		return status;
	/* First whose the program will be: it decides what the loader may open by itself. */
	status = exec_creds_plan(request->call, &request->program, &request->interpreter,
				 request->slot, request->state);
	if (status == 0)
		status = plan_files(request);
	request->state->exe = fd_steal(&request->program.place.handle);
	if (status < 0) {
		if (close_opened(request->call, request->state) < 0)
			status = -ESRCH;
		TALLOC_FREE(request->state);
	}
	return status;
}

static unsigned int lookup_flags(unsigned int flags)
{
	return ((flags & AT_SYMLINK_NOFOLLOW) != 0 ? 0U : (unsigned int)PATH_FOLLOW) |
	       ((flags & AT_EMPTY_PATH) != 0 ? (unsigned int)PATH_EMPTY : 0U);
}

/* execve(path, argv, envp), execveat(dirfd, path, argv, envp, flags) */
struct outcome on_execve(struct call *call)
{
	struct path_argument argument = path_argument(call, 0);
	struct exec_request request = {
		.call = call,
		.slot = call_slot(call),
		.flags = (unsigned int)optional_flags(call, argument.next + 2),
		.program = EXEC_FILE_INIT,
		.interpreter = EXEC_FILE_INIT,
		.loader = call->jail->guest_fd_loader,
		.joined = -1,
	};
	bool is_check = (request.flags & EXECVE_CHECK) != 0;
	int status;

	if (request.slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	status = read_request(&request, &argument);
	if (status < 0)
		return outcome_fail(status);
	/* KERNEL: getname_flags() comes before do_open_execat(). */
	if (request.path[0] == '\0' && (request.flags & AT_EMPTY_PATH) == 0)
		return outcome_fail(ENOENT);
	if ((request.flags & ~(unsigned int)(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW | EXECVE_CHECK)) !=
	    0)
		return outcome_fail(EINVAL);
	status = open_file(&request, request.dirfd, request.path, lookup_flags(request.flags),
			   &request.program);
	if (status == 0 && !is_check)
		status = plan(&request);
	if (status < 0)
		note_failure(&request, status);
	exec_file_release(&request.program);
	exec_file_release(&request.interpreter);
	if (status < 0 || is_check)
		return outcome_status(status);
	return execute(&request, call_long(call, argument.next),
		       call_long(call, argument.next + 1));
}
