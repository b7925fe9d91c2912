/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The synthetic /proc: a tree in which only members exist and that tells nothing of the
 * host that the mounts do not show. It answers path resolution (path/node.h) and gives
 * file contents; of the host's procfs it gives away single files (proc_open()), never a
 * directory.
 *
 *   proc.c         the tree: lookup (node_ops); proc_link.c, proc_list.c: its links and
 *                  listings; proc_rights.c: who may read and write what
 *   proc_spool.c   directories and files of the spool that stand for nodes
 *   proc_table.c   one row per node: name, kind, mode, where its content comes from
 *   proc_zombie.c  what is left of a process that has ended
 *   proc_files.c   contents; proc_maps.c, proc_mounts.c, proc_fd.c: the larger ones
 *
 * A node is named by its canonical path below /proc, which is also its path in the host's
 * /proc: "", "cpuinfo", "123/fd/4", "123/task/124/status". "self" is a link, never a part
 * of a node's name.
 */
#ifndef PTJAIL_SYSCALL_PROC_H
#define PTJAIL_SYSCALL_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <talloc.h>

#include "path/node.h"
#include "path/resolve.h"
#include "util/compiler.h"

struct jail;
struct proc;

/*
 * `spool`: the directory that is the MOUNT_PROC mount's handle (may be O_PATH), writable
 * by us alone, borrowed until proc_new() returns. `jail` is borrowed for life; its mounts
 * and members are looked at only when a node is asked for.
 * -errno of opening the host's /proc; -ENOTSUP: what is there is no procfs.
 */
int proc_new(TALLOC_CTX *ctx, struct jail *jail, int spool, struct proc **ret_proc) MUST_CHECK;

/* The callbacks for path resolution; valid as long as `proc`. */
struct node_ops proc_node_ops(struct proc *proc);

/*
 * The content of a NODE_FILE as an open of this moment shows it, talloc'd on ctx.
 * -ENOENT, -ESRCH: its process is gone; -EACCES: as the kernel would refuse it.
 */
int proc_read(TALLOC_CTX *ctx, struct proc *proc, const struct caller *caller, const char *node,
	      char **ret_data, size_t *ret_size) MUST_CHECK;

/*
 * Whether `caller` may use the node as access(2) says it: R_OK, W_OK, X_OK bits. What
 * changes a member as the kernel lets it be changed (comm, oom_score_adj ...) can be written;
 * all else is -EACCES, also where the kernel would take the open and refuse the write.
 */
int proc_access(struct proc *proc, const struct caller *caller, const char *node,
		int bits) MUST_CHECK;

/*
 * Whether the caller may set what an owner may: times (`touch`: those of now), the owner and the
 * group that it has. Nothing of it is kept. -EPERM, -EACCES: it is root's, or immutable. Where ids
 * are faked nobody may.
 */
int proc_may_set(struct proc *proc, const struct caller *caller, const char *node,
		 bool touch) MUST_CHECK;

/*
 * The spool's stand-in of a file, which a stat has told of, is taken out and becomes `name` in
 * `directory` (of the spool too), empty and not to be found by its node any more; -ENOENT: nobody
 * asked for it yet.
 */
int proc_take_stand_in(struct proc *proc, const char *node, int directory,
		       const char *name) MUST_CHECK;

/*
 * Opens the kernel's own file of a node that is not to be a copy: one that members may
 * write, or one that is read again and again. *ret_fd may be given to
 * the caller: it is a regular file, about the machine or bound by the kernel to a process that
 * was a member (not to its number), and the kernel asks who writes. `flags`: of open(2).
 * -ENOSYS: take proc_read(). Others as proc_read(). RACE: none, no member is reaped meanwhile.
 */
int proc_open(struct proc *proc, const struct caller *caller, const char *node, uint64_t flags,
	      int *ret_fd) MUST_CHECK;

/*
 * The node, visible to `caller`, that a handle on the host's procfs is; -ENOENT: the handle
 * is something else, or not to be seen.
 */
int proc_node_of(TALLOC_CTX *ctx, struct proc *proc, const struct caller *caller, int handle,
		 char **ret_node) MUST_CHECK;

/* PR_GET_SECCOMP as it would be without the jail's own filter; -errno: it cannot be told. */
int proc_seccomp_mode(struct proc *proc, pid_t tid) MUST_CHECK;

/*
 * Makes the spool directory of a NODE_DIRECTORY list what the node holds now. Call it right
 * after such a directory was opened for reading; nothing else needs it.
 */
int proc_refresh(struct proc *proc, const struct caller *caller, const char *node) MUST_CHECK;

/*
 * The place in the spool that stands for a NODE_DIRECTORY, such that an open in the tracee
 * can be delivered (or entered): handle is owned by the place, strings are talloc'd on ctx.
 */
int proc_place(TALLOC_CTX *ctx, struct proc *proc, const struct caller *caller, const char *node,
	       struct path_place *ret_place) MUST_CHECK;

/*
 * Whose the node is, where ids are faked: its process's, by effective ids, and root's where that
 * does not let itself be dumped. `mode` with its type, as the node has it.
 */
void proc_owner(struct proc *proc, const char *node, mode_t mode, uid_t *ret_uid, gid_t *ret_gid);

/* Thread `tid` is gone: what the spool holds for it is removed. Cheap when that is nothing. */
void proc_forget(struct proc *proc, pid_t tgid, pid_t tid);

/*
 * Whether the node is a descriptor link ("123/fd/4", "123/task/124/fd/4"), and of which
 * thread's descriptor: 0 or -ENOENT.
 */
int proc_fd_node(const char *node, pid_t *ret_tid, int *ret_fd);

/*
 * The st_mode of a descriptor link, which tells how the descriptor is open; 0 when the node
 * is no such link (its stand-in's mode is right then).
 */
mode_t proc_link_mode(struct proc *proc, const char *node);

/*
 * The name under which the content of a node travels (deliver_content): a file name
 * without '/' and ':' (what is put behind a ':' does not matter), from which a
 * descriptor's link text is recognised and shown as the node's path again.
 */
char *proc_content_name(TALLOC_CTX *ctx, const char *node);

/*
 * Whether an open file is a content that was given out, by its name, or a place of the spool that
 * stands for a node. A memfd that its maker called so is taken for one: only what its holders are
 * told of it may depend on this.
 */
bool proc_is_shown(const struct proc *proc, int handle);

#endif
