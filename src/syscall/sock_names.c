/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Calls that tell addresses: getsockname, getpeername, getsockopt(SO_PEERNAME), accept, recvfrom,
 * recvmsg, recvmmsg. The kernel writes into the guest's own buffers; at the exit stop names of the
 * unix domain become the guest's. That is for correctness, not for confinement: a thread that
 * writes there meanwhile deceives only itself; what stands there leads to no look at the host's
 * files.
 */
#include "syscall/sock_names.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>

#include "syscall/sock_creds.h"
#include "syscall/unix_names.h"
#include "util/fd.h"

#define VECTOR_MAX 1024U /* KERNEL: UIO_MAXIOV, what recvmmsg looks at */

/*
 * A buffer for an address: where it is, how much fits and what stood there, as the call began. The
 * guest's name may be shorter than the host's: what is behind it is then as it was, and programs
 * that look for its end by a NUL of their own find it.
 */
struct name_buffer {
	uint64_t address;
	uint32_t room;
	size_t known;
	const char *before;
};

static void keep_before(struct call *call, struct name_buffer *buffer)
{
	size_t size = sizeof(((struct sock_address *)NULL)->bytes);
	char *before = talloc_size(call->pool, size);

	if (size > buffer->room)
		size = buffer->room;
	buffer->before = before;
	buffer->known = 0;
	if (before != NULL && call_read(call, buffer->address, before, size) == 0)
		buffer->known = size;
}

/* Of an accepted socket the kernel can be asked again: for all of the name, and its own word. */
static bool ask_peer(struct call *call, int fd, struct sock_address *ret_host)
{
	CLEANUP_FD int sock = -1;
	socklen_t length = sizeof(ret_host->bytes);

	if (call_dup_fd(call, fd, &sock) < 0 ||
	    getpeername(sock, (struct sockaddr *)ret_host->bytes, &length) < 0)
		return false;
	ret_host->length = length;
	return true;
}

/*
 * `complete`: the length that the kernel told; `fd`: an accepted socket whose peer it is, or -1.
 * Answers the length to tell, or -errno when the guest's memory went away.
 */
static long translate(struct call *call, const struct name_buffer *buffer, uint32_t complete,
		      int fd)
{
	struct sock_address host = { .length = complete < buffer->room ? complete : buffer->room };
	struct sock_address guest;
	bool told = false;
	size_t written, size;
	int status;

	if (host.length > sizeof(host.bytes))
		host.length = sizeof(host.bytes);
	written = host.length;
	status = call_read(call, buffer->address, host.bytes, host.length);
	if (status < 0)
		return status;
	if (fd >= 0 && complete > UNIX_PATH_OFFSET &&
	    (host.length < UNIX_PATH_OFFSET || host.family == AF_UNIX))
		told = ask_peer(call, fd, &host);
	if (host.length <= UNIX_PATH_OFFSET ||
	    !unix_names_translate(call, &host, told ? host.length : complete, told, &guest))
		return complete;
	size = guest.length < buffer->room ? guest.length : buffer->room;
	if (size < written && written <= buffer->known) {
		memcpy(guest.bytes + size, buffer->before + size, written - size);
		size = written;
	}
	status = call_write(call, buffer->address, guest.bytes, size);
	return status < 0 ? status : (long)guest.length;
}

/* Of a call whose length is counted in memory of its own. */
struct counted_name {
	struct name_buffer buffer;
	uint64_t length_address;
	bool accepted; /* the result is a socket whose peer it is */
};

static bool is_unix(struct call *call, int fd)
{
	CLEANUP_FD int sock = -1;
	int domain = AF_UNSPEC;
	socklen_t size = sizeof(domain);

	return call_dup_fd(call, fd, &sock) == 0 &&
	       getsockopt(sock, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_UNIX;
}

/*
 * KERNEL: move_addr_to_user() of today tells the length before it meets a page that is not there.
 * The guest's length nobody can say any more: it is left as it was.
 */
static long forget_length(struct call *call, const struct counted_name *name)
{
	const uint32_t room = name->buffer.room;

	/* The call has failed in the same way if that page goes away, too. */
	if (is_unix(call, call_int(call, 0)) &&
	    call_write(call, name->length_address, &room, sizeof(room)) == -ESRCH)
		return -ESRCH;
	return -EFAULT;
}

static long finish_counted(struct call *call, long result)
{
	const struct counted_name *name = call->finish_data;
	uint32_t length;
	long told;

	if (result == -EFAULT)
		return forget_length(call, name);
	if (result < 0)
		return result;
	if (call_read(call, name->length_address, &length, sizeof(length)) < 0)
		return name->accepted ? result : -EFAULT;
	told = translate(call, &name->buffer, length, name->accepted ? (int)result : -1);
	if (told >= 0 && (uint32_t)told != length) {
		length = (uint32_t)told;
		told = call_write(call, name->length_address, &length, sizeof(length));
	}
	/* As the kernel, when the page goes away while it writes; but the socket is there. */
	return told < 0 && !name->accepted ? told : result;
}

/* `argument`: the buffer; the pointer to its length follows. */
static struct outcome with_counted_name(struct call *call, unsigned int argument)
{
	struct counted_name *name = talloc(call->pool, struct counted_name);
	int room;

	if (name == NULL)
		return outcome_fail(ENOMEM);
	name->buffer.address = call_long(call, argument);
	name->length_address = call_long(call, argument + 1);
	name->accepted = table_id(call->row) == CALL_accept || table_id(call->row) == CALL_accept4;
	/* Nothing will be written, or the kernel says what is wrong. */
	if (name->buffer.address == 0 ||
	    call_read(call, name->length_address, &room, sizeof(room)) < 0 || room < 0)
		return outcome_native();
	name->buffer.room = (uint32_t)room;
	keep_before(call, &name->buffer);
	return call_rewrite(call, table_id(call->row), call->args, finish_counted, name);
}

/*
 * The tracer asks, on a duplicate of the socket: so no other thread can read the host's name
 * before it is the guest's, and a buffer that is too small cuts the guest's.
 */
static struct outcome ask_socket(struct call *call, int (*ask)(int, struct sockaddr *, socklen_t *))
{
	CLEANUP_FD int sock = -1;
	struct sock_address host = { 0 };
	struct sock_address guest;
	socklen_t length = sizeof(host.bytes);
	int status = call_dup_fd(call, call_int(call, 0), &sock);
	int room;

	if (status < 0)
		return outcome_fail(status);
	if (ask(sock, (struct sockaddr *)host.bytes, &length) < 0)
		return outcome_fail(errno);
	host.length = length;
	if (!unix_names_translate(call, &host, length, true, &guest))
		guest = host;
	length = (socklen_t)guest.length;
	/* KERNEL: move_addr_to_user() */
	status = call_read(call, call_long(call, 2), &room, sizeof(room));
	if (status == 0 && room < 0)
		status = -EINVAL;
	if (status == 0)
		status = call_write(call, call_long(call, 1), guest.bytes,
				    (socklen_t)room < length ? (socklen_t)room : length);
	if (status == 0)
		status = call_write(call, call_long(call, 2), &length, sizeof(length));
	return outcome_status(status);
}

static struct outcome socket_name(struct call *call,
				  int (*ask)(int, struct sockaddr *, socklen_t *))
{
	/* KERNEL: 5.6 pidfd_getfd. Without it the name is exchanged behind the kernel's back. */
	return call->jail->features.pidfd_getfd ? ask_socket(call, ask)
						: with_counted_name(call, 1);
}

struct outcome on_getsockname(struct call *call)
{
	return socket_name(call, getsockname);
}

struct outcome on_getpeername(struct call *call)
{
	return socket_name(call, getpeername);
}

/*
 * KERNEL: sk_getsockopt(): as getpeername, but of as many bytes as are wanted, and no more than
 * there are; a TCP socket that is only about to be connected has one, too.
 */
struct outcome sock_peer_name(struct call *call)
{
	CLEANUP_FD int sock = -1;
	struct sock_address host = { 0 };
	struct sock_address guest;
	socklen_t length = sizeof(host.bytes);
	int wanted, status = call_dup_fd(call, call_int(call, 0), &sock);

	if (status < 0)
		return outcome_fail(status == -ENOSYS ? ENOPROTOOPT : status);
	if (call_read(call, call_long(call, 4), &wanted, sizeof(wanted)) < 0)
		return outcome_fail(EFAULT);
	if (wanted < 0 || (size_t)wanted > sizeof(host.bytes))
		return outcome_fail(EINVAL);
	if (getpeername(sock, (struct sockaddr *)host.bytes, &length) < 0) {
		length = (socklen_t)wanted;
		if (getsockopt(sock, SOL_SOCKET, SO_PEERNAME, host.bytes, &length) < 0)
			return outcome_fail(errno);
	}
	host.length = length;
	if (!unix_names_translate(call, &host, length, true, &guest))
		guest = host;
	if ((size_t)wanted > guest.length)
		return outcome_fail(EINVAL);
	status = call_write(call, call_long(call, 3), guest.bytes, (size_t)wanted);
	if (status == 0)
		status = call_write(call, call_long(call, 4), &wanted, sizeof(wanted));
	return outcome_status(status);
}

struct outcome on_accept(struct call *call)
{
	return with_counted_name(call, 1);
}

struct outcome on_recvfrom(struct call *call)
{
	return with_counted_name(call, 4);
}

/* recvmsg and recvmmsg: the headers that want a name. */
struct message_name {
	uint64_t header; /* 0: this message wants none */
	bool control;    /* it wants control messages */
	struct name_buffer buffer;
};

static int look_at_header(struct call *call, uint64_t address, struct message_name *ret_name)
{
	struct msghdr header;
	int status = call_read(call, address, &header, sizeof(header));

	*ret_name = (struct message_name){ 0 };
	ret_name->control = status == 0 && header.msg_control != NULL;
	if (status < 0 || header.msg_name == NULL || header.msg_namelen == 0 ||
	    header.msg_namelen > INT_MAX)
		return status;
	ret_name->header = address;
	ret_name->buffer.address = (uint64_t)(uintptr_t)header.msg_name;
	ret_name->buffer.room = header.msg_namelen;
	keep_before(call, &ret_name->buffer);
	return 0;
}

static void tell_name(struct call *call, const struct message_name *name)
{
	uint64_t length_address = name->header + offsetof(struct msghdr, msg_namelen);
	uint32_t length;
	long told;

	if (name->header == 0 || call_read(call, length_address, &length, sizeof(length)) < 0)
		return;
	told = translate(call, &name->buffer, length, -1);
	if (told < 0 || (uint32_t)told == length)
		return;
	length = (uint32_t)told;
	if (call_write(call, length_address, &length, sizeof(length)) < 0)
		return;
}

static long finish_recvmsg(struct call *call, long result)
{
	if (result >= 0)
		tell_name(call, call->finish_data);
	if (result >= 0 && call->jail->fake_root != NULL)
		sock_creds_received(call, call_long(call, 1));
	return result;
}

struct outcome on_recvmsg(struct call *call)
{
	struct message_name *name = talloc(call->pool, struct message_name);

	if (name == NULL)
		return outcome_fail(ENOMEM);
	if (look_at_header(call, call_long(call, 1), name) < 0 ||
	    (name->header == 0 && !(name->control && call->jail->fake_root != NULL)))
		return outcome_native();
	return call_rewrite(call, CALL_recvmsg, call->args, finish_recvmsg, name);
}

static long finish_recvmmsg(struct call *call, long result)
{
	const struct message_name *names = call->finish_data;

	for (long i = 0; i < result; i++)
		tell_name(call, &names[i]);
	for (long i = 0; i < result && call->jail->fake_root != NULL; i++)
		sock_creds_received(call,
				    call_long(call, 1) + (uint64_t)i * sizeof(struct mmsghdr));
	return result;
}

struct outcome on_recvmmsg(struct call *call)
{
	unsigned int count = call_uint(call, 2) < VECTOR_MAX ? call_uint(call, 2) : VECTOR_MAX;
	struct message_name *names = talloc_zero_array(call->pool, struct message_name, VECTOR_MAX);
	bool fakes = call->jail->fake_root != NULL;
	bool wanted = false;

	if (names == NULL)
		return outcome_fail(ENOMEM);
	for (unsigned int i = 0; i < count; i++) {
		uint64_t header = call_long(call, 1) + i * sizeof(struct mmsghdr);

		if (look_at_header(call, header, &names[i]) < 0)
			break;
		wanted = wanted || names[i].header != 0 || (fakes && names[i].control);
	}
	if (!wanted)
		return outcome_native();
	return call_rewrite(call, CALL_recvmmsg, call->args, finish_recvmmsg, names);
}
