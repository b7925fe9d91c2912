/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * From what the user wants to a jail that is ready to launch its first program: probe,
 * mounts, synthetic trees, gate, loader, protected descriptors, filter.
 */
#ifndef PTJAIL_SYSCALL_SETUP_H
#define PTJAIL_SYSCALL_SETUP_H

#include "policy/policy_audit.h"
#include "syscall/jail.h"
#include "tracer/launch.h"
#include "tracer/limits.h"
#include "util/compiler.h"

/* Features to do without even where the host has them. */
struct setup_without {
	bool seccomp, openat2, process_vm, memfd, mseal, landlock, patch, one_cpu;
};

struct setup {
	const char *rootfs;
	const struct mount_request *binds;
	size_t bind_count;
	const char *cwd; /* guest path */
	bool cwd_optional; /* start in / where there is no such directory */
	bool cwd_same;     /* or where it is not ptjail's own, or rules may forbid it */
	const char *emulator; /* -q: a command (emulator.h); NULL: none */
	bool bare;
	bool kill_on_exit;
	struct setup_without without;
	const struct limits_config *limits; /* NULL: nothing is limited or measured */
	struct policy *policy;          /* NULL: everything is allowed; judge.h */
	FILE *audit;                    /* NULL: none */
	struct policy_learned *learned; /* NULL: nobody wants to know */
	FILE *learn_to;                 /* where the caller will write it */
	bool new_session;               /* setsid() before the program */
	bool refuse_ptrace;             /* members do not trace members */
	bool refuse_mounts;             /* with fake_root: mount(2) is EPERM */
	bool fake_root;                 /* -0, -i: the first program is fake_uid, fake_gid */
	uid_t fake_uid;
	gid_t fake_gid; /* (gid_t)-1: ptjail's own */
	const struct kernel_names *kernel; /* NULL: its own; must outlive the jail */
};

/* Which part failed, for the report; *ret_index is the bind at fault. */
enum setup_stage {
	SETUP_DONE,
	SETUP_SPOOL,
	SETUP_ROOTFS,
	SETUP_BINDS,
	SETUP_PROC,
	SETUP_POLICY,
	SETUP_CWD,
	SETUP_EMULATOR,
	SETUP_GATE,
	SETUP_FILTER,
	SETUP_MEMORY,
};

int setup_jail(TALLOC_CTX *ctx, const struct setup *setup, struct jail **ret_jail,
	       enum setup_stage *ret_stage, size_t *ret_index) MUST_CHECK;

/* Fills what launch() needs but argv and envp; the arrays belong to the jail. */
void setup_launch(const struct jail *jail, struct launch *ret_launch);

#endif
