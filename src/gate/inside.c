/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * In-process code (inside.h): what one patched call does. Runs on the guest's stack with the
 * guest's rights, needs little of it, calls nothing outside of the annex. Must never give an
 * answer that the tracer would not give: whatever it is not sure of, it leaves to it.
 *
 * Nothing here may be relied on for confinement: a guest can jump into the middle of it.
 */
#include <asm/unistd.h>
#include <linux/fcntl.h>

#include "gate/inside_calls.h"
#include "gate/inside_lookup.h"
#include "gate/inside_serve.h"
#include "gate/inside_shown.h"
#include "gate/inside_turns.h"

int64_t inside_serve(struct gate_frame *frame)
{
	uint64_t *args = frame->args;

	if ((frame->number & GATE_ENTRY_CWD) != 0)
		args[0] = (uint32_t)AT_FDCWD;
	__asm__ volatile("" ::: "memory"); /* for the tracer's eye: in this order */
	frame->number &= ~(uint64_t)GATE_ENTRY_CWD;
	if ((inside_private_page()->flags & GATE_PRIVATE_OFF) != 0)
		return GATE_CALL_IT;
	switch (frame->number) {
#ifdef __NR_open
	case __NR_open:
		return inside_serve_open(frame, AT_FDCWD, args[0], args[1], args[2]);
	case __NR_stat:
		return inside_serve_stat(frame, AT_FDCWD, args[0], args[1], 0);
	case __NR_lstat:
		return inside_serve_stat(frame, AT_FDCWD, args[0], args[1], AT_SYMLINK_NOFOLLOW);
	case __NR_access:
		return inside_serve_access(frame, AT_FDCWD, args[0], (unsigned int)args[1], 0);
	case __NR_readlink:
		return inside_serve_readlink(frame, AT_FDCWD, args[0], args[1], args[2]);
	case __NR_unlink:
		return inside_serve_remove(frame, AT_FDCWD, args[0], 0);
	case __NR_rmdir:
		return inside_serve_remove(frame, AT_FDCWD, args[0], AT_REMOVEDIR);
	case __NR_chmod:
		return inside_serve_alter_mode(frame, AT_FDCWD, args[0], args[1], 0);
	case __NR_chown:
		return inside_serve_alter_owner(frame, AT_FDCWD, args[0], args[1], args[2], 0);
	case __NR_lchown:
		return inside_serve_alter_owner(frame, AT_FDCWD, args[0], args[1], args[2],
						AT_SYMLINK_NOFOLLOW);
#endif
	case __NR_fchmodat:
		return inside_serve_alter_mode(frame, (int)args[0], args[1], args[2], 0);
	case __NR_fchownat:
		return inside_serve_alter_owner(frame, (int)args[0], args[1], args[2], args[3],
						(unsigned int)args[4]);
	case __NR_getxattr:
		return inside_serve_look_attributes(frame, __NR_getxattr, 0);
	case __NR_lgetxattr:
		return inside_serve_look_attributes(frame, __NR_getxattr, AT_SYMLINK_NOFOLLOW);
	case __NR_listxattr:
		return inside_serve_look_attributes(frame, __NR_listxattr, 0);
	case __NR_llistxattr:
		return inside_serve_look_attributes(frame, __NR_listxattr, AT_SYMLINK_NOFOLLOW);
	case __NR_setxattr:
	case __NR_lsetxattr:
		return inside_serve_alter_attributes(frame, __NR_fsetxattr);
	case __NR_removexattr:
	case __NR_lremovexattr:
		return inside_serve_alter_attributes(frame, __NR_fremovexattr);
	case __NR_unlinkat:
		return inside_serve_remove(frame, (int)args[0], args[1], (unsigned int)args[2]);
	case __NR_openat:
		return inside_serve_open(frame, (int)args[0], args[1], args[2], args[3]);
#ifdef __NR_newfstatat
	case __NR_newfstatat:
		return inside_serve_stat(frame, (int)args[0], args[1], args[2],
					 (unsigned int)args[3]);
#endif
	case __NR_fstat:
		return inside_serve_fstat((int)args[0], args[1]);
	case __NR_getdents64:
		return inside_serve_list(frame);
	case __NR_utimensat:
		return args[1] == 0 ? inside_serve_times(frame) : inside_serve_alter_times(frame);
	case __NR_fchown:
		return inside_serve_chown(frame);
	case __NR_fchmod:
		return inside_serve_chmod(frame);
	case __NR_flistxattr:
		return inside_serve_list_attributes(frame);
	case __NR_fgetxattr:
		return inside_serve_get_attribute(frame);
	case __NR_fsetxattr:
		return inside_serve_set_attribute(frame);
	case __NR_statx:
		return inside_serve_statx(frame);
	case __NR_faccessat:
		return inside_serve_access(frame, (int)args[0], args[1], (unsigned int)args[2], 0);
	case __NR_faccessat2:
		return inside_serve_access(frame, (int)args[0], args[1], (unsigned int)args[2],
					   (unsigned int)args[3]);
	case __NR_readlinkat:
		return inside_serve_readlink(frame, (int)args[0], args[1], args[2], args[3]);
#ifdef __NR_dup2
	case __NR_dup2:
#endif
	case __NR_dup3:
	case __NR_close_range:
		return inside_serve_give(frame);
	case __NR_clone:
		return inside_serve_fork(frame);
	default:
		return GATE_CALL_IT;
	}
}
