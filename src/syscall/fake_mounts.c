/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * mount and umount2: EPERM to an ordinary user, once the arguments are right. By a faked root
 * (-0): what installers do to a tree that they set up. No mount is ever made. Pseudo file
 * systems, binds and changes of what is mounted are reported as done, so that a script goes on,
 * and a later umount2 finds what it expects; everything that would need a device or a network is
 * EPERM, as is all of it with --mounts=refused.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <talloc.h>

#include "fakeroot/creds.h"
#include "fakeroot/fake_root.h"
#include "syscall/handlers.h"
#include "util/fd.h"

static char none[] = "none", root[] = "/";

/* Changes of mounts that are there: the type does not count (mount(2)). */
#define WITHOUT_TYPE                                                                               \
	(MS_REMOUNT | MS_BIND | MS_MOVE | MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE)

static const char *const harmless[] = { "proc",     "sysfs",    "devpts",     "tmpfs",
					"devtmpfs", "mqueue",   "hugetlbfs",  "ramfs",
					"cgroup",   "cgroup2",  "securityfs", "debugfs",
					"tracefs",  "configfs", "pstore",     "bpf",
					"efivarfs", "fusectl",  "binfmt_misc" };

static bool is_allowed(const struct call *call)
{
	const struct fake_root *fake = call->jail->fake_root;

	return fake != NULL && !fake->refuses_mounts &&
	       creds_capable(call->member->creds, CAP_SYS_ADMIN);
}

static int check_type(const char *type, uint64_t flags)
{
	if ((flags & WITHOUT_TYPE) != 0)
		return 0;
	if (type == NULL)
		return -EINVAL;
	for (size_t i = 0; i < ARRAY_SIZE(harmless); i++) {
		if (strcmp(type, harmless[i]) == 0)
			return 0;
	}
	return -EPERM;
}

/* KERNEL: fs/namespace.c copy_mount_string(): NULL is none. */
static int read_name(struct call *call, uint64_t address, char **ret_name)
{
	int status;

	*ret_name = NULL;
	if (address == 0)
		return 0;
	status = call_read_path(call, address, ret_name);
	return status == -ENAMETOOLONG ? -EINVAL : status;
}

/* What the kernel copies before it looks at any of it: type, source, and some data. */
static int read_arguments(struct call *call, char **ret_type, char **ret_source)
{
	char byte;
	int status = read_name(call, call->args[2], ret_type);

	if (status == 0)
		status = read_name(call, call->args[0], ret_source);
	if (status == 0 && call->args[4] != 0)
		status = call_read(call, call->args[4], &byte, 1);
	return status;
}

/* Counted from the jail's own root, whatever the caller's is. */
static int name_point(struct call *call, const struct path_place *place, struct fake_mount *point)
{
	struct path_view view = call_view(call);
	struct mount *mount;
	char *rel;
	const char *above;
	int status = path_locate(call->pool, &view, place->handle, place->mount, &mount, &rel);

	if (status < 0)
		return status;
	above = mount->parent == NULL ? "" : mount->guest;
	point->point = talloc_asprintf(call->pool, "%s%s%s", above, rel[0] != '\0' ? "/" : "", rel);
	if (point->point == NULL)
		return -ENOMEM;
	if (point->point[0] == '\0')
		point->point = root;
	return 0;
}

/* A place of the synthetic /proc: by what stands for it. */
static int find_node_point(struct call *call, const struct path_place *place,
			   struct fake_mount *point)
{
	const struct node_ops *nodes = &call->jail->nodes;
	struct caller caller = { call->tracee->tgid, call->tracee->tid };
	CLEANUP_FD int handle = -1;
	struct stat info;
	int status = nodes->handle(nodes->user, &caller, place->node, &handle);

	if (status < 0)
		return status;
	if (fstat(handle, &info) < 0)
		return -errno;
	point->dev = info.st_dev;
	point->ino = info.st_ino;
	point->point = talloc_asprintf(call->pool, "%s%s%s", place->mount->guest,
				       place->node[0] != '\0' ? "/" : "", place->node);
	return point->point == NULL ? -ENOMEM : 0;
}

static int find_point(struct call *call, uint64_t address, unsigned int flags,
		      struct fake_mount *ret_point)
{
	struct path_place *place;
	struct stat info;
	int status = call_resolve(call, AT_FDCWD, address, flags, &place);

	if (status < 0)
		return status;
	if (!is_allowed(call))
		return -EPERM;
	*ret_point = (struct fake_mount){ 0 };
	if (place->handle < 0)
		return place->node != NULL && place->mount != NULL
			       ? find_node_point(call, place, ret_point)
			       : -EINVAL;
	if (fstat(place->handle, &info) < 0)
		return -errno;
	ret_point->dev = info.st_dev;
	ret_point->ino = info.st_ino;
	return name_point(call, place, ret_point);
}

/* KERNEL: path_mount(): times of access are relative, unless something else is asked for. */
static unsigned long shown_flags(uint64_t flags)
{
	unsigned long shown = flags & (MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME |
				       MS_NODIRATIME);

	return (flags & (MS_NOATIME | MS_STRICTATIME)) == 0 ? shown | ST_RELATIME : shown;
}

/* What is mounted once more, or elsewhere: it has to be there, and has a type already. */
static int look_at_source(struct call *call, struct fake_mount *mount)
{
	const struct fake_mount *moved;
	struct path_place *place;
	struct statfs fs;
	struct stat st;
	int status;

	if (call->args[0] == 0)
		return -EINVAL;
	status = call_resolve(call, AT_FDCWD, call_long(call, 0), PATH_FOLLOW, &place);
	if (status < 0)
		return status;
	mount->source = talloc_strdup(call->pool, "/dev/root");
	if (mount->source == NULL)
		return -ENOMEM;
	mount->type = NULL;
	mount->magic = PROC_SUPER_MAGIC;
	if (place->handle < 0 || fstatfs(place->handle, &fs) < 0 || fstat(place->handle, &st) < 0)
		return 0;
	mount->magic = (unsigned long)fs.f_type & 0xffffffffUL;
	moved = fake_root_mount_at(call->jail->fake_root, st.st_dev, st.st_ino);
	if (moved == NULL)
		return 0;
	mount->source = talloc_strdup(call->pool, moved->source);
	mount->type = moved->type == NULL ? NULL : talloc_strdup(call->pool, moved->type);
	return mount->source == NULL || (moved->type != NULL && mount->type == NULL) ? -ENOMEM : 0;
}

static int make(struct call *call, uint64_t flags, struct fake_mount *mount)
{
	struct fake_root *fake = call->jail->fake_root;
	int status = (flags & (MS_BIND | MS_MOVE)) != 0 ? look_at_source(call, mount) : 0;

	mount->flags = shown_flags(flags);
	return status < 0 ? status : fake_root_mount(fake, mount);
}

/* mount(source, target, type, flags, data) */
struct outcome on_mount(struct call *call)
{
	uint64_t flags = call_long(call, 3);
	struct fake_mount mount, *changed;
	char *type, *source;
	int status = read_arguments(call, &type, &source);

	if (status == 0)
		status = find_point(call, call_long(call, 1), PATH_FOLLOW, &mount);
	if (status == 0)
		status = check_type(type, flags);
	if (status < 0)
		return outcome_fail(status);
	if ((flags & MS_REMOUNT) != 0) {
		changed = fake_root_mount_at(call->jail->fake_root, mount.dev, mount.ino);
		if (changed != NULL)
			changed->flags = shown_flags(flags);
		return outcome_done(0);
	}
	if ((flags & WITHOUT_TYPE & ~(uint64_t)(MS_BIND | MS_MOVE)) != 0)
		return outcome_done(0);
	mount.type = type;
	/* KERNEL: show_vfsmnt(): "none" for nothing. */
	mount.source = source != NULL && source[0] != '\0' ? source : none;
	return outcome_status(make(call, flags, &mount));
}

/* umount(target, flags) */
struct outcome on_umount(struct call *call)
{
	unsigned int flags = call_uint(call, 1);
	struct fake_mount point;
	int status;

	if ((flags & ~(unsigned int)(MNT_FORCE | MNT_DETACH | MNT_EXPIRE | UMOUNT_NOFOLLOW)) != 0)
		return outcome_fail(EINVAL);
	status = find_point(call, call_long(call, 0),
			    (flags & UMOUNT_NOFOLLOW) != 0 ? 0 : PATH_FOLLOW, &point);
	if (status < 0)
		return outcome_fail(status);
	return outcome_status(fake_root_unmount(call->jail->fake_root, &point));
}

/* open_tree, fsopen, fspick, mount_setattr: there is nothing to hold. Never the kernel's to do. */
struct outcome on_new_mount(struct call *call)
{
	return outcome_fail(is_allowed(call) ? ENOSYS : EPERM);
}
