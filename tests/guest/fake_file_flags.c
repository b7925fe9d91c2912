/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Flags of a file are its owner's to set, by a descriptor for reading, too. */
#include "guest.h"

#include <linux/fs.h>
#include <sys/ioctl.h>

static void set_flags(const char *path)
{
	int fd = MUST(open(path, O_RDONLY));
	int flags = 0;

	if (ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0) {
		flags ^= FS_NODUMP_FL;
		CALL(ioctl(fd, FS_IOC_SETFLAGS, &flags));
	}
	close(fd);
}

int main(void)
{
	pid_t pid;

	close(MUST(open("roots", O_CREAT | O_WRONLY, 0644)));
	close(MUST(open("others", O_CREAT | O_WRONLY, 0644)));
	MUST(chown("others", 5, 5));
	set_flags("roots");
	set_flags("others");
	fflush(stdout);
	pid = MUST(fork());
	if (pid == 0) {
		MUST(setresuid(5, 5, 5));
		set_flags("roots");
		set_flags("others");
		fflush(stdout);
		_exit(0);
	}
	MUST(waitpid(pid, NULL, 0));
	return 0;
}
