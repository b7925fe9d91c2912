/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See inside_shown.h. Under fake root the filter lets statx pass on a descriptor with the gate's
 * own empty string only: it tells the host's truth, which is no secret, and which no program
 * asks for by chance.
 */
#include "gate/inside_shown.h"

#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <stddef.h>

#include "gate/inside_calls.h"

#define X_BIT       1U
#define ERROR_ACCES 13
#define NANO        1000000000LL
#define WANTED      (STATX_BASIC_STATS | STATX_BTIME)
#define MODE_TYPE   0170000U
#define MODE_FOLDER 0040000U
#define MODE_CHAR   0020000U
#define MODE_BITS   07777U
#define MODE_ANY_X  0111U
#define MODE_ANY_W  0222U

/* inside_entry.S: addresses in the head, written when the code is in its place. */
extern const volatile uint64_t inside_config __attribute__((visibility("hidden")));
extern const volatile uint64_t inside_private __attribute__((visibility("hidden")));

const struct gate_config *inside_config_of(void)
{
	return (const struct gate_config *)(uintptr_t)inside_config;
}

struct gate_private *inside_private_page(void)
{
	return (struct gate_private *)(uintptr_t)inside_private;
}

/* Compilers call it for large initialisers. */
void *memset(void *memory, int byte, size_t size);
void *memset(void *memory, int byte, size_t size)
{
	volatile char *at = memory;

	for (size_t i = 0; i < size; i++)
		at[i] = (char)byte;
	return memory;
}

static const struct gate_owners *owners_of(void)
{
	return (const struct gate_owners *)(uintptr_t)inside_config_of()->owners;
}

/* KERNEL: new_encode_dev() of <linux/kdev_t.h>; struct stat has it in 64 bits. */
static uint64_t encode_dev(uint32_t major, uint32_t minor)
{
	return (minor & 0xff) | (uint64_t)(major) << 8 | (uint64_t)(minor & ~0xffU) << 12;
}

static int64_t ask_host(int fd, unsigned int mask, struct statx *ret)
{
	return inside_call(__NR_statx, (uint64_t)fd, inside_config_of()->empty, AT_EMPTY_PATH, mask,
			   (uint64_t)(uintptr_t)ret);
}

/* Changes `info` as the entry says: false: only the tracer can. */
static bool lay_over(struct statx *info, const struct gate_owner *owner)
{
	int64_t birth = info->stx_btime.tv_sec * NANO + info->stx_btime.tv_nsec;

	if ((owner->known & GATE_OWNER_ASK) != 0 || (info->stx_mask & STATX_BTIME) == 0 ||
	    birth != owner->birth || ((owner->mode ^ info->stx_mode) & MODE_TYPE) != 0)
		return false;
	if ((owner->known & GATE_OWNER_MODE) != 0)
		info->stx_mode = (uint16_t)((info->stx_mode & MODE_TYPE) |
					    (owner->mode & MODE_BITS));
	if ((owner->known & GATE_OWNER_IDS) != 0) {
		info->stx_uid = owner->uid;
		info->stx_gid = owner->gid;
	}
	return true;
}

/* As fakeroot/owners.c shows what it knows nothing of. */
static void lay_identity_over(const struct gate_owners *owners, struct statx *info)
{
	if (info->stx_uid == owners->host_uid || info->stx_gid == owners->host_gid)
		info->stx_gid = owners->shown_gid;
	if (info->stx_uid == owners->host_uid)
		info->stx_uid = owners->shown_uid;
}

/* A directory of the synthetic /proc: whose it is, only the tracer knows. */
static bool may_be_node(const struct statx *info)
{
	return (info->stx_mode & (MODE_TYPE | MODE_ANY_W)) == MODE_FOLDER &&
	       encode_dev(info->stx_dev_major, info->stx_dev_minor) ==
		       inside_config_of()->spool_dev;
}

/* An opened device may stand for a faked one: only the tracer sees which. */
static bool may_be_faked_device(const struct gate_owners *owners, const struct statx *info)
{
	return (info->stx_mode & MODE_TYPE) == MODE_CHAR &&
	       __atomic_load_n(&owners->devices_are_open, __ATOMIC_RELAXED) != 0;
}

static bool show(const struct gate_owners *owners, struct statx *info, uint32_t *ret_known)
{
	uint64_t dev = (uint64_t)(info->stx_dev_major) << 32 | info->stx_dev_minor;
	uint32_t number = gate_owners_bucket(dev, info->stx_ino);
	const struct gate_owners_bucket *bucket = &owners->buckets[number];
	struct gate_owner owner;

	*ret_known = 0;
	if (may_be_node(info) || may_be_faked_device(owners, info))
		return false;
	if (!gate_owners_is_filled(owners, number)) {
		lay_identity_over(owners, info);
		return true;
	}
	for (uint32_t i = 0; i < GATE_OWNERS_WAYS; i++) {
		if (bucket->owners[i].known == 0 || bucket->owners[i].ino != info->stx_ino ||
		    bucket->owners[i].dev != dev)
			continue;
		owner = bucket->owners[i];
		*ret_known = owner.known;
		if ((owner.known & GATE_OWNER_IDS) == 0)
			lay_identity_over(owners, info);
		return lay_over(info, &owner);
	}
	if (bucket->overflow != 0)
		return false;
	lay_identity_over(owners, info);
	return true;
}

/* One moment of host and database: 0, an error of the host's, or GATE_CALL_IT. */
static int64_t look_closely(int fd, unsigned int mask, struct statx *ret,
			    struct inside_whole *whole)
{
	const struct gate_owners *owners = owners_of();
	uint32_t before = __atomic_load_n(&owners->sequence, __ATOMIC_ACQUIRE);
	int64_t status;
	bool known;

	if ((before & 1) != 0)
		return GATE_CALL_IT;
	status = ask_host(fd, mask | WANTED, ret);
	if (status != 0)
		return status;
	whole->is_users = ret->stx_uid == owners->host_uid;
	known = show(owners, ret, &whole->known);
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	return known && __atomic_load_n(&owners->sequence, __ATOMIC_RELAXED) == before
		       ? 0
		       : GATE_CALL_IT;
}

static int64_t look(int fd, unsigned int mask, struct statx *ret)
{
	struct inside_whole whole;

	return look_closely(fd, mask, ret, &whole);
}

int64_t inside_look(int fd, struct inside_whole *ret)
{
	struct statx info;
	int64_t status = look_closely(fd, 0, &info, ret);

	ret->uid = info.stx_uid;
	ret->gid = info.stx_gid;
	ret->mode = info.stx_mode;
	return status;
}

bool inside_gives_to_new_files(void)
{
	const struct gate_owners *owners = owners_of();

	return __atomic_load_n(&owners->inheriting, __ATOMIC_ACQUIRE) != 0;
}

bool inside_knows_new_files(void)
{
	const struct gate_owners *owners = owners_of();

	return __atomic_load_n(&owners->birthless, __ATOMIC_ACQUIRE) == 0 &&
	       (__atomic_load_n(&owners->sequence, __ATOMIC_ACQUIRE) & 1) == 0;
}

bool inside_is_in_own_group(int fd)
{
	struct statx info;

	return ask_host(fd, STATX_GID, &info) == 0 && info.stx_gid == owners_of()->host_gid;
}

int64_t inside_identify(int fd, struct inside_object *ret)
{
	struct statx info;
	int64_t status;

	if (inside_config_of()->owners == 0) {
		struct stat *old = (struct stat *)(void *)&info;

		_Static_assert(sizeof(struct stat) <= sizeof(info), "room for either");
		status = inside_call(__NR_fstat, (uint64_t)(int64_t)fd, (uint64_t)(uintptr_t)old, 0,
				     0, 0);
		*ret = (struct inside_object){ old->st_dev, old->st_ino, old->st_mode };
		return status;
	}
	status = ask_host(fd, STATX_BASIC_STATS, &info);
	*ret = (struct inside_object){ encode_dev(info.stx_dev_major, info.stx_dev_minor),
				       info.stx_ino, info.stx_mode };
	return status;
}

int64_t inside_stat(int fd, uint64_t buffer)
{
	struct stat *out = (struct stat *)(uintptr_t)buffer;
	struct statx info;
	int64_t status;

	if (inside_config_of()->owners == 0)
		return inside_call(__NR_fstat, (uint64_t)(int64_t)fd, buffer, 0, 0, 0);
	status = look(fd, 0, &info);
	if (status != 0)
		return status;
	*out = (struct stat){
		.st_dev = encode_dev(info.stx_dev_major, info.stx_dev_minor),
		.st_ino = info.stx_ino,
		.st_mode = info.stx_mode,
		.st_nlink = info.stx_nlink,
		.st_uid = info.stx_uid,
		.st_gid = info.stx_gid,
		.st_rdev = encode_dev(info.stx_rdev_major, info.stx_rdev_minor),
		.st_size = (long)info.stx_size,
		.st_blksize = (int)info.stx_blksize,
		.st_blocks = (long)info.stx_blocks,
		.st_atime = (unsigned long)info.stx_atime.tv_sec,
		.st_atime_nsec = info.stx_atime.tv_nsec,
		.st_mtime = (unsigned long)info.stx_mtime.tv_sec,
		.st_mtime_nsec = info.stx_mtime.tv_nsec,
		.st_ctime = (unsigned long)info.stx_ctime.tv_sec,
		.st_ctime_nsec = info.stx_ctime.tv_nsec,
	};
	return 0;
}

int64_t inside_statx(int fd, unsigned int mask, uint64_t buffer)
{
	struct statx info;
	int64_t status;

	if (inside_config_of()->owners == 0)
		return inside_call(__NR_statx, (uint64_t)(int64_t)fd, inside_config_of()->empty,
				   AT_EMPTY_PATH, mask, buffer);
	status = look(fd, mask, &info);
	if (status != 0)
		return status;
	if ((mask & STATX_BTIME) == 0) {
		info.stx_mask &= ~STATX_BTIME;
		info.stx_btime.tv_sec = 0;
		info.stx_btime.tv_nsec = 0;
	}
	*(struct statx *)(uintptr_t)buffer = info;
	return 0;
}

int64_t inside_may(int fd, unsigned int want)
{
	struct statx info;

	if (look(fd, 0, &info) != 0)
		return GATE_CALL_IT;
	return (want & X_BIT) != 0 && (info.stx_mode & MODE_TYPE) != MODE_FOLDER &&
			       (info.stx_mode & MODE_ANY_X) == 0
		       ? -ERROR_ACCES
		       : 0;
}

bool inside_is_itself(int fd)
{
	struct statx info;

	return look(fd, 0, &info) == 0;
}

bool inside_has_devices(void)
{
	const struct gate_owners *owners = owners_of();

	return __atomic_load_n(&owners->devices, __ATOMIC_ACQUIRE) != 0 ||
	       (__atomic_load_n(&owners->sequence, __ATOMIC_ACQUIRE) & 1) != 0;
}
