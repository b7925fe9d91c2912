/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See shared_fd.h. Must never close a descriptor that somebody still holds. */
#include "util/shared_fd.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "util/fd.h"

/* By number: how many hold it besides the first. */
static unsigned int *others;
static size_t size;
static size_t held; /* the sum */

static int make_room(size_t needed)
{
	size_t wanted = needed < 2 * size ? 2 * size : needed + 64;
	unsigned int *grown = realloc(others, wanted * sizeof(*others));

	if (grown == NULL)
		return -ENOMEM;
	memset(grown + size, 0, (wanted - size) * sizeof(*grown));
	others = grown;
	size = wanted;
	return 0;
}

int shared_fd_hold(int fd)
{
	size_t number = (size_t)fd;

	if (fd < 0 || (number >= size && make_room(number + 1) < 0))
		return -1;
	others[number]++;
	held++;
	return fd;
}

void shared_fd_drop(int *fd)
{
	if (*fd >= 0 && (size_t)*fd < size && others[*fd] > 0) {
		others[*fd]--;
		*fd = -1;
		if (--held == 0) {
			free(others);
			others = NULL;
			size = 0;
		}
		return;
	}
	fd_close(fd);
}
