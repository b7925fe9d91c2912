/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See inside_serve.h: extended attributes. By name they are read by a handle that the kernel found
 * inside the jail: ls -l asks for them of each file. By descriptor, for a faked root, of files of
 * which the database has none: what the host says is all there is then. cp -a asks for them of each
 * file, and gives what has no ACL one that says no more than a mode.
 */
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <linux/xattr.h>
#include <stddef.h>

#include "gate/inside_calls.h"
#include "gate/inside_lookup.h"
#include "gate/inside_serve.h"
#include "gate/inside_shown.h"

#define ERROR_RANGE     34
#define ERROR_NODATA    61
#define ERROR_OPNOTSUPP 95

/* What a mode says, too: the owner's, the group's and the others' entries. */
#define ACL_OF_MODE 3U
struct mode_acl {
	struct posix_acl_xattr_header header;
	struct posix_acl_xattr_entry entries[ACL_OF_MODE];
};

static bool begins(const char *text, const char *start)
{
	while (*start != '\0' && *text == *start) {
		text++;
		start++;
	}
	return *start == '\0';
}

static bool has_none(int fd)
{
	struct inside_whole file;

	return inside_may_change(fd) && inside_look(fd, &file) == 0 &&
	       (file.known & GATE_OWNER_ATTRIBUTES) == 0;
}

int64_t inside_serve_list_attributes(const struct gate_frame *frame)
{
	int fd = (int)frame->args[0];
	int64_t result;

	if (!has_none(fd))
		return GATE_CALL_IT;
	result = inside_call(__NR_flistxattr, inside_marked(fd), frame->args[1], frame->args[2], 0,
			     0);
	return result >= 0 ? result : GATE_CALL_IT;
}

int64_t inside_serve_get_attribute(const struct gate_frame *frame)
{
	const char *name = (const char *)(uintptr_t)frame->args[1];
	int fd = (int)frame->args[0];
	int64_t result;

	/* Those are not for every root. */
	if (name == NULL || begins(name, XATTR_TRUSTED_PREFIX) || !has_none(fd))
		return GATE_CALL_IT;
	result = inside_call(__NR_fgetxattr, inside_marked(fd), frame->args[1], frame->args[2],
			     frame->args[3], 0);
	return result >= 0 || result == -ERROR_NODATA ? result : GATE_CALL_IT;
}

/* What says something of the attributes, and nothing of the name that led to them. */
static bool is_of_attributes(int64_t result)
{
	return result >= 0 || result == -ERROR_NODATA || result == -ERROR_RANGE ||
	       result == -ERROR_OPNOTSUPP;
}

int64_t inside_serve_look_attributes(struct gate_frame *frame, uint64_t number, unsigned int flags)
{
	uint64_t names = inside_config_of()->fd_names;
	uint64_t *args = frame->args;
	int64_t result = GATE_CALL_IT;

	/* KERNEL: that the attribute's name is none goes before all errors of the file's. */
	if (names == 0 || inside_hold_what(frame, AT_FDCWD, args[0], flags) != 0)
		return GATE_CALL_IT;
	if (frame->fd < (int)GATE_FD_NAME_COUNT)
		result = inside_call(number, names + (uint64_t)frame->fd * GATE_FD_NAME_SIZE,
				     args[1], args[2], args[3], 0);
	(void)inside_close_held(frame);
	return is_of_attributes(result) ? result : GATE_CALL_IT;
}

/* The nine bits that this ACL stands for; false: it says more, or nothing that is known. */
static bool is_mode(const struct mode_acl *acl, uint32_t *ret_mode)
{
	static const uint16_t tags[ACL_OF_MODE] = { ACL_USER_OBJ, ACL_GROUP_OBJ, ACL_OTHER };
	struct mode_acl copy = *acl;

	*ret_mode = 0;
	if (copy.header.a_version != POSIX_ACL_XATTR_VERSION)
		return false;
	for (uint32_t i = 0; i < ACL_OF_MODE; i++) {
		if (copy.entries[i].e_tag != tags[i] || copy.entries[i].e_perm > 7)
			return false;
		*ret_mode = *ret_mode << 3 | copy.entries[i].e_perm;
	}
	return true;
}

int64_t inside_serve_set_attribute(const struct gate_frame *frame)
{
	const char *name = (const char *)(uintptr_t)frame->args[1];
	struct inside_whole file;
	uint32_t mode;

	if (name == NULL || frame->args[2] == 0 || frame->args[3] != sizeof(struct mode_acl) ||
	    (uint32_t)frame->args[4] != 0 || !begins(name, XATTR_NAME_POSIX_ACL_ACCESS) ||
	    name[sizeof(XATTR_NAME_POSIX_ACL_ACCESS) - 1] != '\0' ||
	    !is_mode((const struct mode_acl *)(uintptr_t)frame->args[2], &mode) ||
	    inside_look((int)frame->args[0], &file) != 0 || (file.mode & 07000) != 0)
		return GATE_CALL_IT;
	return inside_change_mode((int)frame->args[0], mode);
}
