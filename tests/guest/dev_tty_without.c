/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /dev/tty without a controlling terminal. */
#include "guest.h"

int main(void)
{
	IN_CHILD(MUST(setsid()); TRY_OPEN(open("/dev/tty", O_RDWR)); show_path("/dev/tty");
		 CALL(isatty(0)));
	return 0;
}
