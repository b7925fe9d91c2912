/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * One system call of one thread, as its handler sees it. A handler `on_x` reads the
 * arguments it needs ONCE, judges its own copies, and answers with an outcome:
 *
 *   outcome_native()        let the kernel run it as it is (nothing in it can escape)
 *   outcome_done(v)         it is done, the guest sees v; one stop
 *   outcome_fail(errno)     it fails; one stop
 *   call_rewrite(...)       the kernel runs this confined call instead, its pointers lead
 *                           into the call's slot of the gate; then `finish`; two stops
 *
 * Handlers never block and never trust a string twice. What the tracer does in the
 * caller's name it does on handles, with the caller's umask and limits.
 */
#ifndef PTJAIL_SYSCALL_CALL_H
#define PTJAIL_SYSCALL_CALL_H

#include <stdbool.h>
#include <stdint.h>
#include <talloc.h>

#include "path/resolve.h"
#include "syscall/jail.h"
#include "syscall/table.h"
#include "tracer/gate_map.h"
#include "tracer/tracee.h"
#include "util/compiler.h"

enum outcome_kind {
	OUTCOME_NATIVE,
	OUTCOME_DONE, /* value: result or -errno */
	OUTCOME_REWRITE,
	OUTCOME_TAIL,  /* as REWRITE, and gate code puts the registers back (call_rewrite_open) */
	OUTCOME_RETRY, /* no slot was free, or others have to be through with something */
	OUTCOME_KILL,
};

struct outcome {
	enum outcome_kind kind;
	long value;
};

struct call;
/* Runs at the exit stop of a rewritten call; answers what the guest shall see. */
typedef long call_finish(struct call *call, long result);

struct call {
	struct jail *jail;
	struct member *member;
	struct tracee *tracee;
	const struct syscall_row *row;
	long sysno;
	uint64_t args[6];
	TALLOC_CTX *pool;    /* lives until the guest has its result; cheap */
	call_finish *finish; /* set by call_rewrite */
	void *finish_data;   /* talloc'd on pool */
	char *trace_text;    /* for --trace: the call as it was at its entry; NULL: as it is */
	/* what the call holds, let go at its end */
	int owned_fds[16];
	unsigned int owned_count;
	struct path_place places[4];
	unsigned int classes; /* POLICY_BITs to judge the next lookup by; 0: as the row says */
	unsigned int judged;  /* those that were judged and allowed or refused so far */
	unsigned int place_count;
	const struct policy_rule *refused_by; /* the last that refused something; NULL: none */
	bool unjudged;   /* what it opens is looked at once more at its end (deliver.h) */
	bool again;      /* the finish hook has asked for another call (call_rewrite_again) */
	bool waits;      /* its time has not come yet: nothing was done, it is judged again */
	bool names_root; /* a path was read that begins there (only broken builds ask) */
	const struct creds *as; /* whom rights are judged for; NULL: the member's (rights.h) */
};

static inline struct outcome outcome_native(void)
{
	return (struct outcome){ .kind = OUTCOME_NATIVE };
}

static inline struct outcome outcome_done(long value)
{
	return (struct outcome){ .kind = OUTCOME_DONE, .value = value };
}

/* `error` is positive or negative errno: both mean failure. */
static inline struct outcome outcome_fail(int error)
{
	return (struct outcome){ .kind = OUTCOME_DONE, .value = error < 0 ? error : -error };
}

/* 0 or value for a tracer-side result `status` that is 0/positive or -errno. */
static inline struct outcome outcome_status(long status)
{
	return outcome_done(status);
}

/* Arguments truncated as the kernel truncates them. */
static inline int call_int(const struct call *call, unsigned int index)
{
	return (int)(uint32_t)call->args[index];
}

static inline unsigned int call_uint(const struct call *call, unsigned int index)
{
	return (uint32_t)call->args[index];
}

static inline uint64_t call_long(const struct call *call, unsigned int index)
{
	return call->args[index];
}

/*
 * The slot of this call (taken at first use); NULL: none is free, answer
 * (struct outcome){ .kind = OUTCOME_RETRY } before anything was done.
 */
struct slot *call_slot(struct call *call);

/*
 * The kernel shall run `sysno` (a number of this architecture) with these arguments in
 * place of the guest's call, which gets its own registers back afterwards. Pointers must
 * lead into the call's slot or the gate, or be the guest's own output buffers.
 */
struct outcome call_rewrite(struct call *call, enum call_id id, const uint64_t args[6],
			    call_finish *finish, void *finish_data) MUST_CHECK;

/*
 * In a finish hook: the kernel shall run another call before the guest sees a result; `finish` is
 * asked again after that. -ESRCH.
 */
int call_rewrite_again(struct call *call, enum call_id id, const uint64_t args[6]) MUST_CHECK;

/*
 * As call_rewrite() for openat2 from the call's slot (slot->memory->path and ->how); with
 * no finish and nobody watching, it takes one stop instead of two.
 */
struct outcome call_rewrite_open(struct call *call, int base, call_finish *finish,
				 void *finish_data) MUST_CHECK;

/* A non-blocking call made by the tracee now (tracer/remote.h). *ret: value or -errno. */
int call_remote(struct call *call, enum call_id id, const uint64_t args[6],
		long *ret_result) MUST_CHECK;

/* Copies guest strings and structures; -EFAULT etc. go straight to the guest. */
int call_read(struct call *call, uint64_t address, void *buffer, size_t size) MUST_CHECK;
int call_write(struct call *call, uint64_t address, const void *data, size_t size) MUST_CHECK;
/* A path argument: pool-allocated copy, -EFAULT, -ENAMETOOLONG. "" is given as "". */
int call_read_path(struct call *call, uint64_t address, char **ret_path) MUST_CHECK;

/* What this caller sees (root, mounts, /proc view). Cheap; built per use. */
struct path_view call_view(struct call *call);

/*
 * The directory that a dirfd argument (AT_FDCWD or a descriptor) names. ret_start->handle
 * is owned by the call and closed at its end. -EBADF. Any descriptor is accepted, also a
 * non-directory (AT_EMPTY_PATH); resolution says ENOTDIR.
 */
int call_start(struct call *call, int dirfd, struct path_start *ret_start) MUST_CHECK;

/* An O_PATH handle of what the tracee's descriptor `fd` refers to; -EBADF. Caller closes. */
int call_open_fd(struct call *call, int fd, int *ret_handle) MUST_CHECK;

/*
 * `*handle` is of what the tracee has as `fd`: where that stands for a faked device, it becomes one
 * of the placeholder (faked_device.h), whose owner, mode and times the descriptor has.
 */
void call_resolve_device(const struct call *call, int fd, int *handle);

/*
 * A *working* duplicate of the tracee's descriptor (same open file description), for
 * sockets, ttys, pipes: pidfd_getfd (KERNEL: 5.6), or -ENOSYS where there is none.
 */
int call_dup_fd(struct call *call, int fd, int *ret_fd) MUST_CHECK;
/* The same of a descriptor of another member's. */
int call_dup_fd_of(const struct call *call, const struct tracee *tracee, int fd,
		   int *ret_fd) MUST_CHECK;

/*
 * Reads path argument `address` and resolves it from `dirfd` with path_resolve's `flags`.
 * The usual first line of a path handler. The place is released at the end of the call.
 * With CALL_NULL_PATH (KERNEL: 6.11 getname_maybe_null()) NULL is "".
 */
#define CALL_NULL_PATH (1U << 31)
int call_resolve(struct call *call, int dirfd, uint64_t address, unsigned int flags,
		 struct path_place **ret_place) MUST_CHECK;

/* The same for a path that was read already. */
int call_resolve_path(struct call *call, int dirfd, const char *path, unsigned int flags,
		      struct path_place **ret_place) MUST_CHECK;

/* 0 when the place may be written to: -EROFS in a read-only mount, -EXDEV in none. */
int call_may_write(struct call *call, struct path_place *place) MUST_CHECK;

/* "/proc/self/fd/N" of a handle of the tracer's, for calls without an fd form. */
struct handle_name {
	char text[32];
};
struct handle_name handle_name(int handle);

/* Sets the tracer's umask to the caller's; put 022.. back is not needed: set per call. */
void call_apply_umask(struct call *call);

/* Registers a descriptor of the tracer's to be closed when the call ends; answers it. */
int call_own_fd(struct call *call, int fd);

/* on_openat and all the others that rows of the table name. */
#define HANDLER(name) struct outcome on_##name(struct call *call);
#include "syscall/handlers.def"
#undef HANDLER

/* Begins a call at an entry stop, and ends it (slot, descriptors, places, pool). */
void call_begin(struct call *call, const struct syscall_row *row);
void call_end(struct call *call);

#endif
