/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Ids that an ordinary user may and may not set. */
#include "guest.h"

#include <grp.h>

int main(void)
{
	uid_t uid = getuid(), r, e, s;
	gid_t groups[4];

	CALL(setuid(uid));
	CALL(setuid(0));
	CALL(seteuid(0));
	CALL(setresuid(-1, uid, -1));
	CALL(setresuid(0, -1, -1));
	CALL(setgid(getgid()));
	CALL(setgid(0));
	CALL(getresuid(&r, &e, &s));
	printf("%d %d %d\n", r == uid, e == uid, s == uid);
	CALL(setgroups(0, groups));
	CALL(chroot("."));
	CALL(chroot("missing"));
	CALL(sethostname("x", 1));
	return 0;
}
