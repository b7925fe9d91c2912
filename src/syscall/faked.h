/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Files as a jail with faked owners shows them (-0, -i): between the database
 * (fakeroot/owners.h), which asks no kernel, and the handlers, which hold handles.
 *
 * Only for jails with jail->fake_root. A handle is any descriptor of ptjail's, also O_PATH.
 * The host's modes follow the faked ones as far as they may: never with a set-id bit that was
 * not there (files: with none), the group's bits without what an ACL gives to others, always with
 * u+rw (directories: u+rwx), so that ptjail's user can do what a faked owner or root may. Files
 * of somebody else's keep their modes on the host. Host owners never change.
 */
#ifndef PTJAIL_SYSCALL_FAKED_H
#define PTJAIL_SYSCALL_FAKED_H

#include <sys/stat.h>

#include "fakeroot/may.h"
#include "fakeroot/owners.h"
#include "syscall/call.h"

struct statx;

/* What the host says of an object, with what the database needs to know it; -errno. */
int faked_host(int handle, struct statx *ret_host) MUST_CHECK;
/* The same of `path` from `directory`; `flags` as of statx(2). */
int faked_host_at(int directory, const char *path, int flags, struct statx *ret_host) MUST_CHECK;

/*
 * What the jail sees is laid over what a statx of `path` from `directory`, with what the database
 * needs, said of it.
 */
void faked_show(const struct jail *jail, int directory, const char *path, struct statx *info);

/* What the jail sees of what the host says; for may_*(). */
struct may_file faked_file(const struct jail *jail, const struct statx *host);
/* Both at once, for an object; -errno. */
int faked_look(const struct jail *jail, int handle, struct statx *ret_host,
	       struct may_file *ret_file) MUST_CHECK;

/* A placeholder: a file that the jail shows as a device. */
bool faked_is_device(const struct jail *jail, int handle);

/* The mode that a file has on the host where the jail sees `mode`, with its type. */
mode_t faked_host_mode(mode_t mode);

/* What the jail sees of the object, as struct stat; -errno. */
int faked_stat(const struct jail *jail, int handle, struct stat *ret_stat) MUST_CHECK;
void faked_to_stat(const struct statx *info, struct stat *ret_stat);

/*
 * The jail shall see `want` (its acl does not count) of the object; a device's number stays.
 * host->stx_mode becomes what it is on the host now. Errors of the host's that are not about
 * rights, and -ENOMEM.
 */
int faked_set(const struct jail *jail, int handle, struct statx *host,
	      const struct may_file *want) MUST_CHECK;

/*
 * The host's mode lacks what the faked one or a faked root's power gives: adds u+rw
 * (directories: u+rwx) there, and the jail sees no difference. -EACCES when the file is not
 * ptjail's user's, or not to be changed (read-only mounts, rules).
 */
int faked_unlock(struct call *call, int handle) MUST_CHECK;

/* --- New files: planned before they are made, entered into the database afterwards. */

struct faked_new {
	struct may_file file; /* what the jail shall see */
	dev_t device;
	mode_t host_mode; /* for the call that makes it, under umask 0 */
	bool mode_is_hosts; /* but for set-id bits: what its directory's own ACL makes of it */
	bool plain; /* as the host makes it by itself under the guest's umask: nothing to enter */
	void *acl, *default_acl; /* inherited, on call->pool; NULL: none */
	size_t acl_size, default_acl_size;
};

/* `mode` with its type, as the guest gave it; the caller's umask or a default ACL applies. */
int faked_plan(struct call *call, int directory, mode_t mode, struct faked_new *ret) MUST_CHECK;
/* The object was made as planned. */
int faked_made(struct call *call, int handle, const struct faked_new *new) MUST_CHECK;
int faked_made_at(struct call *call, int directory, const char *name,
		  const struct faked_new *new) MUST_CHECK;

/* The caller made a pipe, a socket or a memfd: it is his by whom files are made. */
int faked_made_nameless(struct call *call, int handle) MUST_CHECK;

/* --- Names that go. */

/* Before a name is taken away: what it leads to. False: the database need not hear of it. */
bool faked_before_unlink(const struct jail *jail, int directory, const char *name,
			 struct statx *ret_host);
/* It was. */
void faked_unlinked(const struct jail *jail, const struct statx *host);

/* An object has got another name: it may have had none (O_TMPFILE). */
void faked_linked(const struct jail *jail, int handle);

/* What the caller's write takes from a file of that group: enum owner_taken. */
unsigned int faked_takes(const struct call *call, gid_t gid);

/* The caller opened the object for writing, or wrote to it: what does not survive a write. */
void faked_opened_for_writing(struct call *call, int handle);
void faked_wrote(struct call *call, int handle);
/* The object's times were set by the guest. */
void faked_retimed(struct call *call, int handle);
/* What the jail sees of the object was changed: its change time moves, as on Linux. */
void faked_changed(int handle);

#endif
