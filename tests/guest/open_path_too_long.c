/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Paths of 4095 bytes work, of 4096 do not. */
#include "guest.h"

int main(void)
{
	char *path = repeat('/', 4096);

	put_file("f", "x");
	for (int i = 0; i < 4096; i += 2)
		path[i] = '.';
	path[4094] = 'f';
	path[4095] = '\0';
	TRY_OPEN(open(path, O_RDONLY));
	path[4094] = '.';
	path[4095] = '/';
	TRY_OPEN(open(path, O_RDONLY));
	TRY_OPEN(open(repeat('/', 4095), O_RDONLY));
	TRY_OPEN(open(repeat('/', 4096), O_RDONLY));
	TRY_OPEN(open(repeat('/', 10000), O_RDONLY));
	TRY_OPEN(open(repeat('x', 4095), O_RDONLY));
	TRY_OPEN(open(repeat('x', 4096), O_RDONLY));
	return 0;
}
