/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Any bytes as a socket's address, as guests and the kernel hand them over: decoding and
 * encoding agree, and what a guest is told of the jail's own names is what it bound,
 * whatever it claims the length to be (it lies in memory that the guest can write).
 */
#include <errno.h>
#include <sys/socket.h>

#include "fake_guest.h"
#include "syscall/unix_names.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	guest_setup();
	return 0;
}

static void read_address(struct input *input, struct sock_address *ret_address)
{
	memset(ret_address, 0, sizeof(*ret_address));
	ret_address->length = input_byte(input) % (sizeof(ret_address->bytes) + 1);
	input_copy(input, ret_address->bytes, ret_address->length);
	if (ret_address->length >= sizeof(sa_family_t) && (input_byte(input) & 7) != 0)
		ret_address->family = AF_UNIX;
}

static void check_name(const struct unix_name *name)
{
	INSIST(name->length <= UNIX_PATH_ROOM);
	switch (name->kind) {
	case UNIX_NOT:
	case UNIX_UNNAMED:
		INSIST(name->length == 0);
		break;
	case UNIX_PATH:
		INSIST(name->length > 0 && strlen(name->text) == name->length);
		break;
	case UNIX_ABSTRACT:
		INSIST(name->length < UNIX_PATH_ROOM);
		break;
	}
}

/* What was decoded says the same when it is written down and read again. */
static void check_round(const struct sock_address *address)
{
	struct sock_address written;
	struct unix_name name;
	struct unix_name again;

	unix_decode(address, &name);
	check_name(&name);
	if (name.kind == UNIX_NOT)
		return;
	unix_encode(&name, &written);
	unix_decode(&written, &again);
	INSIST(again.kind == name.kind && again.length == name.length);
	INSIST(memcmp(again.text, name.text, name.length) == 0);
}

/* The host's address of a name that this guest has bound; false: it has too many long ones. */
static bool bind_name(struct unix_names *names, const struct unix_name *name,
		      struct sock_address *ret_host)
{
	struct unix_name host = { .kind = name->kind };
	char tag[UNIX_TAG_ROOM];

	if (name->kind == UNIX_ABSTRACT) {
		int status = private_name_to_host(unix_names_abstract(names), name->text,
						  name->length, host.text, UNIX_PATH_ROOM - 1,
						  &host.length);

		INSIST(status == 0 || status == -ENOSPC);
		if (status < 0)
			return false;
	} else {
		unix_names_next_tag(names, tag);
		host.length = (size_t)snprintf(host.text, sizeof(host.text), "%s/last", tag);
		INSIST(unix_names_add(names, host.text, name) == 0);
	}
	unix_encode(&host, ret_host);
	return true;
}

static void check_told(struct call *call, const struct sock_address *host, size_t complete,
		       const struct unix_name *bound)
{
	struct sock_address told;
	struct unix_name name;

	if (!unix_names_translate(call, host, complete, true, &told))
		return;
	INSIST(told.length <= sizeof(struct sockaddr_un) + 1);
	if (complete != host->length || bound == NULL)
		return;
	unix_decode(&told, &name);
	INSIST(name.kind == bound->kind && name.length == bound->length);
	INSIST(memcmp(name.text, bound->text, name.length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct call *call;
	struct unix_names *names;
	struct sock_address address;
	struct sock_address host;
	struct unix_name name;
	size_t length;

	guest_begin(&input);
	call = ((struct member *)guest.tracee->member)->call;
	names = unix_names_of(guest.jail);
	INSIST(names != NULL);
	read_address(&input, &address);
	check_round(&address);
	check_told(call, &address, input_word(&input), NULL);
	unix_decode(&address, &name);
	if (name.kind != UNIX_PATH && name.kind != UNIX_ABSTRACT)
		return 0;
	if (!bind_name(names, &name, &host))
		return 0;
	check_told(call, &host, host.length, &name);
	length = input_byte(&input);
	if (length > 0 && length < host.length)
		host.length = length;
	check_told(call, &host, input_byte(&input), NULL);
	check_told(call, &host, input_word(&input), NULL);
	call_end(call);
	return 0;
}
