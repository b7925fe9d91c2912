/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A bind's place is denied, and what leads to its source, in another mount, is exchanged with a
 * directory of the guest's own, between the judgement of a name and the open by it.
 * ATTACK OPTIONS: -b @OUT@/passing:/b -b @OUT@/passing/part/inner:/inner -b @OUT@/passing/bound/secret:/single --deny /inner --deny /single
 */
#include "escape.h"

#define EXCHANGE (1 << 1)

static void *exchange(void *data)
{
	(void)data;
	for (;;) {
		linger(700);
		syscall(SYS_renameat2, AT_FDCWD, "/b/part", AT_FDCWD, "/b/own", EXCHANGE);
		syscall(SYS_renameat2, AT_FDCWD, "/b/bound", AT_FDCWD, "/b/other", EXCHANGE);
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };
	unsigned long made = 0;
	struct stat info;

	refuse_secret(open("/inner/secret", O_RDONLY), "the denied name");
	refuse_secret(open("/b/part/inner/secret", O_RDONLY), "the name of the source");
	refuse_secret(open("/single", O_RDONLY), "the denied file");
	refuse_secret(open("/b/bound/secret", O_RDONLY), "the name of that file's source");
	if (mkdir("/b/own", 0755) < 0 || mkdir("/b/own/inner", 0755) < 0 ||
	    mkdir("/b/other", 0755) < 0)
		broken("directories");
	make_file("/b/own/inner/secret", "mine");
	make_file("/b/other/secret", "mine");
	start(exchange, NULL);
	while (racing(&race)) {
		int fd;

		linger(300);
		refuse_secret(open("/b/own/inner/secret", O_RDONLY), "an exchanged directory");
		refuse_secret(open("/b/other/secret", O_RDONLY), "that of a file");
		fd = open("/b/own/inner/new", O_WRONLY | O_CREAT | O_EXCL, 0644);
		if (fd < 0)
			continue;
		made++;
		if (unlink("/b/own/inner/new") < 0 && fstat(fd, &info) == 0 && info.st_nlink > 0)
			escaped("a file was made in the denied directory");
		close(fd);
	}
	if (made == 0 && errno == EACCES)
		skip("without openat2 threads open nothing under rules");
	if (made == 0)
		broken("nothing was ever made");
	contained();
}
