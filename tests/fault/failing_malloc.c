/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Linked into a ptjail of the tests, takes malloc's place for it and its libraries: the
 * allocation number FAULT_ALLOCATION (from 1) fails, and with FAULT_ALL all behind it too.
 * FAULT_COUNT=FILE: how many there were is written there at the end.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static unsigned long wanted;
static unsigned long done;
static bool all;

__attribute__((constructor)) static void look_at_environment(void)
{
	const char *number = getenv("FAULT_ALLOCATION");

	wanted = number == NULL ? 0 : strtoul(number, NULL, 10);
	all = getenv("FAULT_ALL") != NULL;
	done = 0;
}

__attribute__((destructor)) static void tell_count(void)
{
	const char *name = getenv("FAULT_COUNT");
	int fd = name == NULL ? -1 : open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd >= 0)
		(void)dprintf(fd, "%lu\n", done);
}

static bool fails(void)
{
	done++;
	if (wanted == 0 || done < wanted || (done > wanted && !all))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}
