/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Says which registers a system call changed, and its result (seen_registers.h does the call). */
#ifndef PTJAIL_TESTS_GUEST_SHOW_REGISTERS_H
#define PTJAIL_TESTS_GUEST_SHOW_REGISTERS_H

#include "guest.h"

/* `any_fd`: the result is a descriptor, whose number does not matter. */
static void show_registers(const char *what, long number, const long args[6], bool any_fd)
{
	struct seen_registers seen = { .result = 0 };

	memcpy(seen.before, args, 6 * sizeof(args[0]));
	seen_call(number, &seen);
	if (seen.result < 0 && seen.result > -4096)
		printf("%s: %s", what, err_name((int)-seen.result));
	else if (any_fd)
		printf("%s: ok", what);
	else
		printf("%s: %ld", what, number == SYS_getcwd ? 0 : seen.result);
	for (int i = 0; i < SEEN_COUNT; i++)
		if (seen.before[i] != seen.after[i])
			printf(", %s changed", seen_names[i]);
	puts("");
}

#endif
