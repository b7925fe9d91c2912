/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* P-07: openat2 with every flag, unknown ones, and sizes that are too small, odd or large. */
#include "escape.h"

int main(void)
{
	static const uint64_t sizes[] = { 0, 8, 23, 24, 25, 32, 64, 4096, 5000, 1ULL << 32 };
	static uint64_t how[2048];

	for (int bit = 0; bit < 64; bit++) {
		how[0] = O_RDONLY;
		how[2] = 1ULL << bit;
		refuse_secret((int)syscall(SYS_openat2, AT_FDCWD, outside("secret"), how, 24),
			      "a RESOLVE flag");
		how[0] = 1ULL << bit;
		how[2] = 0;
		refuse_secret((int)syscall(SYS_openat2, AT_FDCWD, outside("secret"), how, 24),
			      "an open flag");
	}
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		memset(how, 0, sizeof(how));
		refuse_secret((int)syscall(SYS_openat2, AT_FDCWD, outside("secret"), how, sizes[i]),
			      "a size of open_how");
		how[3] = 1;
		must_fail(syscall(SYS_openat2, AT_FDCWD, "/", how, 32), "a tail that is not zero");
		how[3] = 0;
		refuse_secret((int)syscall(SYS_openat2, -1, outside("secret"), how, sizes[i]),
			      "a bad descriptor");
	}
	contained();
}
