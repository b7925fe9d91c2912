/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Every kind of file that an ordinary user can make or meet. */
#include "guest.h"

int main(void)
{
	socklen_t length;
	struct sockaddr_un address = unix_address("s", &length);
	struct stat st;

	put_file("f", "12345");
	MUST(mkdir("d", 0751));
	MUST(symlink("f", "l"));
	MUST(mkfifo("p", 0604));
	MUST(bind(socket(AF_UNIX, SOCK_DGRAM, 0), (struct sockaddr *)&address, length));
	show_path("f");
	show_path("d");
	show_path("l");
	show_path("p");
	show_path("s");
	CALL(stat("/dev/null", &st));
	printf("%s %u:%u %04o\n", type_name(st.st_mode), major(st.st_rdev), minor(st.st_rdev),
	       (unsigned int)(st.st_mode & 07777));
	CALL(stat("/dev/zero", &st));
	printf("%s %u:%u\n", type_name(st.st_mode), major(st.st_rdev), minor(st.st_rdev));
	CALL(stat("l", &st));
	show_stat("l, followed", &st);
	CALL(lstat("l/", &st));
	return 0;
}
