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

struct long_name {
	unsigned int number;
	size_t length;
	char *bytes;
	UT_hash_handle hh;
};

struct private_names {
	char key[KEY_LENGTH + 1];
	struct long_name *by_name;
	struct long_name **by_number;
	unsigned int count;
};

/* The names themselves are talloc children; uthash's own table is not. */
static int free_table(struct private_names *names)
{
	HASH_CLEAR(hh, names->by_name);
	return 0;
}

int private_names_new(TALLOC_CTX *ctx, struct private_names **ret_names)
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
	memcpy(names->key, "ptj", 3);
	for (unsigned int i = 3; i < KEY_LENGTH; i++)
		names->key[i] = letters[random[i] % sizeof(letters)];
	*ret_names = names;
	return 0;
}

static int find_long(struct private_names *names, const char *bytes, size_t length,
		     struct long_name **ret_name)
{
	struct long_name *name;

	HASH_FIND(hh, names->by_name, bytes, length, *ret_name);
	if (*ret_name != NULL)
		return 0;
	if (names->count == LONG_NAMES_MAX)
		return -ENOSPC;
	if (names->by_number == NULL)
		names->by_number = talloc_zero_array(names, struct long_name *, LONG_NAMES_MAX);
	name = talloc_zero(names, struct long_name);
	if (names->by_number == NULL || name == NULL)
		return -ENOMEM;
	name->bytes = talloc_memdup(name, bytes, length);
	if (name->bytes == NULL)
		return -ENOMEM;
	name->length = length;
	name->number = names->count++;
	names->by_number[name->number] = name;
	HASH_ADD_KEYPTR(hh, names->by_name, name->bytes, name->length, name);
	*ret_name = name;
	return 0;
}

int private_name_to_host(struct private_names *names, const char *name, size_t length, char *host,
			 size_t room, size_t *ret_length)
{
	char number[LONG_NUMBER_LENGTH + 1];
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
	host[KEY_LENGTH] = 'l';
	(void)snprintf(number, sizeof(number), "%08x", entry->number);
	memcpy(host + KEY_LENGTH + 1, number, LONG_NUMBER_LENGTH);
	*ret_length = KEY_LENGTH + 1 + LONG_NUMBER_LENGTH;
	return 0;
}

const char *private_name_to_guest(const struct private_names *names, const char *host,
				  size_t length, size_t *ret_length)
{
	char number[LONG_NUMBER_LENGTH + 1] = "";
	unsigned long index;

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
	index = strtoul(number, NULL, 16);
	if (index >= names->count)
		return NULL;
	*ret_length = names->by_number[index]->length;
	return names->by_number[index]->bytes;
}
