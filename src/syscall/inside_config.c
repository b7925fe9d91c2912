/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What in-process code has to know of the jail (inside.h). When in doubt it is told less, and more
 * calls stop. Must never open a window from any descriptor while one could lead to what each open
 * of is judged.
 */
#include "syscall/inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakeroot/fake_root.h"
#include "fakeroot/owners.h"
#include "syscall/change.h"
#include "syscall/guest_fds.h"
#include "util/fd.h"

/*
 * From any descriptor the kernel confines a lookup to what lies below it. So these windows are
 * shut before a peer outside could hand in a directory (inside_expect_peers), and where what
 * they lead to is judged piece by piece.
 */
void inside_configure_filter(const struct jail *jail, struct filter_config *config)
{
	config->root_changes = jail->fake_root != NULL && jail->root_windows &&
			       jail->judge == NULL && !change_is_guarded(jail);
	config->guest_fd_root = guest_fds_is_window(jail, jail->mounts->mounts[0]->guest_fd) &&
				jail->mounts->mounts[0]->guest_fd == (int)jail->guest_fd_base;
	if (jail->judge != NULL || jail->has_peers ||
	    (jail->fake_root != NULL && !jail->root_windows))
		return;
	config->dirfd_entries = jail->mounts->any_read_only ? GATE_HOW_WRITE : GATE_HOW_ROOT_READ;
}

static bool add_name(struct gate_config *config, const char *place)
{
	const char *slash = strrchr(place, '/');
	const char *name = slash == NULL ? place : slash + 1;
	struct gate_name *entry = &config->names[config->name_count];
	size_t length = strlen(name);
	uint32_t hash = 0;

	if (config->name_count == GATE_NAMES_MAX || length > GATE_NAME_MAX)
		return false;
	for (size_t i = 0; i < length; i++)
		hash = hash * 31 + (unsigned char)name[i];
	config->name_buckets |= 1ULL << (hash & 63);
	entry->length = (uint8_t)length;
	memcpy(entry->name, name, length);
	config->name_count++;
	return true;
}

/* Room for a few entries only: the kernel would else fill it, which for /proc takes long. */
static bool is_empty(int directory, const char *name)
{
	CLEANUP_FD int fd = openat(directory, name,
				   O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	_Alignas(struct dirent) char piece[512];
	bool empty = fd >= 0;
	ssize_t size;

	while (empty && (size = getdents64(fd, piece, sizeof(piece))) != 0) {
		if (size < 0)
			return false;
		for (ssize_t at = 0; empty && at < size;) {
			const struct dirent64 *entry = (const void *)(piece + at);

			empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
			at += entry->d_reclen;
		}
	}
	return empty;
}

/*
 * What a mount of the root lies over, in the root itself. False: a lookup that follows links
 * there could pass through it and not be told. Where the host has a mount there, as with -r /,
 * none passes: RESOLVE_NO_XDEV.
 */
static bool add_covered(struct gate_config *config, const struct mount *root,
			const struct mount *mount)
{
	struct stat info;
	struct statx extended;

	if (mount->parent != root)
		return true;
	if (fstatat(root->handle, mount->place, &info, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT;
	if (root->mnt_id != 0 &&
	    statx(root->handle, mount->place, AT_SYMLINK_NOFOLLOW, STATX_MNT_ID, &extended) == 0 &&
	    (extended.stx_mask & STATX_MNT_ID) != 0 && extended.stx_mnt_id != root->mnt_id)
		return true;
	if (config->covered_count == GATE_COVERED_MAX ||
	    (S_ISDIR(info.st_mode) && !is_empty(root->handle, mount->place)))
		return false;
	config->covered[config->covered_count++] = (struct gate_inode){ info.st_dev, info.st_ino };
	return true;
}

static void add_window(const struct jail *jail, struct gate_config *config,
		       const struct mount *mount)
{
	struct gate_window *window = &config->windows[config->window_count];
	size_t length = strlen(mount->guest);

	if (!guest_fds_is_window(jail, mount->guest_fd) || length > GATE_PLACE_MAX ||
	    config->window_count == GATE_WINDOWS_MAX)
		return;
	window->fd = mount->guest_fd;
	window->length = (uint32_t)length;
	memcpy(window->place, mount->guest, length);
	config->window_count++;
}

/* A hint only: each use reads the link anew. */
static void add_links(struct gate_config *config, const struct mount *root)
{
	CLEANUP_FD int fd = openat(root->handle, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;

	if (dir == NULL)
		return;
	(void)fd_steal(&fd);
	while (config->link_count < GATE_LINKS_MAX && (entry = readdir(dir)) != NULL) {
		struct gate_name *link = &config->links[config->link_count];
		size_t length = strlen(entry->d_name);

		if (entry->d_type != DT_LNK || length > GATE_NAME_MAX)
			continue;
		link->length = (uint8_t)length;
		memcpy(link->name, entry->d_name, length);
		config->link_count++;
	}
	(void)closedir(dir);
}

static bool has_plain_proc(const struct jail *jail)
{
	for (size_t i = 1; i < jail->mounts->count; i++)
		if (strncmp(jail->mounts->mounts[i]->guest, "/proc/", 6) == 0)
			return false;
	return jail->proc != NULL;
}

static bool fill_mounts(const struct jail *jail, struct gate_config *config)
{
	const struct mount_table *mounts = jail->mounts;
	bool may_follow = true;

	for (size_t i = 1; i < mounts->count; i++) {
		if (!add_name(config, mounts->mounts[i]->place))
			return false;
		may_follow = add_covered(config, mounts->mounts[0], mounts->mounts[i]) &&
			     may_follow;
		add_window(jail, config, mounts->mounts[i]);
	}
	if (may_follow)
		config->flags |= GATE_MAY_FOLLOW;
	add_links(config, mounts->mounts[0]);
	return true;
}

static void configure_owners(struct jail *jail, struct gate_config *config,
			     const struct filter_config *filter)
{
	config->owners = gate_address(jail->gate) + GATE_OWNERS_OFFSET;
	if (!jail->mounts->any_merged)
		config->flags |= GATE_MAY_LIST;
	if (filter->root_changes)
		config->flags |= GATE_MAY_CREATE | GATE_MAY_CHANGE;
	if (filter->root_changes && filter->dirfd_entries >= GATE_HOW_ROOT_READ)
		config->flags |= GATE_MAY_CREATE_AT;
	owners_show_in(jail->fake_root->owners, gate_owners(jail->gate));
}

/*
 * All members read them: where members may have different rights, as with ptjail run by root, they
 * would tell what some of them may not list.
 */
static bool may_share_words(const struct jail *jail)
{
	return geteuid() != 0 && !jail->proc_entered;
}

static bool knows_fchmodat2(void)
{
	long number = table_native_number(CALL_fchmodat2);

	return syscall(number, -1, "", 0, AT_EMPTY_PATH) == 0 || errno != ENOSYS;
}

static void allow_changes(const struct jail *jail, struct gate_config *config)
{
	config->flags |= GATE_MAY_WRITE_AT;
	if (may_share_words(jail))
		config->flags |= GATE_MAY_REMOVE;
	if (!change_is_guarded(jail))
		config->flags |= GATE_MAY_ALTER | GATE_UNWATCHED |
				 (knows_fchmodat2() ? GATE_KNOWS_FCHMODAT2 : 0);
}

void inside_configure(struct jail *jail, bool wanted)
{
	struct gate_config *config = gate_inside_config(jail->gate);
	struct filter_config filter = { 0 };

	inside_configure_filter(jail, &filter);
	if (!wanted || gate_inside(jail->gate)->stubs == 0 || jail->judge != NULL ||
	    !jail->features.seccomp || !jail->features.openat2)
		return;
	*config = (struct gate_config){
		.hows = gate_how(jail->gate, GATE_HOW_READ),
		.empty = gate_empty(jail->gate),
		.fd_base = jail->guest_fd_base,
		.fd_count = jail->guest_fd_count,
		.root_fd = filter.guest_fd_root ? (int)jail->guest_fd_base : -1,
		.devices_fd = jail->guest_fd_devices,
		.devices = jail->host_devices,
		.device_names = gate_devices(jail->gate),
		.flags = GATE_MAY_STAT,
		.proc_entered = jail->proc_entered,
		.spool_dev = jail->spool_dev,
	};
	if (!fill_mounts(jail, config))
		return;
	if (has_plain_proc(jail))
		config->flags |= GATE_HAS_PROC;
	if (filter.dirfd_entries >= GATE_HOW_WRITE)
		config->flags |= GATE_MAY_OPEN_AT;
	if (filter.dirfd_entries >= GATE_HOW_ROOT_READ && jail->fake_root == NULL)
		allow_changes(jail, config);
	config->words = gate_address(jail->gate) + GATE_WORDS_OFFSET;
	config->itself = gate_address(jail->gate) + GATE_ITSELF_OFFSET;
	if (jail->fake_root == NULL)
		config->fd_names = gate_name_fds(jail->gate, jail->guest_fd_base);
	if (!change_is_guarded(jail))
		config->flags |= GATE_MAY_ACCESS;
	if (jail->fake_root == NULL)
		config->flags |= GATE_MAY_WRITE;
	else
		configure_owners(jail, config, &filter);
	jail->engine->inside = jail->gate;
}
