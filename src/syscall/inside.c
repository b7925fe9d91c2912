/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See inside.h. When in doubt, in-process code is told less, and more calls stop. Must never
 * open a window from any descriptor while one could lead to what each open of is judged.
 */
#include "syscall/inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakeroot/fake_root.h"
#include "fakeroot/may.h"
#include "fakeroot/owners.h"
#include "syscall/change.h"
#include "syscall/guest_fds.h"
#include "syscall/words.h"
#include "tracer/drain.h"
#include "tracer/gate_words.h"
#include "tracer/patch.h"
#include "util/broken.h"
#include "util/fd.h"

/* Stops at one site before it is replaced: a short program makes each of its calls once. */
#define SITE_STOPS 2U
/* So many processes tell what a site is like. */
#define HINT_PROCESSES 4U

/* --- the jail -------------------------------------------------------------------------------- */

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
	if (!change_is_guarded(jail))
		config->flags |= GATE_MAY_ACCESS;
	if (jail->fake_root == NULL)
		config->flags |= GATE_MAY_WRITE;
	else
		configure_owners(jail, config, &filter);
	jail->engine->inside = jail->gate;
}

static void shut_words(struct jail *jail)
{
	gate_words_void(gate_words(jail->gate));
	if (jail->engine->inside != NULL)
		(void)__atomic_and_fetch(&gate_inside_config(jail->gate)->flags, ~GATE_MAY_REMOVE,
					 __ATOMIC_SEQ_CST);
}

/* A stand-in's mode keeps members from removing it, but not while the tracer changes it. */
void inside_proc_entered(struct jail *jail)
{
	if (!jail->proc_entered)
		shut_words(jail);
	jail->proc_entered = true;
	if (jail->engine->inside != NULL)
		__atomic_store_n(&gate_inside_config(jail->gate)->proc_entered, 1,
				 __ATOMIC_SEQ_CST);
}

void inside_watched(struct jail *jail)
{
	if (jail->engine->inside != NULL)
		(void)__atomic_and_fetch(&gate_inside_config(jail->gate)->flags, ~GATE_UNWATCHED,
					 __ATOMIC_SEQ_CST);
}

static void shut_windows(struct jail *jail)
{
	gate_void_any(jail->gate);
	shut_words(jail);
	if (jail->engine->inside != NULL)
		(void)__atomic_and_fetch(&gate_inside_config(jail->gate)->flags,
					 ~(GATE_MAY_OPEN_AT | GATE_MAY_WRITE_AT |
					   GATE_MAY_CREATE_AT | GATE_MAY_ALTER),
					 __ATOMIC_SEQ_CST);
}

bool inside_expect_peers(struct call *call)
{
	/* What the kernel does with a descriptor of the guest's as a directory. */
	static const enum call_id ids[] = { CALL_openat2,   CALL_openat,   CALL_fchdir,
					    CALL_unlinkat,  CALL_fchmodat2, CALL_fchownat,
					    CALL_utimensat };
	static long numbers[ARRAY_SIZE(ids)];
	struct jail *jail = call->jail;

	if (!jail->has_peers) {
		for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
			numbers[i] = table_native_number(ids[i]);
		jail->has_peers = true;
		shut_windows(jail);
		drain_begin(jail->engine, call->tracee, numbers, ARRAY_SIZE(numbers));
	}
	call->waits = !drain_is_over(jail->engine);
	return !call->waits;
}

/* --- processes ------------------------------------------------------------------------------- */

static bool stands_in_stand_in(const struct member *member)
{
	const struct jail *jail = member->jail;
	struct stat info;

	if (!jail->proc_entered)
		return false;
	return member->fs->cwd_stands_in || member->fs->cwd_stale ||
	       fstat(member->fs->cwd, &info) < 0 || info.st_dev == jail->spool_dev;
}

static bool copy_cwd(struct member *member, void *data)
{
	const struct member *changed = data;

	if (member->fs == changed->fs)
		patch_change_flags(member->tracee,
				   stands_in_stand_in(changed) ? GATE_PRIVATE_CWD_ODD : 0,
				   stands_in_stand_in(changed) ? 0 : GATE_PRIVATE_CWD_ODD);
	return true;
}

void inside_cwd_changed(struct member *member)
{
	if (member->jail->proc_entered && member->jail->engine->inside != NULL)
		jail_each_member(member->jail, copy_cwd, member);
}

void inside_off(struct member *member)
{
	member->process->inside_off = true;
	patch_change_flags(member->tracee, GATE_PRIVATE_OFF, 0);
}

/* --- whom modes may stop ---------------------------------------------------------------------- */

/* Stops what the jail's own filter may let pass; all else is left to that one. */
static int shut_windows_of(struct call *call)
{
#define IF_CALL(id, over)                                                                         \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)table_native_number(id), over, 0)
	const struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		IF_CALL(CALL_openat2, 6),
		IF_CALL(CALL_utimensat, 5),
		IF_CALL(CALL_fchown, 4),
		IF_CALL(CALL_fchmod, 3),
		IF_CALL(CALL_fgetxattr, 2),
		IF_CALL(CALL_flistxattr, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE),
	};
#undef IF_CALL
	const struct slot *slot = call_slot(call);
	struct sock_fprog program = { .len = ARRAY_SIZE(code) };
	long result;
	int status;

	if (slot == NULL)
		return -EAGAIN;
	_Static_assert(sizeof(program) + sizeof(code) <= sizeof(slot->memory->path), "room");
	program.filter = (struct sock_filter *)(uintptr_t)slot_address(
		slot, slot->memory->path + sizeof(program));
	memcpy(slot->memory->path, &program, sizeof(program));
	memcpy(slot->memory->path + sizeof(program), code, sizeof(code));
	status = call_remote(call, CALL_seccomp,
			     (uint64_t[6]){ SECCOMP_SET_MODE_FILTER, 0,
					    slot_address(slot, slot->memory->path) },
			     &result);
	return status < 0 ? status : (int)result;
}

/* What he makes is his whom the host's user's files are shown as. */
static bool makes_plain_files(const struct fake_root *fake, const struct creds *creds)
{
	return creds->uid.fs == fake->first->uid.fs && creds->gid.fs == fake->first->gid.fs;
}

int inside_follow_creds(struct call *call, const struct creds *creds)
{
	struct member *member = call->member;
	int status;

	if (!call->jail->root_windows || member->windows_shut || BROKEN_WINDOWS ||
	    (may_pass(creds) && makes_plain_files(call->jail->fake_root, creds)))
		return 0;
	status = shut_windows_of(call);
	if (status < 0)
		return status;
	member->windows_shut = true;
	patch_change_flags(member->tracee, GATE_PRIVATE_NO_NAMES | GATE_PRIVATE_NOT_ROOT, 0);
	return 0;
}

static bool shut_names(struct member *member, void *data)
{
	const struct member *changed = data;

	if (member->fs == changed->fs)
		patch_change_flags(member->tracee, GATE_PRIVATE_NO_NAMES, 0);
	return true;
}

void inside_root_changed(struct member *member)
{
	if (member->jail->engine->inside != NULL)
		jail_each_member(member->jail, shut_names, member);
}

uint32_t inside_plan_flags(const struct call *call)
{
	if (call->jail->engine->inside == NULL || call->jail->trace != NULL ||
	    call->member->process->inside_off || call->tracee->trace != NULL)
		return 0;
	return GATE_PLAN_INSIDE | (stands_in_stand_in(call->member) ? GATE_PLAN_CWD_ODD : 0) |
	       (call->member->windows_shut ? GATE_PLAN_NOT_ROOT : 0) |
	       (call->member->windows_shut || call->member->fs->root >= 0 ? GATE_PLAN_NO_NAMES : 0);
}

/* --- sites ----------------------------------------------------------------------------------- */

static bool has_flag(const struct jail *jail, uint32_t flags)
{
	return jail->engine->inside != NULL &&
	       (gate_inside_config(jail->gate)->flags & flags) != 0;
}

bool inside_serves(const struct jail *jail, enum call_id id)
{
	switch ((unsigned int)id) {
	case CALL_fstat:
	case CALL_getdents64:
		return jail->fake_root != NULL;
	case CALL_utimensat:
		return has_flag(jail, GATE_MAY_CHANGE | GATE_MAY_ALTER);
	case CALL_chmod:
	case CALL_fchmodat:
	case CALL_chown:
	case CALL_lchown:
	case CALL_fchownat:
	case CALL_getxattr:
	case CALL_lgetxattr:
	case CALL_listxattr:
	case CALL_llistxattr:
	case CALL_setxattr:
	case CALL_lsetxattr:
	case CALL_removexattr:
	case CALL_lremovexattr:
		return has_flag(jail, GATE_MAY_ALTER);
	case CALL_fchown:
	case CALL_fchmod:
	case CALL_fgetxattr:
	case CALL_flistxattr:
	case CALL_fsetxattr:
		return has_flag(jail, GATE_MAY_CHANGE);
	case CALL_unlink:
	case CALL_unlinkat:
	case CALL_rmdir:
		return words_serve(jail);
	case CALL_open:
	case CALL_openat:
	case CALL_stat:
	case CALL_lstat:
	case CALL_newfstatat:
	case CALL_statx:
	case CALL_access:
	case CALL_faccessat:
	case CALL_faccessat2:
	case CALL_readlink:
	case CALL_readlinkat:
		return true;
	default:
		return false;
	}
}

size_t inside_served_numbers(const struct jail *jail, long ret_numbers[CALL_COUNT])
{
	size_t count = 0;

	for (enum call_id id = 0; id < CALL_COUNT; id++)
		if (inside_serves(jail, id))
			ret_numbers[count++] = table_native_number(id);
	return count;
}

static struct inside_site *find_site(struct process *process, uint64_t ip)
{
	struct inside_site *sites = process->sites;

	for (size_t i = 0; i < ARRAY_SIZE(process->sites); i++)
		if (sites[i].ip == ip)
			return &sites[i];
	process->next_site = (process->next_site + 1) % ARRAY_SIZE(process->sites);
	sites[process->next_site] = (struct inside_site){ .ip = ip };
	return &sites[process->next_site];
}

/* Libraries lie elsewhere in each process, but at the same place of a page. */
static struct site_hint *hint_of(struct jail *jail, enum call_id id, uint64_t ip)
{
	return &jail->site_hints[((ip & 0xfff) * 31 + (uint64_t)id) % ARRAY_SIZE(jail->site_hints)];
}

/*
 * Replacing costs as much as a stop. Where most processes came back to a site, the next ones need
 * not stop at it twice.
 */
static bool is_come_back_to(const struct site_hint *hint)
{
	return hint->again >= HINT_PROCESSES &&
	       4 * (uint64_t)hint->again >= 3 * (uint64_t)hint->once;
}

bool inside_take(struct call *call)
{
	struct tracee *tracee = call->tracee;
	struct inside_site *site;
	struct site_hint *hint;
	uint64_t stub;
	int status;

	if (call->jail->engine->inside == NULL || call->jail->trace != NULL || call->row == NULL ||
	    call->tracee->trace != NULL || !inside_serves(call->jail, call->row->id))
		return false;
	site = find_site(call->member->process, regs_ip(&tracee->original));
	if (site->hopeless)
		return false;
	hint = hint_of(call->jail, call->row->id, site->ip);
	if (++site->stops < SITE_STOPS && !is_come_back_to(hint)) {
		hint->once++;
		return false;
	}
	status = patch_site(tracee, site->ip, call->sysno, &stub);
	if (status < 0) {
		site->hopeless = status != -EBUSY || site->stops > 8 * SITE_STOPS;
		return false;
	}
	regs_redirect(&tracee->regs, &tracee->original, stub);
	call->jail->sites_replaced++;
	hint->again += site->stops == SITE_STOPS;
	return true;
}
