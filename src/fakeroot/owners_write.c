/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Writing state files (owners_state.h); what is read back is what was there. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "fakeroot/owners_private.h"
#include "fakeroot/owners_state.h"

static void put_xattr(FILE *file, const struct owners_xattr *xattr)
{
	static const char digits[] = "0123456789abcdef";

	(void)fputs(",xattr=", file);
	for (const char *c = xattr->name; *c != '\0'; c++) {
		if (isalnum((unsigned char)*c) || *c == '.' || *c == '_' || *c == '-')
			(void)putc(*c, file);
		else
			(void)fprintf(file, "%%%02x", (unsigned char)*c);
	}
	(void)putc(':', file);
	for (size_t i = 0; i < xattr->size; i++) {
		(void)putc(digits[xattr->value[i] >> 4], file);
		(void)putc(digits[xattr->value[i] & 15], file);
	}
	if (xattr->after > 0)
		(void)fprintf(file, ":%zu", xattr->after);
}

static void put_birth(FILE *file, int64_t birth)
{
	uint64_t size = birth < 0 ? (uint64_t)-birth : (uint64_t)birth;

	(void)fprintf(file, ",birth=%s%" PRIu64 ".%09" PRIu64, birth < 0 ? "-" : "",
		      size / 1000000000, size % 1000000000);
}

static void put_entry(FILE *file, const struct owners_entry *entry)
{
	bool has_mode = (entry->known & OWNER_MODE) != 0;
	unsigned int mode = has_mode ? entry->mode : entry->mode & S_IFMT;

	(void)fprintf(file, "dev=%" PRIx64 ",ino=%" PRIu64, entry->dev, entry->ino);
	if (entry->birth != BIRTH_UNKNOWN)
		put_birth(file, entry->birth);
	(void)fprintf(file, ",%s=%o", has_mode ? "mode" : "type", mode);
	if ((entry->known & OWNER_IDS) != 0)
		(void)fprintf(file, ",uid=%" PRIu32 ",gid=%" PRIu32, entry->uid, entry->gid);
	if ((entry->known & OWNER_DEVICE) != 0)
		(void)fprintf(file, ",rdev=%" PRIu64, entry->rdev);
	for (const struct owners_xattr *x = entry->xattrs; x != NULL; x = x->next)
		put_xattr(file, x);
	(void)putc('\n', file);
}

/* All of it has to be said: what is not known is as the jail shows it, or as last seen. */
static void put_for_fakeroot(FILE *file, const struct owners *owners,
			     const struct owners_entry *entry)
{
	bool has_ids = (entry->known & OWNER_IDS) != 0;

	(void)fprintf(file,
		      "dev=%" PRIx64 ",ino=%" PRIu64 ",mode=%o,uid=%" PRIu32 ",gid=%" PRIu32
		      ",nlink=1,rdev=%" PRIu64 "\n",
		      entry->dev, entry->ino, (unsigned int)entry->mode,
		      has_ids ? entry->uid : owners->identity.shown_uid,
		      has_ids ? entry->gid : owners->identity.shown_gid, entry->rdev);
}

bool owners_is_written(const struct owners *owners, const struct owners_entry *entry,
		       enum owners_format format)
{
	if (owners_is_left_out(owners, entry->dev))
		return false;
	if ((entry->flags & (ENTRY_GONE | ENTRY_DEAD)) != 0)
		return false;
	return format == OWNERS_FORMAT_FAKEROOT ? entry->known != 0
						: entry->known != 0 || entry->xattrs != NULL;
}

int owners_write(FILE *file, enum owners_format format, struct owners *owners)
{
	const struct owners_entry *entry;
	size_t position = 0;

	errno = 0;
	if (format == OWNERS_FORMAT_PTJAIL)
		(void)fputs("ptjail owners 1\n", file);
	while (!ferror(file) && (entry = owners_table_next(owners->table, &position)) != NULL) {
		if (!owners_is_written(owners, entry, format))
			continue;
		switch (format) {
		case OWNERS_FORMAT_PTJAIL:
			put_entry(file, entry);
			break;
		case OWNERS_FORMAT_FAKEROOT:
			put_for_fakeroot(file, owners, entry);
			break;
		}
	}
	if (!ferror(file))
		return 0;
	return errno == 0 ? -EIO : -errno;
}
