/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* For guests fake_*, which are root: whom files belong to, what they are, who may what. */
#ifndef PTJAIL_TESTS_SHOW_OWNER_H
#define PTJAIL_TESTS_SHOW_OWNER_H

#include "guest.h"

GUEST_FN void show_owned(const char *what, const struct stat *st)
{
	printf("%s: %s %04o %u:%u", what, type_name(st->st_mode), st->st_mode & 07777, st->st_uid,
	       st->st_gid);
	if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode))
		printf(" %u,%u size %lld", major(st->st_rdev), minor(st->st_rdev),
		       (long long)st->st_size);
	puts("");
}

/* Links are not followed. */
GUEST_FN void show_owner(const char *path)
{
	struct stat st;

	if (lstat(path, &st))
		printf("%s: %s\n", path, err_name(errno));
	else
		show_owned(path, &st);
}

GUEST_FN void show_fd_owner(const char *what, int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		printf("%s: %s\n", what, err_name(errno));
	else
		show_owned(what, &st);
}

/* The names of all attributes, sorted. */
GUEST_FN void show_xattr_names(const char *path)
{
	char list[4096];
	const char *names[64];
	size_t count = 0;
	ssize_t size = llistxattr(path, list, sizeof(list));

	printf("%s has:", path);
	for (const char *p = list; size > 0 && p < list + size && count < 64; p += strlen(p) + 1)
		names[count++] = p;
	qsort(names, count, sizeof(names[0]), name_order);
	for (size_t i = 0; i < count; i++)
		printf(" %s", names[i]);
	puts(size < 0 ? err_name(errno) : "");
}

GUEST_FN void show_xattr(const char *path, const char *name)
{
	unsigned char value[256];
	ssize_t size = lgetxattr(path, name, value, sizeof(value));

	printf("%s %s:", path, name);
	for (ssize_t i = 0; i < size; i++)
		printf(" %02x", value[i]);
	puts(size < 0 ? err_name(errno) : "");
}

#endif
