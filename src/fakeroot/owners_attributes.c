/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Attributes that the database keeps (owners.h). Must never hold more of them than the sums below.
 */
#include "fakeroot/owners_private.h"

#include <errno.h>
#include <linux/stat.h>
#include <string.h>
#include <sys/xattr.h>

/* In bytes: a file's names and values, those of all files. */
#define BYTES_MOST     (1U << 20)
#define ALL_BYTES_MOST (256U << 20)

/*
 * Some end has to be: it is our memory, and each listing looks at all of them. File systems have
 * much less room (ext4: a block for all of a file's).
 */
static bool has_room(const struct owners *owners, const struct owners_entry *entry,
		     const char *name, size_t size)
{
	size_t names;
	size_t bytes = entry == NULL ? 0 : owners_xattr_bytes(entry, &names);

	if (entry == NULL)
		names = 0;
	return names + strlen(name) < OWNERS_NAMES_MOST && bytes + size < BYTES_MOST &&
	       owners->attribute_bytes + size < ALL_BYTES_MOST;
}

int owners_set_xattr(struct owners *owners, const struct statx *host, const char *name,
		     const void *value, size_t size, int flags)
{
	struct owners_entry *entry = owners_find(owners, host);
	bool exists = entry != NULL && *owners_xattr_find(entry, name) != NULL;
	int status;

	if (exists && (flags & XATTR_CREATE) != 0)
		return -EEXIST;
	if (!exists && (flags & XATTR_REPLACE) != 0)
		return -ENODATA;
	if (!has_room(owners, entry, name, size))
		return -ENOSPC;
	entry = owners_find_or_add(owners, host);
	if (entry == NULL)
		return -ENOMEM;
	owners_account(owners, entry, -1);
	status = owners_xattr_put(owners->table, entry, name, value, size);
	owners_account(owners, entry, 1);
	if (status == 0)
		owners_touch(owners, entry);
	return status;
}

int owners_get_xattr(struct owners *owners, const struct statx *host, const char *name,
		     const void **ret_value, size_t *ret_size)
{
	struct owners_entry *entry = owners_find(owners, host);
	struct owners_xattr *xattr = entry == NULL ? NULL : *owners_xattr_find(entry, name);

	if (xattr == NULL)
		return -ENODATA;
	*ret_value = xattr->value;
	*ret_size = xattr->size;
	return 0;
}

int owners_remove_xattr(struct owners *owners, const struct statx *host, const char *name)
{
	struct owners_entry *entry = owners_find(owners, host);
	struct owners_xattr **link = entry == NULL ? NULL : owners_xattr_find(entry, name);
	struct owners_xattr *xattr = link == NULL ? NULL : *link;

	if (xattr == NULL)
		return -ENODATA;
	owners_account(owners, entry, -1);
	*link = xattr->next;
	talloc_free(xattr);
	owners_account(owners, entry, 1);
	owners_touch(owners, entry);
	if (entry->known == 0 && entry->xattrs == NULL)
		owners_drop(owners, entry);
	return 0;
}

void owners_place_xattr(struct owners *owners, const struct statx *host, const char *name,
			size_t after)
{
	struct owners_entry *entry = owners_find(owners, host);
	struct owners_xattr *xattr = entry == NULL ? NULL : *owners_xattr_find(entry, name);

	if (xattr != NULL)
		xattr->after = after;
}

size_t owners_xattr_place(struct owners *owners, const struct statx *host, const char *name)
{
	struct owners_entry *entry = owners_find(owners, host);
	const struct owners_xattr *xattr = entry == NULL ? NULL : *owners_xattr_find(entry, name);

	return xattr == NULL ? 0 : xattr->after;
}

int owners_list_xattrs(TALLOC_CTX *ctx, struct owners *owners, const struct statx *host,
		       char **ret_names, size_t *ret_size)
{
	const struct owners_entry *entry = owners_find(owners, host);
	size_t size = 0;
	char *names;

	*ret_names = NULL;
	*ret_size = 0;
	for (const struct owners_xattr *x = entry == NULL ? NULL : entry->xattrs; x; x = x->next)
		size += strlen(x->name) + 1;
	if (size == 0)
		return 0;
	names = talloc_size(ctx, size);
	if (names == NULL)
		return -ENOMEM;
	*ret_names = names;
	*ret_size = size;
	for (const struct owners_xattr *x = entry->xattrs; x; x = x->next)
		names = stpcpy(names, x->name) + 1;
	return 0;
}
