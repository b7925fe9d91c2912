/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * ioctl's commands that the filter does not let pass by itself: owners of signals, the
 * terminal's foreground group, attributes of files in read-only mounts. What is in none of
 * the lists is the business of a driver; a guest holds descriptors of drivers only when the
 * user bound the device into the jail.
 */
#include <asm/ioctls.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/fscrypt.h>
#include <linux/fsverity.h>
#include <linux/sockios.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/fd_owner.h"
#include "syscall/fd_table.h"
#include "syscall/target.h"
#include "util/fd.h"

/* Opens an O_PATH descriptor of the socket's place on the host. KERNEL: 4.20 */
#ifndef SIOCUNIXFILE
#define SIOCUNIXFILE (SIOCPROTOPRIVATE + 0)
#endif
#define FAT_IOCTL_SET_ATTRIBUTES _IOW('r', 0x11, uint32_t)
#define BTRFS_IOCTL_TYPE         0x94U

/* The guest's int, in the slot: judged and used there. */
static int copy_int(struct call *call, struct slot **ret_slot, int *ret_value, uint64_t args[6])
{
	struct slot *slot = call_slot(call);
	int status;

	if (slot == NULL)
		return -EAGAIN;
	status = call_read(call, call_long(call, 2), ret_value, sizeof(*ret_value));
	if (status < 0)
		return status;
	memcpy(slot->memory->data, ret_value, sizeof(*ret_value));
	memcpy(args, call->args, 6 * sizeof(args[0]));
	args[2] = slot_address(slot, slot->memory->data);
	*ret_slot = slot;
	return 0;
}

static struct outcome refuse(int status)
{
	if (status == -EAGAIN)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	return outcome_fail(status);
}

/* FIOSETOWN and SIOCSPGRP: F_SETOWN for sockets. */
static struct outcome set_owner(struct call *call)
{
	uint64_t args[6];
	struct slot *slot;
	int number;
	int status = copy_int(call, &slot, &number, args);

	if (status == 0)
		status = fd_owner_judge_number(call, number);
	return status < 0 ? refuse(status) : target_call_held(call, CALL_ioctl, args);
}

static struct outcome set_async(struct call *call)
{
	uint64_t args[6];
	struct slot *slot;
	int copy = -1;
	int on;
	int status = copy_int(call, &slot, &on, args);

	if (status == 0 && on != 0)
		status = fd_owner_prepare_async(call, call_int(call, 0), &copy);
	if (status < 0)
		return refuse(status);
	if (copy >= 0)
		return outcome_status(ioctl(copy, FIOASYNC, &on) < 0 ? -errno : 0);
	return call_rewrite(call, CALL_ioctl, args, NULL, NULL);
}

/*
 * The terminal's foreground group gets what is typed and its signals. The kernel allows any
 * group of the session; a guest may name those that a member is in, and ptjail's own, which
 * had the terminal at first: a shell that made a group of its own gives it back at its end.
 * Not held: a background process is stopped by this call.
 */
static struct outcome set_foreground(struct call *call)
{
	uint64_t args[6];
	struct slot *slot;
	pid_t pgid;
	int status = copy_int(call, &slot, &pgid, args);

	if (status < 0)
		return refuse(status);
	if (pgid > 0 && pgid != getpgrp() && !target_group_exists(call, pgid))
		return outcome_fail(ESRCH);
	return call_rewrite(call, CALL_ioctl, args, NULL, NULL);
}

/* Does the command write attributes that an O_RDONLY descriptor suffices for (verdict 8)? */
static bool writes_attributes(unsigned int command)
{
	static const unsigned int commands[] = {
		FS_IOC_SETFLAGS,
		FS_IOC32_SETFLAGS,
		FS_IOC_SETVERSION,
		FS_IOC32_SETVERSION,
		FS_IOC_FSSETXATTR,
		FS_IOC_ENABLE_VERITY,
		FS_IOC_SET_ENCRYPTION_POLICY,
		FAT_IOCTL_SET_ATTRIBUTES,
		FS_IOC_SETFSLABEL,
	};

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++) {
		if (commands[i] == command)
			return true;
	}
	return false;
}

/* The largest argument of these commands: struct fscrypt_policy_v2, struct fsxattr. */
#define ATTRIBUTES_MAX 64U

/*
 * With a read-only mount about, on the tracer's own duplicate: a sibling could exchange
 * the descriptor. Enabling verity reads the whole file, and is refused there instead.
 */
static struct outcome write_attributes(struct call *call)
{
	unsigned int command = call_uint(call, 1);
	char argument[ATTRIBUTES_MAX] = { 0 };
	CLEANUP_FD int copy = -1;
	int status;

	if (!change_is_guarded(call->jail))
		return outcome_native();
	status = call_dup_fd(call, call_int(call, 0), &copy);
	if (status == 0)
		status = change_handle_allowed(call, copy);
	if (status < 0)
		return outcome_fail(status == -ENOSYS ? EPERM : status);
	if (fd_table_is_private(call))
		return outcome_native();
	if (_IOC_SIZE(command) > sizeof(argument) || command == FS_IOC_ENABLE_VERITY)
		return outcome_fail(EPERM);
	/* KERNEL: FS_IOC_SETFLAGS and SETVERSION say long and take an int. */
	status = call_read(call, call_long(call, 2), argument,
			   command == FS_IOC_SETFLAGS || command == FS_IOC_SETVERSION
				   ? sizeof(int)
				   : _IOC_SIZE(command));
	if (status < 0)
		return outcome_fail(status);
	return outcome_status(ioctl(copy, command, argument) < 0 ? -errno : 0);
}

/*
 * Commands that reach past the descriptor: the errno to refuse them with, 0 for others. Of
 * btrfs all but deduplication, which takes rights from both descriptors: subvolumes are
 * made and named through one; ENOTTY, as on other file systems.
 */
static int refusal_of(unsigned int command)
{
	switch (command) {
	case TIOCVHANGUP:
	case FIFREEZE:
	case FITHAW:
	case FITRIM:
	case SIOCUNIXFILE:
		return EPERM;
	default:
		return _IOC_TYPE(command) == BTRFS_IOCTL_TYPE && command != FIDEDUPERANGE ? ENOTTY
											  : 0;
	}
}

struct outcome on_ioctl(struct call *call)
{
	unsigned int command = call_uint(call, 1);

	switch (command) {
	case FIOSETOWN:
	case SIOCSPGRP:
		return set_owner(call);
	case FIOASYNC:
		return set_async(call);
	case TIOCSPGRP:
		return set_foreground(call);
	case TIOCSCTTY:
		/* 1: root's way to take a terminal away from another session. */
		return call_long(call, 2) == 0 ? outcome_native() : outcome_fail(EPERM);
	default:
		break;
	}
	if (refusal_of(command) != 0)
		return outcome_fail(refusal_of(command));
	if (writes_attributes(command))
		return write_attributes(call);
	return outcome_native();
}
