/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Reading state files (owners_state.h). Whoever wrote them may have made mistakes, or may
 * live in the jail: every number is bounded, nothing is taken for granted.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "fakeroot/owners_private.h"
#include "fakeroot/owners_state.h"

#define HEADER "ptjail owners 1"

/* KERNEL: XATTR_NAME_MAX, XATTR_SIZE_MAX, XATTR_LIST_MAX. */
#define NAME_BYTES_MAX  255U
#define VALUE_BYTES_MAX 65536U
#define LIST_BYTES_MAX  65536U

enum field {
	FIELD_DEV,
	FIELD_INO,
	FIELD_BIRTH,
	FIELD_MODE,
	FIELD_TYPE,
	FIELD_UID,
	FIELD_GID,
	FIELD_NLINK,
	FIELD_RDEV,
	FIELD_XATTR,
	FIELD_COUNT,
};

#define BIT(field) (1U << (field))
#define FAKEROOT_FIELDS                                                                            \
	(BIT(FIELD_DEV) | BIT(FIELD_INO) | BIT(FIELD_MODE) | BIT(FIELD_UID) | BIT(FIELD_GID) |     \
	 BIT(FIELD_NLINK) | BIT(FIELD_RDEV))
#define OUR_FIELDS ((BIT(FIELD_COUNT) - 1) & ~BIT(FIELD_NLINK))

static const struct {
	const char name[8];
	size_t length;
	unsigned int base;
	uint64_t max;
	const char *expected;
} fields[FIELD_COUNT] = {
	[FIELD_DEV] = { "dev", 3, 16, UINT64_MAX, "a hexadecimal number" },
	[FIELD_INO] = { "ino", 3, 10, UINT64_MAX, "a number" },
	[FIELD_BIRTH] = { "birth", 5, 0, 0,
			  "SECONDS.NANOSECONDS with nine digits behind the point" },
	[FIELD_MODE] = { "mode", 4, 8, 0177777, "an octal number up to 177777" },
	[FIELD_TYPE] = { "type", 4, 8, 0177777, "an octal number up to 177777" },
	[FIELD_UID] = { "uid", 3, 10, UINT32_MAX, "a number up to 4294967295" },
	[FIELD_GID] = { "gid", 3, 10, UINT32_MAX, "a number up to 4294967295" },
	[FIELD_NLINK] = { "nlink", 5, 10, UINT64_MAX, "a number" },
	[FIELD_RDEV] = { "rdev", 4, 10, UINT64_MAX, "a number" },
	[FIELD_XATTR] = { "xattr", 5, 0, 0, "NAME:HEX-BYTES or NAME:HEX-BYTES:PLACE" },
};

struct line {
	TALLOC_CTX *ctx;
	unsigned long number;
	const char *at, *end;
	char *fault;
	unsigned int seen; /* BIT(field) */
	uint64_t values[FIELD_COUNT];
	int64_t birth;
	struct owners_xattr *xattrs, **last_xattr;
	size_t names; /* their bytes, each with its NUL */
};

static int complain(struct line *line, const char *word, size_t length, const char *expected)
{
	line->fault = talloc_asprintf(line->ctx, "line %lu: \"%.*s\": expected %s", line->number,
				      (int)(length > 60 ? 60 : length), word, expected);
	for (char *c = line->fault; c != NULL && *c != '\0'; c++) {
		if (!isprint((unsigned char)*c))
			*c = '?';
	}
	return line->fault == NULL ? -ENOMEM : -EINVAL;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

static bool parse_number(const char *text, size_t length, unsigned int base, uint64_t max,
			 uint64_t *ret)
{
	uint64_t value = 0;

	for (size_t i = 0; i < length; i++) {
		unsigned int digit = (unsigned int)digit_of(text[i]);

		if (digit >= base || __builtin_mul_overflow(value, base, &value) ||
		    __builtin_add_overflow(value, digit, &value))
			return false;
	}
	*ret = value;
	return length > 0 && value <= max;
}

static bool parse_birth(const char *text, size_t length, int64_t *ret)
{
	bool negative = length > 0 && text[0] == '-';
	uint64_t seconds, nanoseconds;

	if (negative) {
		text++;
		length--;
	}
	if (length < 11 || text[length - 10] != '.' ||
	    !parse_number(text, length - 10, 10, INT64_MAX / 1000000000 - 1, &seconds) ||
	    !parse_number(text + length - 9, 9, 10, 999999999, &nanoseconds))
		return false;
	*ret = (int64_t)(seconds * 1000000000 + nanoseconds);
	if (negative)
		*ret = -*ret;
	return true;
}

/* Behind the bytes, if it is not 0: ":" and the place in listings. Answers the bytes' length. */
static bool parse_place(const char *bytes, size_t length, size_t *ret_digits, uint64_t *ret_place)
{
	const char *colon = memchr(bytes, ':', length);

	*ret_digits = colon == NULL ? length : (size_t)(colon - bytes);
	*ret_place = 0;
	return colon == NULL ||
	       parse_number(colon + 1, length - *ret_digits - 1, 10, LIST_BYTES_MAX, ret_place);
}

/* NAME:HEX or NAME:HEX:PLACE; in NAME, %XX is a byte. */
static int parse_xattr(struct line *line, const char *text, size_t length)
{
	const char *colon = memchr(text, ':', length);
	size_t name_size = colon == NULL ? 0 : (size_t)(colon - text);
	struct owners_xattr *xattr;
	size_t digits, used = 0;
	uint64_t place;

	if (colon == NULL || name_size == 0 || name_size > 3 * NAME_BYTES_MAX ||
	    !parse_place(colon + 1, length - name_size - 1, &digits, &place) || digits % 2 != 0 ||
	    digits / 2 > VALUE_BYTES_MAX)
		return -EINVAL;
	xattr = talloc_zero_size(line->ctx, sizeof(*xattr) + name_size + 1 + digits / 2);
	if (xattr == NULL)
		return -ENOMEM;
	*line->last_xattr = xattr;
	line->last_xattr = &xattr->next;
	for (size_t i = 0; i < name_size; i++) {
		uint64_t byte = (unsigned char)text[i];

		if (text[i] == '%' &&
		    (name_size - i < 3 || !parse_number(text + i + 1, 2, 16, 255, &byte)))
			return -EINVAL;
		i += text[i] == '%' ? 2 : 0;
		if (byte == 0 || used == NAME_BYTES_MAX)
			return -EINVAL;
		xattr->name[used++] = (char)byte;
	}
	/* Each is looked for among all others. */
	if (line->names + used >= OWNERS_NAMES_MOST)
		return -E2BIG;
	line->names += used + 1;
	xattr->value = (unsigned char *)xattr->name + used + 1;
	xattr->size = digits / 2;
	xattr->after = (size_t)place;
	for (size_t i = 0; i < xattr->size; i++) {
		int high = digit_of(colon[1 + 2 * i]), low = digit_of(colon[2 + 2 * i]);

		if (high > 15 || low > 15)
			return -EINVAL;
		xattr->value[i] = (unsigned char)(high << 4 | low);
	}
	return 0;
}

static int parse_field(struct line *line, const char *word, size_t length, unsigned int allowed)
{
	const char *equals = memchr(word, '=', length);
	size_t name_length = equals == NULL ? 0 : (size_t)(equals - word);
	size_t rest = length - name_length - 1;
	enum field field = 0;
	int status;
	bool ok;

	while (field < FIELD_COUNT && (fields[field].length != name_length || equals == NULL ||
				       memcmp(fields[field].name, word, name_length) != 0))
		field++;
	if (field == FIELD_COUNT || (allowed & BIT(field)) == 0)
		return complain(line, word, length,
				(allowed & BIT(FIELD_NLINK)) != 0
					? "dev=, ino=, mode=, uid=, gid=, nlink= and rdev="
					: "dev=, ino=, birth=, mode= or type=, uid=, gid=, rdev=, "
					  "xattr=");
	if (field != FIELD_XATTR && (line->seen & BIT(field)) != 0)
		return complain(line, word, length, "this once a line");
	line->seen |= BIT(field);
	if (field == FIELD_XATTR) {
		status = parse_xattr(line, equals + 1, rest);
		if (status == -ENOMEM)
			return status;
		if (status == -E2BIG)
			return complain(line, word, length, "fewer attributes of a file");
		ok = status == 0;
	} else if (field == FIELD_BIRTH) {
		ok = parse_birth(equals + 1, rest, &line->birth);
	} else {
		ok = parse_number(equals + 1, rest, fields[field].base, fields[field].max,
				  &line->values[field]);
	}
	return ok ? 0 : complain(line, word, length, fields[field].expected);
}

static bool is_type(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFREG:
	case S_IFDIR:
	case S_IFLNK:
	case S_IFCHR:
	case S_IFBLK:
	case S_IFIFO:
	case S_IFSOCK:
		return true;
	default:
		return false;
	}
}

static int check_line(struct line *line, const char *start, enum owners_format format)
{
	size_t length = (size_t)(line->end - start);
	uint64_t mode = line->values[FIELD_MODE] | line->values[FIELD_TYPE];
	unsigned int seen = line->seen;

	if (format == OWNERS_FORMAT_FAKEROOT && seen != FAKEROOT_FIELDS)
		return complain(line, start, length,
				"dev=, ino=, mode=, uid=, gid=, nlink= and rdev=");
	if ((seen & BIT(FIELD_DEV)) == 0 || (seen & BIT(FIELD_INO)) == 0)
		return complain(line, start, length, "dev= and ino=");
	if (!(seen & BIT(FIELD_MODE)) == !(seen & BIT(FIELD_TYPE)))
		return complain(line, start, length, "either mode= or type=");
	if (!(seen & BIT(FIELD_UID)) != !(seen & BIT(FIELD_GID)))
		return complain(line, start, length, "uid= and gid= together");
	if (!is_type((mode_t)mode))
		return complain(line, start, length,
				"a mode or type that begins with a file's type");
	return 0;
}

static int store_line(struct line *line, struct owners *owners)
{
	uint64_t dev = line->values[FIELD_DEV], ino = line->values[FIELD_INO];
	mode_t mode = (mode_t)(line->values[FIELD_MODE] | line->values[FIELD_TYPE]);
	struct owners_entry *entry = owners_table_find(owners->table, dev, ino);
	int status = 0;

	/* fakeroot loads such files, too: the last line counts. */
	if (entry != NULL) {
		owners_account(owners, entry, -1);
		owners_table_remove(owners->table, entry);
	}
	entry = owners_table_add(owners->table, dev, ino);
	if (entry == NULL)
		return -ENOMEM;
	if ((line->seen & BIT(FIELD_BIRTH)) != 0)
		entry->birth = line->birth;
	entry->mode = (uint16_t)mode;
	entry->uid = (uid_t)line->values[FIELD_UID];
	entry->gid = (gid_t)line->values[FIELD_GID];
	if ((line->seen & BIT(FIELD_UID)) != 0)
		entry->known |= OWNER_IDS;
	if ((line->seen & BIT(FIELD_MODE)) != 0)
		entry->known |= OWNER_MODE;
	if (S_ISCHR(mode) || S_ISBLK(mode)) {
		entry->known |= OWNER_DEVICE;
		entry->rdev = line->values[FIELD_RDEV];
	}
	entry->flags |= ENTRY_STORED;
	for (const struct owners_xattr *x = line->xattrs; x != NULL && status == 0; x = x->next)
		status = owners_xattr_copy(owners->table, entry, x);
	owners_account(owners, entry, 1);
	return status;
}

static void free_xattrs(struct line *line)
{
	while (line->xattrs != NULL) {
		struct owners_xattr *next = line->xattrs->next;

		talloc_free(line->xattrs);
		line->xattrs = next;
	}
}

static int parse_line(struct line *line, enum owners_format format, struct owners *owners)
{
	unsigned int allowed = format == OWNERS_FORMAT_FAKEROOT ? FAKEROOT_FIELDS : OUR_FIELDS;
	const char *start = line->at;
	int status = 0;

	line->seen = 0;
	line->names = 0;
	line->last_xattr = &line->xattrs;
	line->values[FIELD_MODE] = line->values[FIELD_TYPE] = line->values[FIELD_RDEV] = 0;
	line->values[FIELD_UID] = line->values[FIELD_GID] = 0;
	while (line->at < line->end && status == 0) {
		const char *comma = memchr(line->at, ',', (size_t)(line->end - line->at));
		const char *stop = comma == NULL ? line->end : comma;

		status = parse_field(line, line->at, (size_t)(stop - line->at), allowed);
		line->at = comma == NULL ? line->end : comma + 1;
	}
	if (status == 0)
		status = check_line(line, start, format);
	if (status == 0)
		status = store_line(line, owners);
	free_xattrs(line);
	return status;
}

static int check_header(struct line *line, const char **text, const char *end)
{
	size_t length = strlen(HEADER);

	if ((size_t)(end - *text) > length && memcmp(*text, HEADER "\n", length + 1) == 0) {
		*text += length + 1;
		return 0;
	}
	length = strcspn(*text, "\n");
	return complain(line, *text, length,
			strncmp(*text, "dev=", 4) == 0 ? "\"" HEADER
							 "\"; files of fakeroot(1) are read with "
							 "--state-format=fakeroot"
						       : "\"" HEADER "\"");
}

int owners_parse(TALLOC_CTX *ctx, const char *text, size_t size, enum owners_format format,
		 struct owners *owners, char **ret_fault)
{
	struct line line = { .ctx = ctx, .number = 1 };
	const char *end = text + size;
	int status = 0;

	*ret_fault = NULL;
	if (size == 0)
		return 0;
	if (memchr(text, '\0', size) != NULL) {
		line.fault = talloc_strdup(ctx, "it holds a NUL byte: expected lines of text");
		status = line.fault == NULL ? -ENOMEM : -EINVAL;
	} else if (end[-1] != '\n') {
		line.fault = talloc_strdup(ctx, "its last line is cut off: expected its end");
		status = line.fault == NULL ? -ENOMEM : -EINVAL;
	} else if (format == OWNERS_FORMAT_PTJAIL) {
		status = check_header(&line, &text, end);
		line.number++;
	}
	while (text < end && status == 0) {
		line.at = text;
		line.end = memchr(text, '\n', (size_t)(end - text));
		text = line.end + 1;
		status = parse_line(&line, format, owners);
		line.number++;
	}
	*ret_fault = line.fault;
	owners->changed = false;
	return status;
}
