/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Host names of unix sockets and what guests are told instead (unix_names.h). Must never
 * show a host path: what cannot be named in the guest is unnamed.
 */
#include "syscall/unix_names.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <uthash.h>

#include "util/broken.h"
#include "util/fd.h"

#define BOUND_MAX 16384U /* TRUST: guests bind as often as they like */

/* One path that was bound: found by the tag, or by the whole host string without one. */
struct bound_name {
	char host[UNIX_PATH_ROOM + 1];
	struct unix_name guest;
	UT_hash_handle hh;
};

struct unix_names {
	struct private_names *abstract;
	struct bound_name *bound;
	struct bound_name *ring[BOUND_MAX]; /* oldest is overwritten first */
	unsigned int next;
	unsigned int next_tag;
	unsigned int next_autobind;
	char tag[8]; /* this jail's: "p", 6 digits */
};

/* The entries are talloc children; uthash's own table is not. */
static int free_table(struct unix_names *names)
{
	HASH_CLEAR(hh, names->bound);
	return 0;
}

/* KERNEL: net/unix: each type of socket has names of its own. */
static bool is_bound(void *data, const char *host, size_t length)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length);

	(void)data;
	memcpy(address.sun_path + 1, host, length);
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		CLEANUP_FD int fd = socket(AF_UNIX, types[i] | SOCK_CLOEXEC, 0);

		if (fd < 0 || bind(fd, (const struct sockaddr *)&address, size) < 0)
			return true;
	}
	return false;
}

struct unix_names *unix_names_of(struct jail *jail)
{
	struct unix_names *names = jail->unix_names;
	unsigned int random = 0;

	if (names != NULL)
		return names;
	names = talloc_zero(jail, struct unix_names);
	if (names == NULL)
		return NULL;
	if (private_names_new(names, is_bound, NULL, &names->abstract) < 0 ||
	    getrandom(&random, sizeof(random), 0) != sizeof(random)) {
		talloc_free(names);
		return NULL;
	}
	talloc_set_destructor(names, free_table);
	names->next_autobind = random;
	(void)snprintf(names->tag, sizeof(names->tag), "p%06x", random & 0xffffffU);
	jail->unix_names = names;
	return names;
}

struct private_names *unix_names_abstract(struct unix_names *names)
{
	return names->abstract;
}

void unix_names_next_tag(struct unix_names *names, char tag[UNIX_TAG_ROOM])
{
	(void)snprintf(tag, UNIX_TAG_ROOM, "%s%x", names->tag, names->next_tag++);
}

unsigned int unix_names_next_autobind(struct unix_names *names)
{
	return names->next_autobind++;
}

/* The part of a host string that identifies it. */
static size_t key_length(const struct unix_names *names, const char *host)
{
	const char *slash = strchr(host, '/');

	if (slash == NULL || strncmp(host, names->tag, strlen(names->tag)) != 0)
		return strlen(host);
	return (size_t)(slash - host);
}

int unix_names_add(struct unix_names *names, const char *host, const struct unix_name *guest)
{
	struct bound_name *entry = names->ring[names->next];
	struct bound_name *same;

	if (strlen(host) > UNIX_PATH_ROOM)
		return -ENAMETOOLONG;
	if (entry != NULL)
		HASH_DELETE(hh, names->bound, entry);
	else
		entry = talloc_zero(names, struct bound_name);
	if (entry == NULL)
		return -ENOMEM;
	memcpy(entry->host, host, key_length(names, host));
	entry->host[key_length(names, host)] = '\0';
	entry->guest = *guest;
	/* A long name bound in two directories: the later one is told of both. */
	HASH_FIND_STR(names->bound, entry->host, same);
	if (same != NULL) {
		same->guest = *guest;
		memset(entry, 0, sizeof(*entry));
		(void)snprintf(entry->host, sizeof(entry->host), "/%u", names->next);
	}
	HASH_ADD_STR(names->bound, host, entry);
	names->ring[names->next] = entry;
	names->next = (names->next + 1) % BOUND_MAX;
	return 0;
}

static bool find_bound(const struct unix_names *names, const struct unix_name *host,
		       struct unix_name *ret_guest)
{
	struct bound_name *entry;
	size_t length = key_length(names, host->text);
	const char *slash = strchr(host->text, '/');

	HASH_FIND(hh, names->bound, host->text, length, entry);
	if (entry != NULL) {
		*ret_guest = entry->guest;
		return true;
	}
	if (length == host->length || slash == NULL)
		return false;
	*ret_guest = (struct unix_name){ .kind = UNIX_PATH, .length = strlen(slash + 1) };
	memcpy(ret_guest->text, slash + 1, ret_guest->length);
	return true;
}

/* A socket of the host's own, bound into the jail with its directory, or not at all. */
static void name_foreign(struct call *call, const struct unix_name *host,
			 struct unix_name *ret_guest)
{
	struct path_view view = call_view(call);
	CLEANUP_FD int handle = -1;
	char *guest;

	*ret_guest = (struct unix_name){ .kind = UNIX_UNNAMED };
	if (host->text[0] != '/')
		return;
	handle = open(host->text, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (handle < 0 || path_of_handle(call->pool, &view, handle, NULL, &guest) < 0 ||
	    strlen(guest) > UNIX_PATH_ROOM)
		return;
	ret_guest->kind = UNIX_PATH;
	ret_guest->length = strlen(guest);
	memcpy(ret_guest->text, guest, ret_guest->length);
}

/* False: an abstract name of the host's, such as autobind's five digits. */
static bool name_abstract(struct unix_names *names, const struct unix_name *host, size_t cut,
			  struct unix_name *ret_guest)
{
	size_t length;
	const char *text = private_name_to_guest(names->abstract, host->text, host->length,
						 &length);

	if (text == NULL)
		return false;
	*ret_guest = (struct unix_name){ .kind = UNIX_ABSTRACT };
	memcpy(ret_guest->text, text, length);
	/* TRUST: the length that the kernel told lies in memory that guests write. */
	ret_guest->length = length + cut < UNIX_PATH_ROOM ? length + cut : UNIX_PATH_ROOM - 1;
	return true;
}

bool unix_names_translate(struct call *call, const struct sock_address *address, size_t complete,
			  bool told, struct sock_address *ret_guest)
{
	struct unix_names *names = unix_names_of(call->jail);
	size_t cut = complete > address->length ? complete - address->length : 0;
	struct unix_name host, guest;

	unix_decode(address, &host);
	switch (host.kind) {
	case UNIX_NOT:
	case UNIX_UNNAMED:
		return false;
	case UNIX_ABSTRACT:
		if (names == NULL || cut > UNIX_PATH_ROOM ||
		    !name_abstract(names, &host, cut, &guest))
			return false;
		break;
	case UNIX_PATH:
		guest = (struct unix_name){ .kind = UNIX_UNNAMED };
		if ((names == NULL || !find_bound(names, &host, &guest)) &&
		    (told || BROKEN_FOREIGN))
			name_foreign(call, &host, &guest);
		break;
	}
	unix_encode(&guest, ret_guest);
	return true;
}
