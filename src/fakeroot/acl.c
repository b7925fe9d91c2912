/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See acl.h; the kernel's own order of checks. */
#include "fakeroot/acl.h"

#include <endian.h>
#include <errno.h>
#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#define HEADER_SIZE sizeof(struct posix_acl_xattr_header)
#define ENTRY_SIZE  sizeof(struct posix_acl_xattr_entry)
#define PERMISSIONS (ACL_READ | ACL_WRITE | ACL_EXECUTE)

struct entry {
	unsigned int tag, permissions;
	uint32_t id;
};

static size_t count_of(size_t size)
{
	return (size - HEADER_SIZE) / ENTRY_SIZE;
}

static struct entry entry_of(const void *value, size_t index)
{
	struct posix_acl_xattr_entry raw;

	memcpy(&raw, (const char *)value + HEADER_SIZE + index * ENTRY_SIZE, sizeof(raw));
	return (struct entry){ le16toh(raw.e_tag), le16toh(raw.e_perm), le32toh(raw.e_id) };
}

static void set_permissions(void *value, size_t index, unsigned int permissions)
{
	uint16_t raw = htole16((uint16_t)permissions);

	memcpy((char *)value + HEADER_SIZE + index * ENTRY_SIZE +
		       offsetof(struct posix_acl_xattr_entry, e_perm),
	       &raw, sizeof(raw));
}

/* KERNEL: posix_acl_valid(): this order of tags, each user and group with an id, one mask. */
static int check_order(const void *value, size_t size, bool *ret_named, bool *ret_mask)
{
	unsigned int state = ACL_USER_OBJ;

	*ret_named = *ret_mask = false;
	for (size_t i = 0; i < count_of(size); i++) {
		struct entry entry = entry_of(value, i);

		if ((entry.permissions & ~(unsigned int)PERMISSIONS) != 0)
			return -EINVAL;
		switch (entry.tag) {
		case ACL_USER_OBJ:
			if (state != ACL_USER_OBJ)
				return -EINVAL;
			state = ACL_USER;
			break;
		case ACL_USER:
			if (state != ACL_USER || entry.id == UINT32_MAX)
				return -EINVAL;
			*ret_named = true;
			break;
		case ACL_GROUP_OBJ:
			if (state != ACL_USER)
				return -EINVAL;
			state = ACL_GROUP;
			break;
		case ACL_GROUP:
			if (state != ACL_GROUP || entry.id == UINT32_MAX)
				return -EINVAL;
			*ret_named = true;
			break;
		case ACL_MASK:
			if (state != ACL_GROUP)
				return -EINVAL;
			*ret_mask = true;
			state = ACL_OTHER;
			break;
		case ACL_OTHER:
			if (state != ACL_OTHER && (state != ACL_GROUP || *ret_named))
				return -EINVAL;
			state = 0;
			break;
		default:
			return -EINVAL;
		}
	}
	return state == 0 ? 0 : -EINVAL;
}

int acl_check(const void *value, size_t size, mode_t *ret_mode)
{
	uint32_t version;
	bool named, mask;
	mode_t mode = 0;
	int status;

	if (size < HEADER_SIZE || (size - HEADER_SIZE) % ENTRY_SIZE != 0)
		return -EINVAL;
	memcpy(&version, value, sizeof(version));
	if (le32toh(version) != POSIX_ACL_XATTR_VERSION)
		return -EOPNOTSUPP;
	if (size == HEADER_SIZE)
		return 2;
	status = check_order(value, size, &named, &mask);
	for (size_t i = 0; i < count_of(size) && status == 0; i++) {
		struct entry entry = entry_of(value, i);

		if (entry.tag == ACL_USER_OBJ)
			mode |= entry.permissions << 6;
		else if (entry.tag == ACL_GROUP_OBJ && !mask)
			mode |= entry.permissions << 3;
		else if (entry.tag == ACL_MASK)
			mode |= entry.permissions << 3;
		else if (entry.tag == ACL_OTHER)
			mode |= entry.permissions;
	}
	if (status < 0)
		return status;
	*ret_mode = mode;
	return named || mask ? 0 : 1;
}

/* KERNEL: posix_acl_to_xattr(). */
void acl_normalize(void *value, size_t size)
{
	const uint32_t none = htole32((uint32_t)ACL_UNDEFINED_ID);

	for (size_t i = 0; i < count_of(size); i++) {
		unsigned int tag = entry_of(value, i).tag;

		if (tag != ACL_USER && tag != ACL_GROUP)
			memcpy((char *)value + HEADER_SIZE + i * ENTRY_SIZE +
				       offsetof(struct posix_acl_xattr_entry, e_id),
			       &none, sizeof(none));
	}
}

/* The entry that the group's bits of a mode stand for. */
static size_t group_entry(const void *value, size_t size)
{
	size_t found = 0;

	for (size_t i = 0; i < count_of(size); i++) {
		unsigned int tag = entry_of(value, i).tag;

		if (tag == ACL_GROUP_OBJ || tag == ACL_MASK)
			found = i;
	}
	return found;
}

void acl_chmod(void *value, size_t size, mode_t mode)
{
	size_t group = group_entry(value, size);

	for (size_t i = 0; i < count_of(size); i++) {
		unsigned int tag = entry_of(value, i).tag;

		if (tag == ACL_USER_OBJ)
			set_permissions(value, i, mode >> 6 & 7);
		else if (i == group)
			set_permissions(value, i, mode >> 3 & 7);
		else if (tag == ACL_OTHER)
			set_permissions(value, i, mode & 7);
	}
}

mode_t acl_unnamed(const void *value, size_t size, mode_t mode)
{
	for (size_t i = 0; i < count_of(size); i++) {
		struct entry entry = entry_of(value, i);

		if (entry.tag == ACL_GROUP_OBJ)
			mode &= ~((~entry.permissions & 7U) << 3);
	}
	return mode;
}

/* KERNEL: posix_acl_create_masq(). */
bool acl_create(void *value, size_t size, mode_t *mode)
{
	size_t group = group_entry(value, size);
	mode_t left = *mode;
	bool minimal = true;

	for (size_t i = 0; i < count_of(size); i++) {
		struct entry entry = entry_of(value, i);
		unsigned int shift = 9;

		if (entry.tag == ACL_USER_OBJ)
			shift = 6;
		else if (i == group)
			shift = 3;
		else if (entry.tag == ACL_OTHER)
			shift = 0;
		if (entry.tag != ACL_USER_OBJ && entry.tag != ACL_GROUP_OBJ &&
		    entry.tag != ACL_OTHER)
			minimal = false;
		if (shift == 9)
			continue;
		set_permissions(value, i, entry.permissions & (*mode >> shift & 7));
		left &= ~((~entry.permissions & 7U) << shift);
	}
	*mode = left;
	return minimal;
}
