/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A file on its way to be executed: the program, a script, a script's interpreter, or
 * PT_INTERP. Found in the guest, judged as the kernel's do_open_execat() does, opened for
 * reading in the tracer, and described to the loader.
 */
#ifndef PTJAIL_SYSCALL_EXEC_FILE_H
#define PTJAIL_SYSCALL_EXEC_FILE_H

#include <sys/stat.h>

#include "syscall/call.h"
#include "syscall/exec_plan.h"
#include "syscall/known_files.h"

struct exec_file {
	struct path_place place;
	int fd; /* the tracer's, O_RDONLY, owned unless `known`; -1: none */
	struct stat status;
	uint64_t mnt_id; /* of the mount that it was found in; 0: the kernel does not tell */
	const struct known_file *known; /* NULL: it is not; borrowed */
	int dirfd; /* >= 0: the tracee named it by this descriptor alone (AT_EMPTY_PATH) */
	const struct mount *window; /* where the loader opens it, NULL: by a descriptor */
	const char *window_rel;     /* on the call's pool */
};

#define EXEC_FILE_INIT                                                                             \
	{                                                                                          \
		.place = PATH_PLACE_INIT, .fd = -1, .dirfd = -1                                    \
	}

/*
 * Resolves `path` from `dirfd` with flags of enum path_flag, and opens it. The caller
 * releases *ret_file, which starts as EXEC_FILE_INIT, also after a failure. Errors are
 * the kernel's; -EACCES also where the file can be executed but not read, since the
 * loader has to. *ret_reason says which of the like it was.
 */
int exec_file_open(struct call *call, int dirfd, const char *path, unsigned int flags,
		   struct exec_file *ret_file, enum exec_reason *ret_reason) MUST_CHECK;
void exec_file_release(struct exec_file *file);

/*
 * Whether the absolute `path` leads to the known file `expected` at this moment, by one lookup in
 * the root's own files: then *ret_file is as exec_file_open() leaves it, but for the way to the
 * file. -ENOENT: no, or not to be said like this (mount points, chroot): look properly.
 */
int exec_file_recall(struct call *call, const char *path, const struct stat *expected,
		     struct exec_file *ret_file) MUST_CHECK;

/* The file's first bytes, at most SCRIPT_HEAD_SIZE: how many, or -errno. */
ssize_t exec_file_head(const struct exec_file *file, char *ret_head);

/* elf_read(), elf_check_interpreter() */
int exec_file_elf(const struct exec_file *file, struct elf_info *ret_info) MUST_CHECK;
int exec_file_check_interpreter(const struct exec_file *file) MUST_CHECK;

/*
 * Tells the plan in `slot` where the loader finds the file: through a mount's window, or
 * by a descriptor that the tracee gets now (a remote call), *ret_fd, which has to be
 * closed if this or the exec fails; -1 for a window.
 */
int exec_file_plan(struct call *call, struct exec_file *file, struct slot *slot,
		   enum exec_plan_role role, int *ret_fd) MUST_CHECK;

/* The guest's path of a planned file, for /proc/PID/exe; NULL only without memory. */
char *exec_file_guest_path(TALLOC_CTX *ctx, struct call *call, const struct exec_file *file);

#endif
