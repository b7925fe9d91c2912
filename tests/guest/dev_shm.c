/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Files and shm_open in /dev/shm. */
#include "guest.h"

int main(void)
{
	char name[64], path[96];
	int fd;

	snprintf(name, sizeof(name), "/guest-test-%d", (int)getpid());
	snprintf(path, sizeof(path), "/dev/shm%s", name);
	OK(fd = shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600));
	CALL(ftruncate(fd, 4096));
	CALL(access(path, R_OK | W_OK));
	OK(open(path, O_RDONLY));
	CALL(shm_unlink(name));
	CALL(access(path, F_OK));
	CALL(mkdir(path, 0700));
	CALL(rmdir(path));
	CALL(shm_unlink(name));
	return 0;
}
