/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * bind. A path is bound by the tracer, on a duplicate of the guest's socket, in the judged
 * parent directory: nothing that a guest does meanwhile can move it elsewhere, and the name
 * appears once, complete and atomically. All other addresses are bound by the tracee from
 * the slot. setsockopt comes here where it leads to a name. Who listens is noted by listen(),
 * which the tracee makes itself: SO_PEERCRED.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/deliver.h"
#include "syscall/faked.h"
#include "syscall/inside.h"
#include "syscall/net_judge.h"
#include "syscall/rights.h"
#include "syscall/sock_aim.h"
#include "syscall/unix_names.h"
#include "util/broken.h"
#include "util/fd.h"

#define AUTOBIND_TRIES 64U
#define AUTOBIND_SPACE 0x100000U /* KERNEL: unix_autobind() writes five digits */

/* From the slot, in the tracee. `result` of a remote call, or the outcome of a rewrite. */
static uint64_t put_address(struct slot *slot, const struct sock_address *address)
{
	memcpy(slot->memory->data, address->bytes, address->length);
	return slot_address(slot, slot->memory->data);
}

static struct outcome bind_in_tracee(struct call *call, struct slot *slot,
				     const struct sock_address *address)
{
	uint64_t args[6] = { call->args[0], put_address(slot, address), address->length };

	return call_rewrite(call, CALL_bind, args, NULL, NULL);
}

/* An abstract name of five digits that no member has: as the kernel does it for the host. */
static struct outcome bind_unnamed(struct call *call, struct slot *slot)
{
	struct unix_names *names = unix_names_of(call->jail);
	struct unix_name name = { .kind = UNIX_ABSTRACT, .length = 5 };
	struct sock_address address;
	uint64_t args[6] = { call->args[0] };
	long result = -ENOSPC;
	int status = 0;

	if (names == NULL)
		return outcome_fail(ENOMEM);
	for (unsigned int i = 0; i < AUTOBIND_TRIES; i++) {
		char digits[8];
		long ignored;

		(void)snprintf(digits, sizeof(digits), "%05x",
			       unix_names_next_autobind(names) % AUTOBIND_SPACE);
		memcpy(name.text, digits, name.length);
		unix_encode(&name, &address);
		status = sock_aim(call, &address, &ignored);
		if (status < 0)
			return outcome_fail(status);
		args[1] = put_address(slot, &address);
		args[2] = address.length;
		status = call_remote(call, CALL_bind, args, &result);
		if (status < 0 || result != -EADDRINUSE)
			break;
	}
	/* Bound already (0) or of another domain: the kernel knows, and binds nothing. */
	if (status == 0 && (result == -EINVAL || result == -EAFNOSUPPORT)) {
		address.length = UNIX_PATH_OFFSET;
		return bind_in_tracee(call, slot, &address);
	}
	if (status < 0)
		return outcome_fail(status);
	return outcome_done(result);
}

/* KERNEL: filename_create(): what is there is EEXIST before any right is asked about. */
static int judge_parent(struct call *call, struct path_place *place)
{
	struct change_name name = { .place = place, .parent = place->parent, .text = place->name };
	mode_t type;
	int refusal;

	if (place->last != LAST_NAME || place->name == NULL || place->parent < 0 ||
	    place->is_mount_root || place->has_mount_below)
		return -EADDRINUSE;
	refusal = change_in_proc(call, &name) ? -ENOENT : call_may_write(call, place);
	if (refusal == 0 && !place->trailing_slash)
		return 0;
	if (change_type(call, &name, &type) == 0)
		return -EADDRINUSE;
	return place->trailing_slash ? -ENOENT : refusal;
}

/*
 * Whose the socket's name becomes, with faked owners; all others have the umask decide.
 * KERNEL: unix_bind_bsd(): the mode is that of the socket itself, which fchmod may have set.
 */
static int plan_socket(struct call *call, int sock, int directory, const char *text,
		       struct faked_new *new)
{
	const struct change_name name = { .parent = directory, .text = text };
	struct stat st;
	int status;

	if (call->jail->fake_root == NULL) {
		call_apply_umask(call);
		return 0;
	}
	if (sock < 0 || fstat(sock, &st) < 0)
		st.st_mode = 0777;
	status = rights_make(call, &name, false);
	if (status == -EEXIST)
		return -EADDRINUSE;
	if (status == 0)
		/* KERNEL: unix_bind_bsd(): the umask applies, a default ACL or not. */
		status = faked_plan(call, directory,
				    S_IFSOCK | (st.st_mode & 0777 & ~call->member->fs->umask), new);
	if (status == 0)
		(void)umask(0777 & ~new->host_mode);
	return status;
}

static int enter_socket(struct call *call, int directory, const char *text,
			const struct faked_new *new)
{
	return call->jail->fake_root == NULL ? 0 : faked_made_at(call, directory, text, new);
}

/* bind in directory `cwd`, by a name relative to it: sun_path has room for nothing longer. */
static int bind_from(const struct call *call, int sock, int cwd, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	CLEANUP_FD int back = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	size_t length = strlen(path);
	int status = 0;

	if (length > sizeof(address.sun_path))
		return -ENAMETOOLONG;
	memcpy(address.sun_path, path, length);
	if (fchdir(cwd) < 0)
		return -errno;
	if (bind(sock, (const struct sockaddr *)&address,
		 (socklen_t)(UNIX_PATH_OFFSET + length + (length < sizeof(address.sun_path)))) < 0)
		status = -errno;
	/* Its own working directory means nothing to the tracer; any will do. */
	if ((back < 0 || fchdir(back) < 0) && fchdir(call->jail->spool) < 0)
		return status;
	return status;
}

/*
 * Through a symlink in the spool, so that the string that the kernel keeps is one of a kind.
 * A name too long for that is bound under itself alone.
 */
static int bind_in_tracer(struct call *call, int sock, const struct path_place *place,
			  struct unix_names *names, const struct unix_name *guest)
{
	struct handle_name parent = handle_name(place->parent);
	char host[NAME_MAX + UNIX_TAG_ROOM + 2];
	char tag[UNIX_TAG_ROOM];
	struct faked_new new = { 0 };
	int status = plan_socket(call, sock, place->parent, place->name, &new);

	if (status < 0)
		return status;
	unix_names_next_tag(names, tag);
	(void)snprintf(host, sizeof(host), "%s/%s", tag, place->name);
	if (strlen(host) <= UNIX_PATH_ROOM) {
		/* Before there is a socket: nobody else can have this tag, so nobody is harmed. */
		status = unix_names_add(names, host, guest);
		if (status < 0)
			return status;
		if (symlinkat(parent.text, call->jail->spool, tag) < 0)
			return -errno;
		status = bind_from(call, sock, call->jail->spool, host);
		(void)unlinkat(call->jail->spool, tag, 0);
		return status < 0 ? status : enter_socket(call, place->parent, place->name, &new);
	}
	(void)snprintf(host, sizeof(host), "%s", place->name);
	status = bind_from(call, sock, place->parent, host);
	if (status < 0)
		return status;
	if (unix_names_add(names, host, guest) < 0)
		return 0; /* bound; only its name is not known */
	return enter_socket(call, place->parent, place->name, &new);
}

/*
 * Without pidfd_getfd (KERNEL: 5.6): in the tracee, by a descriptor of the parent. A sibling
 * could exchange that descriptor for one of a read-only mount: where there is one, refused.
 */
static struct outcome bind_beside(struct call *call, struct slot *slot, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *last = slash == NULL ? path : slash + 1;
	char *directory = slash == NULL
				  ? talloc_strdup(call->pool, ".")
				  : talloc_strndup(call->pool, path, (size_t)(slash - path) + 1);
	struct sock_address address = { .length = UNIX_PATH_OFFSET };
	struct unix_names *names = unix_names_of(call->jail);
	struct unix_name host = { .kind = UNIX_PATH };
	struct unix_name guest = { .kind = UNIX_PATH, .length = strlen(path) };
	struct path_place *place;
	struct faked_new new = { 0 };
	uint64_t args[6] = { call->args[0] };
	long fd = -1;
	long result;
	int status;

	if (call->jail->mounts->any_read_only)
		return outcome_fail(EROFS);
	if (directory == NULL || names == NULL)
		return outcome_fail(ENOMEM);
	status = sock_resolve(call, directory, PATH_FOLLOW, &place);
	if (status == 0 && place->handle >= 0 && call->jail->fake_root != NULL)
		status = plan_socket(call, -1, place->handle, last, &new);
	if (status == 0)
		status = deliver_path_fd(call, place, true, true, &fd);
	if (status < 0 || fd < 0)
		return outcome_done(status < 0 ? status : fd);
	memcpy(guest.text, path, guest.length);
	host.length = (size_t)snprintf(host.text, sizeof(host.text), "/proc/thread-self/fd/%ld/%s",
				       fd, last);
	result = -ENAMETOOLONG;
	if (host.length <= UNIX_PATH_ROOM) {
		unix_encode(&host, &address);
		args[1] = put_address(slot, &address);
		args[2] = address.length > sizeof(struct sockaddr_un) ? sizeof(struct sockaddr_un)
								      : address.length;
		status = call_remote(call, CALL_bind, args, &result);
	}
	if (status == 0)
		status = deliver_close(call, (int)fd);
	if (status < 0 || result < 0)
		return outcome_done(status < 0 ? status : result);
	if (unix_names_add(names, host.text, &guest) < 0)
		return outcome_done(0);
	return outcome_status(enter_socket(call, place->handle, last, &new));
}

static bool is_local(int sock)
{
	int domain = AF_UNSPEC;
	socklen_t size = sizeof(domain);

	return getsockopt(sock, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_UNIX;
}

static int bind_anyway(int sock, const struct sock_address *address)
{
	return bind(sock, (const struct sockaddr *)(const void *)address->bytes,
		    (socklen_t)address->length) < 0
		       ? -errno
		       : 0;
}

static struct outcome bind_path(struct call *call, struct slot *slot,
				const struct sock_address *address, const struct unix_name *name)
{
	struct unix_names *names = unix_names_of(call->jail);
	CLEANUP_FD int sock = -1;
	struct path_place *place;
	int status = sock_check(call, call_int(call, 0));

	if (status < 0)
		return outcome_fail(status);
	if (names == NULL)
		return outcome_fail(ENOMEM);
	status = call_dup_fd(call, call_int(call, 0), &sock);
	if (status < 0 && status != -ENOSYS)
		return outcome_fail(status);
	/*
	 * Of another domain: the kernel says what it thinks of such an address. RACE: asked
	 * here, for the tracee may have a unix socket under the number by then.
	 */
	if (sock >= 0 && !is_local(sock))
		return BROKEN_SOCKET ? bind_in_tracee(call, slot, address)
				     : outcome_status(bind_anyway(sock, address));
	status = sock_resolve(call, name->text, PATH_PARENT | PATH_NO_LAST, &place);
	if (status == 0)
		status = judge_parent(call, place);
	if (status < 0)
		return outcome_fail(status);
	if (sock < 0)
		return bind_beside(call, slot, name->text);
	status = bind_in_tracer(call, sock, place, names, name);
	if (status == 0)
		status = net_note_bound(call->jail, place->parent, place->name);
	return outcome_status(status);
}

/*
 * A datagram socket. One of streams would keep its port when it lost an address that it got by
 * connecting, and somebody outside know where it listens for a moment (listen.c).
 */
static bool binds_as_if_it_sent(struct call *call, const struct sock_address *address,
				int *ret_sock)
{
	int type = 0;
	socklen_t size = sizeof(type);

	return net_binds_to_nothing(call->jail, address) &&
	       call_dup_fd(call, call_int(call, 0), ret_sock) == 0 &&
	       getsockopt(*ret_sock, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_DGRAM;
}

struct outcome on_bind(struct call *call)
{
	struct slot *slot = call_slot(call);
	uint64_t args[6] = { call->args[0], SOCK_BAD_POINTER, call->args[2] };
	CLEANUP_FD int sock = -1;
	struct sock_address address;
	struct unix_name name;
	long ignored;
	int status;

	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	if (sock_address_read(call, call_long(call, 1), call_int(call, 2), &address) < 0)
		return call_rewrite(call, CALL_bind, args, NULL, NULL);
	if (binds_as_if_it_sent(call, &address, &sock))
		return outcome_status(bind_anyway(sock, &address));
	status = net_judge_address(call, &address, NET_BIND);
	if (status < 0)
		return outcome_fail(status);
	if (address.length > sizeof(struct sockaddr_un))
		return bind_in_tracee(call, slot, &address);
	unix_decode(&address, &name);
	/* Whoever sees the mount's directory, or the host's list of names, may connect to it. */
	if (name.kind != UNIX_NOT && !inside_expect_peers(call))
		return outcome_fail(EAGAIN);
	switch (name.kind) {
	case UNIX_NOT:
		return bind_in_tracee(call, slot, &address);
	case UNIX_UNNAMED:
		return bind_unnamed(call, slot);
	case UNIX_ABSTRACT:
		if (sock_aim(call, &address, &ignored) < 0)
			return outcome_fail(ENOMEM);
		return bind_in_tracee(call, slot, &address);
	case UNIX_PATH:
		break;
	}
	return bind_path(call, slot, &address, &name);
}

/* KERNEL: unix_autobind(): a socket that passes credentials gets a name when it first sends. */
struct outcome on_setsockopt(struct call *call)
{
	return inside_expect_peers(call) ? outcome_native() : outcome_fail(EAGAIN);
}
