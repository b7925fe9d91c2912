/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Names with the jail's own prefix (private_names.h). */
#include "syscall/private_names.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <uthash.h>

#define KEY_LENGTH         11U /* "ptj" and 8 characters of a 64-letter alphabet: 48 bits */
#define LONG_NUMBER_LENGTH 8U
#define LONG_NAMES_MAX     65536U /* TRUST: guests make them */
/* So many that are used are passed over, in search of one that is not. */
#define TRIES_MAX 64U

struct long_name {
	unsigned int number;
	size_t length;
	char *bytes;
	UT_hash_handle hh;
	UT_hash_handle by_number;
};

struct private_names {
	char key[KEY_LENGTH + 1];
	private_name_is_used *is_used;
	void *data;
	struct long_name *by_name; /* what was asked for latest is the last */
	struct long_name *by_number;
	unsigned int next;
};

/* The names themselves are talloc children; uthash's own tables are not. */
static int free_table(struct private_names *names)
{
	HASH_CLEAR(hh, names->by_name);
	HASH_CLEAR(by_number, names->by_number);
	return 0;
}

int private_names_new(TALLOC_CTX *ctx, private_name_is_used *is_used, void *data,
		      struct private_names **ret_names)
{
	static const char letters[64] __attribute__((nonstring)) =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
	struct private_names *names = talloc_zero(ctx, struct private_names);
	unsigned char random[KEY_LENGTH];

	if (names == NULL)
		return -ENOMEM;
	if (getrandom(random, sizeof(random), 0) != sizeof(random)) {
		talloc_free(names);
		return -EIO;
	}
	talloc_set_destructor(names, free_table);
	names->is_used = is_used;
	names->data = data;
	memcpy(names->key, "ptj", 3);
	for (unsigned int i = 3; i < KEY_LENGTH; i++)
		names->key[i] = letters[random[i] % sizeof(letters)];
	*ret_names = names;
	return 0;
}

static size_t write_long(const struct private_names *names, const struct long_name *name,
			 char *host)
{
	char number[LONG_NUMBER_LENGTH + 1];

	(void)snprintf(number, sizeof(number), "%08x", name->number);
	memcpy(host, names->key, KEY_LENGTH);
	host[KEY_LENGTH] = 'l';
	memcpy(host + KEY_LENGTH + 1, number, LONG_NUMBER_LENGTH);
	return KEY_LENGTH + 1 + LONG_NUMBER_LENGTH;
}

static void append(struct private_names *names, struct long_name *name)
{
	HASH_ADD_KEYPTR(hh, names->by_name, name->bytes, name->length, name);
}

/*
 * Room for one more: what was not asked for the longest time goes, unless it is used. What calls
 * under way were told is far too new for that.
 */
static int make_room(struct private_names *names)
{
	char host[PRIVATE_NAME_MAX];

	for (unsigned int tries = 0; HASH_COUNT(names->by_name) >= LONG_NAMES_MAX; tries++) {
		struct long_name *oldest = names->by_name;

		if (tries == TRIES_MAX)
			return -ENOSPC;
		HASH_DEL(names->by_name, oldest);
		if (names->is_used(names->data, host, write_long(names, oldest, host))) {
			append(names, oldest);
			continue;
		}
		HASH_DELETE(by_number, names->by_number, oldest);
		talloc_free(oldest);
	}
	return 0;
}

static int find_long(struct private_names *names, const char *bytes, size_t length,
		     struct long_name **ret_name)
{
	struct long_name *name;
	int status;

	HASH_FIND(hh, names->by_name, bytes, length, name);
	if (name != NULL) {
		HASH_DEL(names->by_name, name);
		append(names, name);
		*ret_name = name;
		return 0;
	}
	status = make_room(names);
	if (status < 0)
		return status;
	name = talloc_zero(names, struct long_name);
	if (name == NULL)
		return -ENOMEM;
	name->bytes = talloc_memdup(name, bytes, length);
	if (name->bytes == NULL) {
		talloc_free(name);
		return -ENOMEM;
	}
	name->length = length;
	name->number = names->next++;
	HASH_ADD(by_number, names->by_number, number, sizeof(name->number), name);
	append(names, name);
	*ret_name = name;
	return 0;
}

int private_name_to_host(struct private_names *names, const char *name, size_t length, char *host,
			 size_t room, size_t *ret_length)
{
	struct long_name *entry;
	int status;

	memcpy(host, names->key, KEY_LENGTH);
	if (KEY_LENGTH + 1 + length <= room) {
		host[KEY_LENGTH] = 's';
		memcpy(host + KEY_LENGTH + 1, name, length);
		*ret_length = KEY_LENGTH + 1 + length;
		return 0;
	}
	status = find_long(names, name, length, &entry);
	if (status < 0)
		return status;
	*ret_length = write_long(names, entry, host);
	return 0;
}

const char *private_name_to_guest(const struct private_names *names, const char *host,
				  size_t length, size_t *ret_length)
{
	char number[LONG_NUMBER_LENGTH + 1] = "";
	const struct long_name *name;
	unsigned int value;

	if (length <= KEY_LENGTH || memcmp(host, names->key, KEY_LENGTH) != 0)
		return NULL;
	host += KEY_LENGTH;
	length -= KEY_LENGTH;
	if (host[0] == 's') {
		*ret_length = length - 1;
		return host + 1;
	}
	if (host[0] != 'l' || length != 1 + LONG_NUMBER_LENGTH)
		return NULL;
	memcpy(number, host + 1, LONG_NUMBER_LENGTH);
	value = (unsigned int)strtoul(number, NULL, 16);
	HASH_FIND(by_number, names->by_number, &value, sizeof(value), name);
	if (name == NULL)
		return NULL;
	*ret_length = name->length;
	return name->bytes;
}
