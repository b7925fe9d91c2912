/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A pseudo-terminal: ptmx, its slave, a session on it, window size and echo. */
#include "guest.h"

#include <termios.h>

int main(void)
{
	struct winsize size = { .ws_row = 33, .ws_col = 77 }, got = { 0 };
	struct termios settings;
	int master, slave, number = -1, zero = 0;
	char path[32], text[64] = "";
	struct stat st;

	OK(master = open("/dev/ptmx", O_RDWR | O_NOCTTY));
	CALL(ioctl(master, TIOCSPTLCK, &zero));
	CALL(ioctl(master, TIOCGPTN, &number));
	snprintf(path, sizeof(path), "/dev/pts/%d", number);
	CALL(strcmp(path, ptsname(master)));
	OK(slave = open(path, O_RDWR | O_NOCTTY));
	MUST(fstat(slave, &st));
	printf("%s mine %d\n", type_name(st.st_mode), st.st_uid == getuid());
	CALL(isatty(slave));
	CALL(strcmp(ttyname(slave) ? ttyname(slave) : "none", path));
	CALL(ioctl(master, TIOCSWINSZ, &size));
	CALL(ioctl(slave, TIOCGWINSZ, &got));
	printf("%d %d\n", got.ws_row, got.ws_col);
	CALL(tcgetattr(slave, &settings));
	settings.c_lflag &= ~ECHO;
	CALL(tcsetattr(slave, TCSANOW, &settings));
	CALL(write(master, "line\n", 5));
	CALL(read(slave, text, sizeof(text)));
	CALL(write(slave, "out\n", 4));
	CALL(read(master, text, sizeof(text)));
	IN_CHILD(MUST(setsid()); CALL(ioctl(slave, TIOCSCTTY, 0));
		 TRY_OPEN(open("/dev/tty", O_RDWR)); CALL(tcgetpgrp(slave) == getpgrp()));
	/* Nobody else has it, so that force makes no difference. */
	IN_CHILD(MUST(setsid()); CALL(ioctl(slave, TIOCSCTTY, 1));
		 TRY_OPEN(open("/dev/tty", O_RDWR)); CALL(tcgetpgrp(slave) == getpgrp()));
	close(slave);
	CALL(read(master, text, sizeof(text)));
	TRY_OPEN(open("/dev/pts/99999", O_RDWR));
	return 0;
}
