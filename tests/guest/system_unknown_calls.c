/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Call numbers that nobody knows are ENOSYS and harm nothing. */
#include "guest.h"

int main(void)
{
	CALL(syscall(600, 1, 2, 3));
	CALL(syscall(1023, 1, 2, 3));
	CALL(syscall(9999, 1, 2, 3));
	CALL(syscall(-1, 1, 2, 3));
	CALL(syscall(-2, 1, 2, 3));
	CALL(syscall(0x7fffffff, 1, 2, 3));
	put_file("f", "x");
	show_file("f");
	return 0;
}
