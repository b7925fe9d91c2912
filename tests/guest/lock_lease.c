/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Leases: who wants the file waits until the holder, told by SIGIO, has given way. */
#include "guest.h"

static sigset_t io;

/* One of these by a child, which says how it went by its exit status. */
enum want { OPEN_WRITE, OPEN_READ, OPEN_NONBLOCK, TRUNCATE, CREATE, RENAME, CHMOD, LINK, UNLINK };

static int want_it(enum want want)
{
	switch (want) {
	case OPEN_WRITE:
		return open("f", O_WRONLY);
	case OPEN_READ:
		return open("f", O_RDONLY);
	case OPEN_NONBLOCK:
		return open("f", O_WRONLY | O_NONBLOCK);
	case TRUNCATE:
		return truncate("f", 3);
	case CREATE:
		return creat("f", 0644);
	case RENAME:
		return rename("f", "g") || rename("g", "f");
	case CHMOD:
		return chmod("f", 0600);
	case LINK:
		return link("f", "h") || unlink("h");
	case UNLINK:
		return unlink("f");
	}
	return -1;
}

static void contest(const char *name, int lease, enum want want, int rest)
{
	const struct timespec patience = { 20, 0 };
	struct stat st;
	pid_t child;
	int fd;

	put_file("f", "content");
	fd = MUST(open("f", O_RDONLY));
	if (fcntl(fd, F_SETLEASE, lease))
		printf("F_SETLEASE: %s\n", err_name(errno));
	fflush(stdout);
	child = MUST(fork());
	if (!child) {
		close(fd);
		_exit(want_it(want) >= 0 ? 0 : errno);
	}
	/* Some are no reason to give way: then there is nothing to wait for. */
	if (want <= CREATE && !(want == OPEN_READ && lease == F_RDLCK))
		printf("%s: SIG%s\n", name, sig_name(sigtimedwait(&io, NULL, &patience)));
	if (want != OPEN_NONBLOCK && want <= CREATE)
		MUST(fcntl(fd, F_SETLEASE, rest));
	show_wait(name, child);
	printf("lease %d\n", fcntl(fd, F_GETLEASE));
	if (fcntl(fd, F_GETLEASE) != F_UNLCK)
		MUST(fcntl(fd, F_SETLEASE, F_UNLCK));
	MUST(fstat(fd, &st));
	printf("size %ld\n", (long)st.st_size);
	close(fd);
}

int main(void)
{
	sigemptyset(&io);
	sigaddset(&io, SIGIO);
	MUST(sigprocmask(SIG_BLOCK, &io, NULL));
	contest("write, read lease", F_RDLCK, OPEN_WRITE, F_UNLCK);
	contest("read, read lease", F_RDLCK, OPEN_READ, F_UNLCK);
	contest("read, write lease", F_WRLCK, OPEN_READ, F_RDLCK);
	contest("write, write lease", F_WRLCK, OPEN_WRITE, F_UNLCK);
	contest("without waiting", F_RDLCK, OPEN_NONBLOCK, F_UNLCK);
	contest("truncate, read lease", F_RDLCK, TRUNCATE, F_UNLCK);
	contest("truncate, write lease", F_WRLCK, TRUNCATE, F_UNLCK);
	contest("creat", F_RDLCK, CREATE, F_UNLCK);
	contest("rename", F_WRLCK, RENAME, F_UNLCK);
	contest("chmod", F_WRLCK, CHMOD, F_UNLCK);
	contest("link", F_WRLCK, LINK, F_UNLCK);
	contest("unlink", F_WRLCK, UNLINK, F_UNLCK);
	return 0;
}
