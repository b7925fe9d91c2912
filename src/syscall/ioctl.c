/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * ioctl's commands that the filter does not let pass by itself: owners of signals, the
 * terminal's foreground group, attributes of files in read-only mounts. What is in none of
 * the lists is refused on files, sockets and terminals, and the business of a driver on
 * devices, of which a guest holds only what the user bound into the jail.
 */
#include <asm/ioctls.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/fscrypt.h>
#include <linux/fsverity.h>
#include <linux/kd.h>
#include <linux/major.h>
#include <linux/serial.h>
#include <linux/sockios.h>
#include <linux/udmabuf.h>
#include <linux/userfaultfd.h>
#include <linux/vt.h>
#include <sound/asound.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include "fakeroot/creds.h"
#include "policy/policy_net.h"
#include "syscall/change.h"
#include "syscall/dev.h"
#include "syscall/fd_owner.h"
#include "syscall/fd_table.h"
#include "syscall/pidfd.h"
#include "syscall/rights.h"
#include "syscall/target.h"
#include "util/broken.h"
#include "util/fd.h"

/* Opens an O_PATH descriptor of the socket's place on the host. KERNEL: 4.20 */
#ifndef SIOCUNIXFILE
#define SIOCUNIXFILE (SIOCPROTOPRIVATE + 0)
#endif
/* Type and number of PIDFD_GET_INFO; its size grows. KERNEL: 6.13 */
#define PIDFD_INFO_BITS          0xffffU
#define PIDFD_INFO               0xff0bU
#define AUTOFS_TYPE              0x93U /* linux/auto_fs.h AUTOFS_IOCTL */
#define FAT_IOCTL_SET_ATTRIBUTES _IOW('r', 0x11, uint32_t)

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
	return BROKEN_ASYNC || status == 0 ? call_rewrite(call, CALL_ioctl, args, NULL, NULL)
					   : target_call_held(call, CALL_ioctl, args);
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

/* Not where it is a terminal that ptjail was given; what siblings may exchange could be one. */
static struct outcome unless_given(struct call *call, bool asked_rightly)
{
	CLEANUP_FD int handle = -1;
	int status = call_open_fd(call, call_int(call, 0), &handle);

	if (status < 0)
		return outcome_fail(status);
	if (!asked_rightly || dev_is_given_terminal(handle))
		return outcome_fail(EPERM);
	for (int fd = 0; fd <= 2 && !fd_table_is_private(call); fd++) {
		if (isatty(fd))
			return outcome_fail(EPERM);
	}
	return outcome_native();
}

/*
 * The caller's session gets a controlling terminal: one of the jail's. 1 is root's way to take it
 * away from another session; to others it is 0.
 */
static struct outcome take_terminal(struct call *call)
{
	struct outcome outcome = unless_given(call, true);
	uint64_t args[6];

	if (outcome.kind != OUTCOME_NATIVE)
		return outcome;
	memcpy(args, call->args, sizeof(args));
	args[2] = 0;
	return call_rewrite(call, CALL_ioctl, args, NULL, NULL);
}

/*
 * Where nothing is written to the terminal any more, ptjail waits at its next line, and after it
 * whoever has the terminal then: to stop it is for who sits there (^S). /dev/tty may be any.
 */
static struct outcome hold_output(struct call *call)
{
	CLEANUP_FD int handle = -1;
	struct stat info;

	if (call_long(call, 2) != TCOOFF)
		return outcome_native();
	return unless_given(call, call_open_fd(call, call_int(call, 0), &handle) < 0 ||
					  fstat(handle, &info) < 0 || !S_ISCHR(info.st_mode) ||
					  major(info.st_rdev) != TTYAUX_MAJOR);
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
	const struct creds *creds = call->member->creds;
	unsigned int command = call_uint(call, 1);
	char argument[ATTRIBUTES_MAX] = { 0 };
	CLEANUP_FD int copy = -1;
	int status;
	bool asked = creds != NULL && !creds_capable(creds, CAP_FOWNER);

	if (!change_is_guarded(call->jail) && !asked)
		return outcome_native();
	status = call_dup_fd(call, call_int(call, 0), &copy);
	if (status == 0)
		status = change_handle_allowed(call, copy);
	/* KERNEL: vfs_fileattr_set(): whose file it is decides, with faked owners by them. */
	if (status == 0 && asked)
		status = rights_as_owner(call, copy);
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

static bool is_among(uint32_t value, const uint32_t *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i] == value)
			return true;
	}
	return false;
}

/*
 * Old numbers without a size: terminals (0x54), consoles (0x4b, 0x56). Who has the console may
 * set what its keys mean, and a terminal closed to others (TIOCEXCL) stays closed.
 */
static bool is_of_terminals(unsigned int command)
{
	unsigned int type = command >> 8;

	return type == 0x54 || type == 0x4b || type == 0x56;
}

static bool is_harmless_to_terminals(unsigned int command)
{
	static const uint32_t commands[] = {
		TIOCGPTPEER,
		TIOCNXCL,
		TIOCMIWAIT,
		TIOCGICOUNT,
		TIOCGSERIAL,
		TIOCSERGETLSR,
		TIOCGRS485,
		TIOCSSERIAL,
		TIOCSRS485,
		KDGKBTYPE,
		KDGETMODE,
		KDGKBMODE,
		VT_GETSTATE,
		/* Of timers for sound: terminals have no such numbers. */
		SNDRV_TIMER_IOCTL_START,
		SNDRV_TIMER_IOCTL_STOP,
		SNDRV_TIMER_IOCTL_CONTINUE,
		SNDRV_TIMER_IOCTL_PAUSE,
	};

	return is_among(command, commands, ARRAY_SIZE(commands));
}

/* What asks a file system, or changes data by the rights of the descriptors. */
static bool is_harmless_to_files(unsigned int command)
{
	static const uint32_t commands[] = {
		FIDEDUPERANGE,
		FIBMAP,
		FS_IOC_GETFSLABEL,
		FS_IOC_GET_ENCRYPTION_POLICY,
		FS_IOC_GET_ENCRYPTION_POLICY_EX,
		FS_IOC_GET_ENCRYPTION_PWSALT,
		FS_IOC_MEASURE_VERITY,
	};

	return is_among(command, commands, ARRAY_SIZE(commands));
}

/* Types of commands that are file systems' own: ext4, xfs, fat, f2fs, btrfs, nilfs, ocfs2 ... */
static bool is_of_file_systems(unsigned int command)
{
	static const uint32_t types[] = { 'f',  'v',  'X',  'r',  'n',  'o',  'G',
					  0x93, 0x94, 0x97, 0xbc, 0xcd, 0xcf, 0xf5 };

	return is_among(_IOC_TYPE(command), types, ARRAY_SIZE(types));
}

/* Protocols' and interfaces'. Without a network there are none of the latter. */
static bool is_of_sockets(unsigned int command)
{
	return _IOC_TYPE(command) == 0x89 || _IOC_TYPE(command) == 0x8b;
}

static bool tells_of_interfaces(const struct jail *jail, unsigned int command)
{
	return jail->net != NULL && !policy_net_has_sockets(jail->net) && is_of_sockets(command) &&
	       command >= SIOCGIFNAME;
}

/*
 * What a device does for anybody, and the jail cannot bear: /dev/autofs, which all may open, looks
 * names up from the host's root; /dev/userfaultfd makes memory that the tracer waits for;
 * /dev/udmabuf writes what a descriptor that may only be read is of, also the gate's. KERNEL:
 * before 6.13 though it is sealed (F_SEAL_FUTURE_WRITE).
 */
static bool is_out_of_bounds(unsigned int command)
{
	return _IOC_TYPE(command) == AUTOFS_TYPE || command == USERFAULTFD_IOC_NEW ||
	       command == UDMABUF_CREATE || command == UDMABUF_CREATE_LIST;
}

/*
 * A command that nobody listed: the errno to refuse it with; 0 where it is a driver's, on a
 * device that the user showed. ENOTTY: as of a file or socket that does not know it.
 * RACE: a sibling may exchange a device for a file or a socket: then also what no driver has.
 */
static int judge_unlisted(struct call *call, unsigned int command)
{
	CLEANUP_FD int handle = -1;
	struct stat info;
	int status = call_open_fd(call, call_int(call, 0), &handle);

	if (status < 0)
		return -status;
	if (fstat(handle, &info) < 0)
		return errno;
	switch (info.st_mode & S_IFMT) {
	case S_IFREG:
	case S_IFDIR:
	case S_IFLNK:
	case S_IFIFO:
		return ENOTTY;
	case S_IFSOCK:
		if (!is_of_sockets(command))
			return ENOTTY;
		return tells_of_interfaces(call->jail, command) ? ENODEV : 0;
	default:
		break;
	}
	if (!BROKEN_DRIVERS && is_out_of_bounds(command))
		return EPERM;
	if (fd_table_is_private(call))
		return 0;
	return is_of_file_systems(command) ||
			       (!BROKEN_DEVICE && tells_of_interfaces(call->jail, command))
		       ? ENOTTY
		       : 0;
}

/* KERNEL: ENOTTY is what all but terminals and consoles say to it. */
static int refuse_to_terminals(struct call *call)
{
	CLEANUP_FD int handle = -1;
	struct stat info;
	int status = call_open_fd(call, call_int(call, 0), &handle);

	if (status < 0)
		return -status;
	return fstat(handle, &info) == 0 && !S_ISCHR(info.st_mode) ? ENOTTY : EPERM;
}

/* 0, or the errno to refuse a command with that is neither native nor answered by itself. */
static int refusal_of(struct call *call, unsigned int command)
{
	switch (command) {
	case TIOCVHANGUP:
	case FIFREEZE:
	case FITHAW:
	case FITRIM:
	case SIOCUNIXFILE:
		return EPERM;
	default:
		break;
	}
	if (is_of_terminals(command))
		return is_harmless_to_terminals(command) ? 0 : refuse_to_terminals(call);
	return is_harmless_to_files(command) ? 0 : judge_unlisted(call, command);
}

struct outcome on_ioctl(struct call *call)
{
	unsigned int command = call_uint(call, 1);
	int refusal;

	switch (command) {
	case FIOSETOWN:
	case SIOCSPGRP:
		return set_owner(call);
	case FIOASYNC:
		return set_async(call);
	case TIOCSPGRP:
		return set_foreground(call);
	case TIOCSCTTY:
		return take_terminal(call);
	case TCXONC:
		return hold_output(call);
	default:
		break;
	}
	if ((command & PIDFD_INFO_BITS) == PIDFD_INFO)
		return pidfd_tell(call);
	if (writes_attributes(command))
		return write_attributes(call);
	refusal = refusal_of(call, command);
	return refusal != 0 ? outcome_fail(refusal) : outcome_native();
}
