/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The forty links are counted over the whole path, not per component. */
#include "guest.h"

int main(void)
{
	char path[512] = "";

	MUST(symlink(".", "s"));
	put_file("f", "x");
	for (int i = 0; i < 40; i++)
		strcat(path, "s/");
	strcat(path, "f");
	TRY_OPEN(open_settled(path, O_RDONLY));
	memmove(path + 2, path, strlen(path) + 1);
	memcpy(path, "s/", 2);
	TRY_OPEN(open(path, O_RDONLY));
	TRY_OPEN(open_settled(path + 4, O_RDONLY));
	return 0;
}
