/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* F_GETOWNER_UIDS: whose signals a descriptor's owner gets. */
#include "guest.h"

#ifndef F_GETOWNER_UIDS
#define F_GETOWNER_UIDS 17
#endif

int main(void)
{
	uid_t ids[2] = { 7, 7 };
	int pair[2], name;

	MUST(pipe(pair));
	CALL(fcntl(pair[0], F_SETOWN, getpid()));
	CALL(fcntl(pair[0], F_GETOWNER_UIDS, ids));
	printf("%d %d\n", ids[0] == getuid(), ids[1] == geteuid());
	CALL(fcntl(pair[0], F_GETOWNER_UIDS, NULL));
	CALL(fcntl(pair[0], F_GETOWNER_UIDS, 1));
	CALL(fcntl(99, F_GETOWNER_UIDS, ids));
	name = MUST(open("/", O_PATH));
	CALL(fcntl(name, F_GETOWNER_UIDS, ids));
	return 0;
}
