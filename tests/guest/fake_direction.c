/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A call that is made with the direction flag set writes forwards, and nothing else. */
#include "guest.h"
#include "statx_backwards.h"

static unsigned int changed(const struct statx *of)
{
	const unsigned char *bytes = (const unsigned char *)of;
	unsigned int count = 0;

	for (size_t i = 0; i < sizeof(*of); i++)
		count += bytes[i] != 0xee;
	return count;
}

int main(void)
{
	struct statx around[3];

	put_file("f", "five\n");
	for (int i = 0; i < 4; i++) {
		memset(around, 0xee, sizeof(around));
		CALL(statx_backwards("f", &around[1]));
		printf("size %llu, below %u, above %u\n", (unsigned long long)around[1].stx_size,
		       changed(&around[0]), changed(&around[2]));
	}
	return 0;
}
