/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A pseudo-terminal is whose opened its master, and nobody's before him. */
#include "as_user.h"

static void use_terminal(bool give_away)
{
	int master, slave, zero = 0;
	char path[32];
	struct stat st;

	master = MUST(open("/dev/ptmx", O_RDWR | O_NOCTTY));
	MUST(ioctl(master, TIOCSPTLCK, &zero));
	snprintf(path, sizeof(path), "%s", ptsname(master));
	MUST(stat(path, &st));
	printf("terminal %u:%s\n", st.st_uid, st.st_gid == getegid() ? "its group" : "another");
	OK(slave = open(path, O_RDWR | O_NOCTTY));
	if (slave < 0)
		exit(0);
	MUST(fstat(slave, &st));
	printf("opened %u\n", st.st_uid);
	CALL(fchmod(slave, 0620));
	CALL(chown(path, geteuid(), (gid_t)-1));
	if (give_away)
		CALL(fchown(slave, 70, 71));
	MUST(stat(path, &st));
	printf("then %u %o\n", st.st_uid, st.st_mode);
	close(slave);
	close(master);
}

int main(void)
{
	umask(0);
	AS(60, 61, use_terminal(false));
	use_terminal(true);
	use_terminal(false);
	AS(62, 63, use_terminal(false));
	use_terminal(false);
	return 0;
}
