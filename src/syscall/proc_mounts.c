/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * mounts, mountinfo, mountstats: written from the jail's own mount table, never copied
 * from the host's. Sources of host mounts are not named; types and options are those of
 * the file systems that the guest sees anyway by statfs.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "fakeroot/fake_root.h"
#include "syscall/proc_node.h"

/* statfs(2)'s f_type to the name in /proc/filesystems; some are in no kernel header. */
static const struct {
	unsigned long magic;
	const char *name;
} types[] = {
	{ EXT4_SUPER_MAGIC, "ext4" },
	{ TMPFS_MAGIC, "tmpfs" },
	{ OVERLAYFS_SUPER_MAGIC, "overlay" },
	{ XFS_SUPER_MAGIC, "xfs" },
	{ BTRFS_SUPER_MAGIC, "btrfs" },
	{ F2FS_SUPER_MAGIC, "f2fs" },
	{ 0x2fc12fc1UL, "zfs" },
	{ 0xca451a4eUL, "bcachefs" },
	{ NFS_SUPER_MAGIC, "nfs" },
	{ FUSE_SUPER_MAGIC, "fuse" },
	{ V9FS_MAGIC, "9p" },
	{ SMB2_SUPER_MAGIC, "smb3" },
	{ CIFS_SUPER_MAGIC, "cifs" },
	{ CEPH_SUPER_MAGIC, "ceph" },
	{ AFS_SUPER_MAGIC, "afs" },
	{ 0x0bd00bd0UL, "lustre" },
	{ 0x47504653UL, "gpfs" },
	{ 0x19830326UL, "fhgfs" },
	{ SQUASHFS_MAGIC, "squashfs" },
	{ EROFS_SUPER_MAGIC_V1, "erofs" },
	{ ISOFS_SUPER_MAGIC, "iso9660" },
	{ MSDOS_SUPER_MAGIC, "vfat" },
	{ EXFAT_SUPER_MAGIC, "exfat" },
	{ ECRYPTFS_SUPER_MAGIC, "ecryptfs" },
	{ REISERFS_SUPER_MAGIC, "reiserfs" },
	{ 0x3153464aUL, "jfs" },
	{ RAMFS_MAGIC, "ramfs" },
	{ HUGETLBFS_MAGIC, "hugetlbfs" },
	{ PROC_SUPER_MAGIC, "proc" },
	{ SYSFS_MAGIC, "sysfs" },
	{ DEVPTS_SUPER_MAGIC, "devpts" },
	{ CGROUP2_SUPER_MAGIC, "cgroup2" },
	{ CGROUP_SUPER_MAGIC, "cgroup" },
	{ SECURITYFS_MAGIC, "securityfs" },
	{ DEBUGFS_MAGIC, "debugfs" },
};

/* One mount as the caller sees it. */
struct shown {
	dev_t dev;
	const char *point; /* mount point, relative to the caller's root */
	const char *type;
	const char *source;
	unsigned long flags; /* ST_* */
	unsigned int id, parent_id;
};

typedef void shown_print(struct proc_text *text, const struct shown *shown);

static const char *type_name(unsigned long magic)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		if (types[i].magic == magic)
			return types[i].name;
	}
	return "unknown";
}

/* KERNEL: show_mnt_opts(); the order of /proc/mounts. */
static void print_options(struct proc_text *text, unsigned long flags)
{
	static const struct {
		unsigned long flag;
		const char *name;
	} names[] = {
		{ ST_NOSUID, ",nosuid" },         { ST_NODEV, ",nodev" },
		{ ST_NOEXEC, ",noexec" },         { ST_NOATIME, ",noatime" },
		{ ST_NODIRATIME, ",nodiratime" }, { ST_RELATIME, ",relatime" },
	};

	proc_text_print(text, "%s", (flags & ST_RDONLY) != 0 ? "ro" : "rw");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if ((flags & names[i].flag) != 0)
			proc_text_print(text, "%s", names[i].name);
	}
}

/* KERNEL: mangle(): blank, tab, newline, backslash and '#' as octal. */
static void print_escaped(struct proc_text *text, const char *name)
{
	for (; *name != '\0'; name++) {
		if (strchr(" \t\n\\#", *name) != NULL)
			proc_text_print(text, "\\%03o", (unsigned char)*name);
		else
			proc_text_add(text, name, 1);
	}
}

static void print_mounts(struct proc_text *text, const struct shown *shown)
{
	print_escaped(text, shown->source);
	proc_text_add(text, " ", 1);
	print_escaped(text, shown->point);
	proc_text_print(text, " %s ", shown->type);
	print_options(text, shown->flags);
	proc_text_print(text, " 0 0\n");
}

static void print_mountinfo(struct proc_text *text, const struct shown *shown)
{
	proc_text_print(text, "%u %u %u:%u / ", shown->id, shown->parent_id, major(shown->dev),
			minor(shown->dev));
	print_escaped(text, shown->point);
	proc_text_print(text, " ");
	print_options(text, shown->flags);
	proc_text_print(text, " - %s %s %s\n", shown->type, shown->source,
			(shown->flags & ST_RDONLY) != 0 ? "ro" : "rw");
}

static void print_mountstats(struct proc_text *text, const struct shown *shown)
{
	proc_text_print(text, "device %s mounted on ", shown->source);
	print_escaped(text, shown->point);
	proc_text_print(text, " with fstype %s\n", shown->type);
}

/* The default devices are parts of /dev, as the nodes of a devtmpfs are; a link is no mount. */
static bool is_listed(const struct mount *mount)
{
	return !mount->concealed && mount->link == NULL &&
	       (mount->kind != MOUNT_FILE || mount->parent == NULL || !mount->parent->synthetic);
}

static void describe(const struct mount *mount, dev_t root_dev, struct shown *shown)
{
	struct statfs st;

	if (mount->kind == MOUNT_PROC) {
		shown->type = "proc";
		shown->source = "proc";
		shown->flags = ST_NOSUID | ST_NODEV | ST_NOEXEC | ST_RELATIME;
		return;
	}
	shown->type = "unknown";
	if (fstatfs(mount->handle, &st) == 0) {
		shown->type = type_name((unsigned long)st.f_type & 0xffffffffUL);
		shown->flags = (unsigned long)st.f_flags;
	}
	shown->source = mount->dev == root_dev && !mount->synthetic ? "/dev/root" : shown->type;
	if (mount->read_only)
		shown->flags |= ST_RDONLY;
}

/* `path` as seen from the directory `root`; NULL: not below it. */
static const char *below(const char *root, const char *path)
{
	size_t length = strlen(root);

	if (strcmp(root, "/") == 0)
		return path;
	if (strncmp(path, root, length) != 0)
		return NULL;
	if (path[length] == '\0')
		return "/";
	return path[length] == '/' ? path + length : NULL;
}

/*
 * What statx, name_to_handle_at and fdinfo tell of files in a mount is the host's id. Of several
 * mounts that lie in one of the host's, the first has it; the others get ids that none has.
 */
struct mount_ids {
	const struct mount_table *table;
	unsigned int *list;   /* of each mount in the table */
	unsigned int made_up; /* from here on: that of mount 0 in the table, ... */
};

/* 0: the kernel does not tell (before 5.8). */
static unsigned int host_id(const struct mount *mount)
{
	struct statx found = { 0 };

	if (mount->handle < 0 ||
	    statx(mount->handle, "", AT_EMPTY_PATH, STATX_MNT_ID, &found) < 0 ||
	    (found.stx_mask & STATX_MNT_ID) == 0)
		return 0;
	return (unsigned int)found.stx_mnt_id;
}

static bool is_used(const struct mount_ids *ids, size_t count, unsigned int id)
{
	for (size_t i = 0; i < count; i++) {
		if (ids->list[i] == id)
			return true;
	}
	return false;
}

static bool find_ids(TALLOC_CTX *ctx, const struct mount_table *table, struct mount_ids *ret_ids)
{
	struct mount_ids ids = { .table = table, .made_up = 2 };

	ids.list = talloc_zero_array(ctx, unsigned int, table->count);
	if (ids.list == NULL)
		return false;
	for (size_t i = 0; i < table->count; i++) {
		unsigned int id = host_id(table->mounts[i]);

		if (id >= ids.made_up)
			ids.made_up = id + 1;
		if (is_listed(table->mounts[i]) && !is_used(&ids, i, id))
			ids.list[i] = id;
	}
	for (size_t i = 0; i < table->count; i++) {
		if (ids.list[i] == 0)
			ids.list[i] = ids.made_up + (unsigned int)i;
	}
	*ret_ids = ids;
	return true;
}

static unsigned int id_of(const struct mount_ids *ids, const struct mount *mount)
{
	for (size_t i = 0; i < ids->table->count; i++) {
		if (ids->table->mounts[i] == mount)
			return ids->list[i];
	}
	return 1; /* the root mount's parent is outside, as the initial ramfs is */
}

static unsigned int id_of_faked(const struct mount_ids *ids, size_t number)
{
	return ids->made_up + (unsigned int)(ids->table->count + number);
}

static void mounts_print(const struct mount_ids *ids, const char *root, shown_print *print,
			 struct proc_text *text)
{
	const struct mount_table *table = ids->table;

	for (size_t i = 0; i < table->count; i++) {
		const struct mount *mount = table->mounts[i];
		struct shown shown = { .dev = mount->dev };

		shown.point = below(root, mount->parent == NULL ? "/" : mount->guest);
		if (shown.point == NULL || !is_listed(mount))
			continue;
		shown.id = id_of(ids, mount);
		shown.parent_id = id_of(ids, mount->parent);
		describe(mount, table->mounts[0]->dev, &shown);
		print(text, &shown);
	}
}

/* The id of the innermost mount around `point`, of the jail's and the first `made` faked ones. */
static unsigned int id_around(const struct jail *jail, const struct mount_ids *ids, size_t made,
			      const char *point)
{
	const struct mount_table *table = ids->table;
	unsigned int id = id_of(ids, table->mounts[0]);
	size_t longest = 0;

	for (size_t i = 1; i < table->count; i++) {
		const char *guest = table->mounts[i]->guest;

		if (is_listed(table->mounts[i]) && strlen(guest) > longest &&
		    below(guest, point) != NULL) {
			longest = strlen(guest);
			id = id_of(ids, table->mounts[i]);
		}
	}
	for (size_t i = 0; i < made; i++) {
		const char *other = jail->fake_root->mounts[i].point;

		if (strlen(other) >= longest && below(other, point) != NULL) {
			longest = strlen(other);
			id = id_of_faked(ids, i);
		}
	}
	return id;
}

/* Those that a faked root was told to have made: he will look for them. */
static void faked_print(const struct jail *jail, const struct mount_ids *ids, const char *root,
			shown_print *print, struct proc_text *text)
{
	const struct fake_root *fake = jail->fake_root;

	for (size_t i = 0; fake != NULL && i < fake->mount_count; i++) {
		const struct fake_mount *mount = &fake->mounts[i];
		struct shown shown = { .dev = mount->dev,
				       .point = below(root, mount->point),
				       .type = mount->type,
				       .source = mount->source,
				       .flags = mount->flags,
				       .id = id_of_faked(ids, i),
				       .parent_id = id_around(jail, ids, i, mount->point) };

		if (shown.point == NULL)
			continue;
		if (shown.type == NULL)
			shown.type = type_name(mount->magic);
		print(text, &shown);
	}
}

void mounts_text(const struct jail *jail, const char *root, enum mounts_format format,
		 struct proc_text *text)
{
	static shown_print *const prints[] = {
		[MOUNTS_FSTAB] = print_mounts,
		[MOUNTS_INFO] = print_mountinfo,
		[MOUNTS_STATS] = print_mountstats,
	};

	struct mount_ids ids;

	if (!find_ids(text->ctx, jail->mounts, &ids)) {
		text->error = -ENOMEM;
		return;
	}
	mounts_print(&ids, root, prints[format], text);
	faked_print(jail, &ids, root, prints[format], text);
	talloc_free(ids.list);
}

static int read_mounts(struct proc *proc, const struct proc_subject *subject,
		       enum mounts_format format, struct proc_text *text)
{
	const struct fs *fs = subject->member->fs;
	char *root = NULL;

	if (fs->root >= 0 && fs->root_mount != NULL) {
		const char *guest = fs->root_mount->parent == NULL ? "" : fs->root_mount->guest;
		const char *rel = fs->root_rel == NULL ? "" : fs->root_rel;

		root = talloc_asprintf(text->ctx, "%s%s%s", guest, rel[0] ? "/" : "", rel);
		if (root == NULL)
			return -ENOMEM;
	}
	mounts_text(proc->jail, root == NULL || root[0] == '\0' ? "/" : root, format, text);
	talloc_free(root);
	return 0;
}

int proc_mounts(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	return read_mounts(proc, subject, MOUNTS_FSTAB, text);
}

int proc_mountinfo(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	return read_mounts(proc, subject, MOUNTS_INFO, text);
}

int proc_mountstats(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	return read_mounts(proc, subject, MOUNTS_STATS, text);
}
