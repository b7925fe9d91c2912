/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The parts of a control message, as the kernel walks them. Must never be left to CMSG_NXTHDR: C
 * libraries have one pass over the last part where its padding is missing (glibc before 2.36).
 */
#ifndef PTJAIL_SYSCALL_CONTROL_H
#define PTJAIL_SYSCALL_CONTROL_H

#include <stddef.h>
#include <sys/socket.h>

/*
 * The part at *at, which is moved behind it; NULL: no more, or one that the kernel answers by
 * EINVAL. KERNEL: CMSG_OK(), for_each_cmsghdr().
 */
static inline struct cmsghdr *control_next(const char *control, size_t size, size_t *at)
{
	struct cmsghdr *part = (struct cmsghdr *)(void *)(control + *at);

	if (*at >= size || size - *at < sizeof(*part) || part->cmsg_len < sizeof(*part) ||
	    part->cmsg_len > size - *at)
		return NULL;
	*at += CMSG_ALIGN(part->cmsg_len);
	return part;
}

#endif
