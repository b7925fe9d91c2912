/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* O_CLOEXEC sets the descriptor flag and nothing else. */
#include "guest.h"

int main(void)
{
	int a, b;

	put_file("f", "x");
	a = MUST(open("f", O_RDONLY | O_CLOEXEC));
	b = MUST(open("f", O_RDONLY));
	CALL(fcntl(a, F_GETFD));
	CALL(fcntl(b, F_GETFD));
	CALL(fcntl(a, F_GETFL) == fcntl(b, F_GETFL));
	CALL(fcntl(b, F_SETFD, FD_CLOEXEC));
	CALL(fcntl(b, F_GETFD));
	CALL(fcntl(dup(a), F_GETFD));
	CALL(fcntl(fcntl(a, F_DUPFD_CLOEXEC, 0), F_GETFD));
	return 0;
}
