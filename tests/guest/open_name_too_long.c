/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Names of 255 bytes work, of 256 do not, wherever they stand. */
#include "guest.h"

int main(void)
{
	char *fits = repeat('a', 255);
	char *over = repeat('a', 256);
	char path[1024];

	TRY_OPEN(open(fits, O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open(over, O_CREAT | O_WRONLY, 0644));
	TRY_OPEN(open(over, O_RDONLY));
	snprintf(path, sizeof(path), "missing/%s", over);
	TRY_OPEN(open(path, O_RDONLY));
	snprintf(path, sizeof(path), "%s/x", over);
	TRY_OPEN(open(path, O_RDONLY));
	snprintf(path, sizeof(path), "%s/x", fits);
	TRY_OPEN(open(path, O_RDONLY));
	snprintf(path, sizeof(path), "./%s", fits);
	show_file(path + 2);
	return 0;
}
