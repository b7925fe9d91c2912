/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* S-07: rings open files without any filter. */
#include "escape.h"

int main(void)
{
	static char parameters[120];

	for (unsigned int flags = 0; flags < 1U << 18; flags = flags == 0 ? 1 : flags << 1) {
		memset(parameters, 0, sizeof(parameters));
		memcpy(parameters + 8, &flags, 4);
		must_fail(syscall(425, 8, parameters), "io_uring_setup");
	}
	must_fail(syscall(426, 0, 1, 1, 0, NULL, 0), "io_uring_enter");
	must_fail(syscall(427, -1, 16, parameters, 1), "io_uring_register");
	contained();
}
