/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the calls that change a directory (mkdir, unlink, rename, link ...) or a file's
 * attributes (chmod, utimes, setxattr ...) share: whether the caller may, in the order in
 * which the kernel asks (fs/namei.c), and under which name the kernel is then told.
 *
 * Everything answers 0 or -errno for the guest.
 */
#ifndef PTJAIL_SYSCALL_CHANGE_H
#define PTJAIL_SYSCALL_CHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "syscall/call.h"

/* A name in a directory: what *at calls that never follow the last component take. */
struct change_name {
	struct path_place *place;
	int parent;       /* borrowed from place */
	const char *text; /* a slash stays behind it where the guest wrote one: the kernel's
			     own rules about it then apply (it follows no symlink there) */
};

enum change_flag {
	CHANGE_DIRECTORY = 1 << 0, /* mkdir: "new/" is fine */
	CHANGE_LINK = 1 << 1,      /* link: rights_link() asks about the directory, too */
};

/*
 * A name about to be made, as filename_create() judges it: EEXIST for anything that is
 * there, "." and mount points included, before EROFS.
 */
int change_new_name(struct call *call, int dirfd, uint64_t address, unsigned int flags,
		    struct change_name *ret_name) MUST_CHECK;

/*
 * The mount refuses the new name with `refusal`. The kernel says so last: something that is there
 * is EEXIST, and "new/" is ENOENT where no directory is made.
 */
int change_refuse_new_name(struct call *call, const struct change_name *name, unsigned int flags,
			   int refusal) MUST_CHECK;

/* A name as it stands, no rights judged: the start of unlink, rmdir and rename. */
int change_old_name(struct call *call, int dirfd, uint64_t address,
		    struct change_name *ret_name) MUST_CHECK;

/* What lstat says the name is; a mount point is what is mounted there. */
int change_type(struct call *call, const struct change_name *name, mode_t *ret_type) MUST_CHECK;

/* Whether something is mounted there: by ptjail, or so that a faked root was told so. */
bool change_bears_mount(const struct call *call, const struct change_name *name);

/* Whether the name lies inside the synthetic /proc, and may be changed there as modes say. */
bool change_in_proc(struct call *call, const struct change_name *name);
int change_proc_access(struct call *call, const struct change_name *name) MUST_CHECK;

/* The directory was removed: the kernel neither finds nor makes names in it (ENOENT). */
bool change_directory_gone(const struct change_name *name);

/* -EACCES when the caller may not change the directory that holds the name. */
int change_directory_access(struct call *call, const struct change_name *name) MUST_CHECK;

/* Both in one mount: the kernel itself sees only one file system in two binds of it. */
bool change_same_mount(struct call *call, struct path_place *a, struct path_place *b);

/*
 * An object whose attributes change: the handle lies in the place. -EROFS in a read-only
 * mount. A /proc node (place_is_node) is given back as it is, nothing judged.
 */
int change_object_at(struct call *call, int dirfd, const char *path, unsigned int path_flags,
		     struct path_place **ret_place) MUST_CHECK;
int change_object(struct call *call, int dirfd, uint64_t address, unsigned int path_flags,
		  struct path_place **ret_place) MUST_CHECK;

/*
 * -EROFS when the object of a handle may belong to a read-only mount: it is found there,
 * or lies in no mount at all, on a read-only mount's file system.
 */
/* Whether there are objects whose metadata the guest may not change by a descriptor. */
bool change_is_guarded(const struct jail *jail);

/*
 * Whether it is a file of the host's, in no mount, that ptjail was given to read or to write: its
 * content may be the guest's, its mode, owner, times and attributes are not (SECURITY.md, verdict
 * 8). A program that it wrote, and made set-id, would be its user's.
 */
bool change_is_given(struct call *call, int handle);
int change_handle_allowed(struct call *call, int handle) MUST_CHECK;
/* Whether ptjail may widen its mode on the host, of its own accord (faked_unlock). */
bool change_mode_is_free(struct call *call, int handle);

#endif
