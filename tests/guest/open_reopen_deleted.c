/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A deleted file is opened again through /proc/self/fd/N. */
#include "guest.h"

int main(void)
{
	char path[64], text[32];
	ssize_t got;
	int fd, again;

	put_file("f", "gone but open");
	fd = MUST(open("f", O_RDONLY));
	MUST(unlink("f"));
	put_file("f (deleted)", "decoy");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	OK(again = open(path, O_RDONLY));
	CALL(got = read(again, text, sizeof(text)));
	printf("[%.*s]\n", (int)got, text);
	show_fd("again", again);
	return 0;
}
