/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See rights.h: looking up, opening, executing. Never asks the guest's memory anything. */
#include "syscall/rights.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakeroot/fake_root.h"
#include "fakeroot/may.h"
#include "syscall/faked.h"
#include "syscall/rights_private.h"

#define TMPFILE_BIT 020000000U /* __O_TMPFILE */

const struct creds *rights_creds(const struct call *call)
{
	return call->as != NULL ? call->as : call->member->creds;
}

/* The owner's bits that the host asks for: a program is read by its loader. */
static mode_t needed_for(mode_t type, unsigned int want)
{
	mode_t needed = ((want & R_OK) != 0 ? 0400U : 0) | ((want & W_OK) != 0 ? 0200U : 0);

	if ((want & X_OK) != 0)
		needed |= S_ISDIR(type) ? 0100U : 0400U;
	return needed;
}

/* Modes of his own files are the user's to widen; what else stands against it, stays. */
void rights_unlock(struct call *call, int handle, const struct statx *host, unsigned int want)
{
	mode_t needed = needed_for(host->stx_mode, want);

	if (S_ISLNK(host->stx_mode) || (host->stx_mode & needed) == needed ||
	    host->stx_uid != call->jail->fake_root->host_uid)
		return;
	/* A refusal is the host's: the call itself will tell. */
	if (faked_unlock(call, handle) < 0)
		return;
}

static int look_and_ask(struct call *call, int handle, unsigned int want, struct statx *ret_host)
{
	struct may_file file;
	int status = faked_look(call->jail, handle, ret_host, &file);

	return status < 0 ? status : may_access(rights_creds(call), &file, want);
}

int rights_ask(struct call *call, int handle, unsigned int want)
{
	struct statx host;

	return call->jail->fake_root == NULL ? 0 : look_and_ask(call, handle, want, &host);
}

int rights_access(struct call *call, int handle, unsigned int want)
{
	struct statx host;
	int status;

	if (call->jail->fake_root == NULL)
		return 0;
	status = look_and_ask(call, handle, want, &host);
	if (status == 0)
		rights_unlock(call, handle, &host, want);
	return status;
}

/* KERNEL: path_init(): to begin at what is no directory is no question of rights. */
static int search(void *user, int directory)
{
	int status = rights_access(user, directory, X_OK);
	struct stat info;

	if (status == -EACCES && fstat(directory, &info) == 0 && !S_ISDIR(info.st_mode))
		return -ENOTDIR;
	return status;
}

bool rights_pass_search(const struct call *call)
{
	const struct creds *creds = rights_creds(call);

	return creds == NULL || creds_capable(creds, CAP_DAC_READ_SEARCH) ||
	       creds_capable(creds, CAP_DAC_OVERRIDE);
}

bool rights_may_refuse(const struct call *call)
{
	const struct creds *creds = rights_creds(call);

	return creds != NULL && !creds_capable(creds, CAP_DAC_OVERRIDE);
}

struct path_rights rights_of_lookup(struct call *call)
{
	return (struct path_rights){
		.search = search,
		.user = call,
		.always = !rights_pass_search(call),
	};
}

int rights_by_real_ids(struct call *call)
{
	struct creds *creds;

	if (call->jail->fake_root == NULL)
		return 0;
	creds = talloc(call->pool, struct creds);
	if (creds == NULL)
		return -ENOMEM;
	*creds = may_by_real_ids(call->member->creds);
	call->as = creds;
	return 0;
}

static unsigned int wanted(const struct open_how *how)
{
	unsigned int want = 0;

	if ((how->flags & O_ACCMODE) != O_WRONLY)
		want |= R_OK;
	if ((how->flags & O_ACCMODE) != O_RDONLY || (how->flags & O_TRUNC) != 0)
		want |= W_OK;
	return want;
}

/* A file without a name, of a file system that the jail shows: it had one, or O_TMPFILE made it. */
static bool was_here(const struct call *call, int handle)
{
	const struct mount_table *mounts = call->jail->mounts;
	struct stat st, root;

	if (fstat(handle, &st) < 0 || st.st_nlink > 0)
		return false;
	for (size_t i = 0; i < mounts->count; i++) {
		int directory = mounts->mounts[i]->handle;

		if (directory >= 0 && fstat(directory, &root) == 0 && root.st_dev == st.st_dev)
			return true;
	}
	return false;
}

/* Somebody gave it an owner or a mode: it is made for its owner if a pipe, else for everybody. */
static bool was_told(const struct call *call, int handle)
{
	struct statx host;
	mode_t made;

	if (faked_host(handle, &host) < 0)
		return true;
	made = S_ISFIFO(host.stx_mode) ? 0600 : 0666;
	return (host.stx_mode & 0666) != made ||
	       owners_get(call->jail->fake_root->owners, &host).known != 0;
}

/*
 * A followed /proc/self/fd/N that leads to a pipe, a socket, a memfd: the host made it for a
 * thread of ptjail's user, so that nothing tells which faked identity it is of, unless it was
 * entered when it was made (made_nameless.h), or until somebody says who may open it.
 */
static bool is_nameless(struct call *call, struct path_place *place)
{
	struct path_view view = call_view(call);

	return place->magic && path_place_mount(call->pool, &view, place) == NULL &&
	       !was_here(call, place->handle) && !was_told(call, place->handle);
}

/* What O_CREAT meets where others may put things. */
static int meets(struct call *call, const struct path_place *place, const struct may_file *file)
{
	struct may_file directory;
	struct statx host;
	int status;

	if (place->parent < 0 || file->uid == rights_creds(call)->uid.fs)
		return 0;
	status = faked_look(call->jail, place->parent, &host, &directory);
	return status < 0 ? status
			  : may_open_in_sticky(rights_creds(call), &directory, file,
					       &call->jail->fake_root->protected);
}

static int open_existing(struct call *call, struct path_place *place, const struct open_how *how)
{
	struct may_file file;
	struct statx host;
	int status;

	if (is_nameless(call, place))
		return 0;
	status = faked_look(call->jail, place->handle, &host, &file);
	if (status < 0)
		return status;
	if ((how->flags & TMPFILE_BIT) != 0)
		status = may_create(rights_creds(call), &file);
	else if (S_ISDIR(file.mode) && (wanted(how) & W_OK) != 0)
		return -EISDIR; /* KERNEL: may_open(), before any right */
	else if ((how->flags & O_CREAT) != 0)
		status = meets(call, place, &file);
	if (status == 0 && (how->flags & TMPFILE_BIT) == 0)
		status = may_access(rights_creds(call), &file, wanted(how));
	if (status == 0 && (how->flags & O_NOATIME) != 0 &&
	    !may_as_owner(rights_creds(call), &file))
		status = -EPERM;
	if (status == 0)
		rights_unlock(call, place->handle, &host,
			      (how->flags & TMPFILE_BIT) != 0 ? W_OK | X_OK : wanted(how));
	return status;
}

int rights_open(struct call *call, struct path_place *place, const struct open_how *how)
{
	if (call->jail->fake_root == NULL || (how->flags & O_PATH) != 0)
		return 0;
	if (place->handle >= 0)
		return open_existing(call, place, how);
	return place->parent < 0 ? 0 : rights_access(call, place->parent, W_OK | X_OK);
}
