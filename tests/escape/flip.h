/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A path in memory that somebody turns from inside to outside and back, for attacks that differ
 * in who writes and in which call reads. Both spellings have the same length: no mixture of
 * them leads anywhere.
 */
#ifndef PTJAIL_TESTS_FLIP_H
#define PTJAIL_TESTS_FLIP_H

#include "escape.h"

#define FLIP_SIZE 4096

/* `name` in the current directory, and outside(target). */
UNUSED static void flip_spellings(char *inside_name, char *outside_name, const char *name,
				  const char *target)
{
	size_t length = strlen(outside(target));
	size_t lead = length - strlen(name);

	strcpy(outside_name, outside(target));
	/* "./././/name" */
	for (size_t i = 0; i < lead; i++)
		inside_name[i] = i % 2 == 0 && i + 1 < lead ? '.' : '/';
	if (lead % 2 == 1)
		inside_name[lead - 2] = inside_name[lead - 1] = '/';
	strcpy(inside_name + lead, name);
}

/* What was read: for the attack to see that its race takes place at all. */
struct flip_count {
	unsigned long opened, failed;
};

UNUSED static void flip_open(struct flip_count *count, const char *name, const char *how)
{
	int fd = open(name, O_RDONLY);

	if (fd >= 0)
		count->opened++;
	else
		count->failed++;
	refuse_secret(fd, how);
}

UNUSED static bool flip_seen(const struct flip_count *count)
{
	return count->opened > 0 && count->failed > 0;
}

UNUSED static _Noreturn void flip_end(const struct flip_count *count)
{
	printf("%lu opened, %lu failed\n", count->opened, count->failed);
	if (!flip_seen(count))
		broken("the name does not change");
	contained();
}

#endif
