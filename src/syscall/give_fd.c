/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Passing a descriptor (give_fd.h):
 *
 *   tracee: mmap a page, socketpair into it      tracer: duplicate one end, send
 *   tracee: recvmsg with headers in that page, close both ends, unmap, dup to the lowest
 *
 * TRUST: the page and the numbers in it are the guest's to change; they are used on its own
 * descriptors only, and what lies under the last one is looked at.
 */
#include "syscall/give_fd.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "syscall/deliver.h"
#include "syscall/fd_table.h"
#include "util/broken.h"
#include "util/fd.h"

/* What the page holds, as the kernel writes it in the tracee. */
struct mailbox {
	int ends[2];
	struct msghdr header;
	struct iovec part;
	char byte;
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
};

static int remote(struct call *call, enum call_id id, const uint64_t args[6], long *ret_result)
{
	int status = call_remote(call, id, args, ret_result);

	return status < 0 ? status : (*ret_result < 0 ? (int)*ret_result : 0);
}

static int send_fd(int sock, int fd)
{
	char byte = 0;
	struct iovec part = { &byte, 1 };
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct msghdr header = { .msg_iov = &part,
				 .msg_iovlen = 1,
				 .msg_control = control,
				 .msg_controllen = sizeof(control) };
	struct cmsghdr *message = CMSG_FIRSTHDR(&header);

	message->cmsg_level = SOL_SOCKET;
	message->cmsg_type = SCM_RIGHTS;
	message->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(message), &fd, sizeof(fd));
	return sendmsg(sock, &header, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? -errno : 0;
}

/* RACE: who shares the memory writes there. Where there is no filter, all would pass. */
static bool is_protected(const struct call *call, int fd)
{
	const struct jail *jail = call->jail;

	return !BROKEN_MAILBOX && (unsigned int)fd - jail->guest_fd_base < jail->guest_fd_count;
}

/* The header that recvmsg shall use, all of it inside the page. */
static int write_header(struct call *call, uint64_t page)
{
	struct mailbox box = { .part.iov_len = 1 };

	box.part.iov_base = (void *)(uintptr_t)(page + offsetof(struct mailbox, byte));
	box.header.msg_iov = (struct iovec *)(uintptr_t)(page + offsetof(struct mailbox, part));
	box.header.msg_iovlen = 1;
	box.header.msg_control = (void *)(uintptr_t)(page + offsetof(struct mailbox, control));
	box.header.msg_controllen = sizeof(box.control);
	return call_write(call, page + offsetof(struct mailbox, header), &box.header,
			  sizeof(box) - offsetof(struct mailbox, header));
}

static int receive(struct call *call, uint64_t page, int sock, int *ret_fd)
{
	struct mailbox box = { 0 };
	const struct cmsghdr *message;
	long result;
	int status = write_header(call, page);

	if (status == 0)
		status = remote(call, CALL_recvmsg,
				(uint64_t[6]){ (uint64_t)sock,
					       page + offsetof(struct mailbox, header),
					       MSG_DONTWAIT | MSG_CMSG_CLOEXEC },
				&result);
	if (status == 0)
		status = call_read(call, page, &box, sizeof(box));
	if (status < 0)
		return status;
	message = (const struct cmsghdr *)(const void *)box.control;
	/* MSG_CTRUNC: the table was full. */
	if (message->cmsg_len != CMSG_LEN(sizeof(int)) || message->cmsg_type != SCM_RIGHTS)
		return -EMFILE;
	memcpy(ret_fd, CMSG_DATA(message), sizeof(*ret_fd));
	return is_protected(call, *ret_fd) ? -EACCES : 0;
}

static int pass(struct call *call, uint64_t page, int fd, int *ret_fd)
{
	CLEANUP_FD int end = -1;
	int ends[2];
	long result;
	int status = remote(call, CALL_socketpair,
			    (uint64_t[6]){ AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, page }, &result);

	if (status == 0)
		status = call_read(call, page, ends, sizeof(ends));
	if (status < 0)
		return status;
	if (is_protected(call, ends[0]) || is_protected(call, ends[1]))
		return -EACCES;
	status = call_dup_fd(call, ends[1], &end);
	if (status == 0)
		status = send_fd(end, fd);
	if (status == 0)
		status = receive(call, page, ends[0], ret_fd);
	for (unsigned int i = 0; i < 2; i++) {
		if (deliver_close(call, ends[i]) < 0)
			return -ESRCH;
	}
	return status;
}

int give_fd(struct call *call, int fd, long *ret_fd)
{
	uint64_t size = (uint64_t)sysconf(_SC_PAGESIZE);
	long page, ignored;
	int given = -1;
	int status;

	if (!call->jail->features.pidfd_getfd)
		return -ENOSYS;
	status = remote(call, CALL_mmap,
			(uint64_t[6]){ 0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
				       (uint64_t)-1, 0 },
			&page);
	if (status < 0)
		return status;
	*ret_fd = pass(call, (uint64_t)page, fd, &given);
	status = call_remote(call, CALL_munmap, (uint64_t[6]){ (uint64_t)page, size }, &ignored);
	if (status < 0 || *ret_fd < 0)
		return status;
	/* The two ends had lower numbers. */
	status = call_remote(call, CALL_fcntl, (uint64_t[6]){ (uint64_t)given, F_DUPFD_CLOEXEC },
			     ret_fd);
	if (status == 0)
		status = deliver_close(call, given);
	if (status < 0 || *ret_fd < 0 || BROKEN_MAILBOX || fd_table_holds(call, *ret_fd, fd))
		return status;
	/* Who shares the memory had it be another of the guest's own. */
	status = deliver_close(call, (int)*ret_fd);
	return status < 0 ? status : -EACCES;
}

struct outcome give_opened(struct call *call, int fd, uint64_t flags)
{
	long result, ignored;
	int status = give_fd(call, fd, &result);

	if (status == 0 && result >= 0 && (flags & O_CLOEXEC) == 0)
		status = call_remote(call, CALL_fcntl,
				     (uint64_t[6]){ (uint64_t)result, F_SETFD, 0 }, &ignored);
	return status < 0 ? outcome_fail(-status) : outcome_done(result);
}
