/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Calls that want a working descriptor, on one of O_PATH, on none, and on one of another kind. */
#include "guest.h"

static void sockets(const char *what, int fd)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "name" };
	struct sockaddr_in loopback = loopback_address();
	socklen_t length = sizeof(address);
	struct iovec piece = { (void *)"x", 1 };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1, .msg_name = &address,
				  .msg_namelen = sizeof(address) };
	struct mmsghdr many = { .msg_hdr = message };

	puts(what);
	CALL(bind(fd, (void *)&address, sizeof(address)));
	CALL(bind(fd, (void *)&loopback, sizeof(loopback)));
	CALL(connect(fd, (void *)&address, sizeof(address)));
	CALL(connect(fd, (void *)&loopback, sizeof(loopback)));
	CALL(listen(fd, 1));
	CALL(accept(fd, NULL, NULL));
	CALL(accept(fd, (void *)&address, &length));
	CALL(getsockname(fd, (void *)&address, &length));
	CALL(getpeername(fd, (void *)&address, &length));
	CALL(send(fd, "x", 1, 0));
	CALL(sendto(fd, "x", 1, 0, (void *)&address, sizeof(address)));
	CALL(sendto(fd, "x", 1, 0, (void *)&loopback, sizeof(loopback)));
	CALL(sendmsg(fd, &message, 0));
	CALL(sendmmsg(fd, &many, 1, 0));
	CALL(recvfrom(fd, &address, 1, 0, (void *)&address, &length));
	CALL(recvmsg(fd, &message, 0));
	CALL(shutdown(fd, SHUT_RD));
}

static void files(const char *what, int fd)
{
	struct stat st;
	struct statfs fs;

	puts(what);
	CALL(fchmod(fd, 0600));
	CALL(fchown(fd, -1, -1));
	CALL(fchdir(fd));
	CALL(futimens(fd, NULL));
	CALL(ftruncate(fd, 0));
	CALL(fsetxattr(fd, "user.x", "1", 1, 0));
	CALL(fgetxattr(fd, "user.x", &st, 1));
	CALL(flistxattr(fd, NULL, 0));
	CALL(fremovexattr(fd, "user.x"));
	CALL(fstat(fd, &st));
	CALL(fstatfs(fd, &fs));
	CALL(fcntl(fd, F_SETOWN, getpid()));
	CALL(fcntl(fd, F_GETOWN));
	CALL(fcntl(fd, F_SETFL, O_ASYNC));
	CALL(fcntl(fd, F_SETLEASE, F_UNLCK));
	CALL(fcntl(fd, F_NOTIFY, 0));
	CALL(ioctl(fd, FIONBIO, &fs));
	CALL(flock(fd, LOCK_UN));
	CALL(fsync(fd));
	CALL(posix_fadvise(fd, 0, 0, 0));
	CALL(inotify_add_watch(fd, ".", IN_CREATE));
	CALL(syscall(SYS_getdents64, fd, &st, 24));
	CALL(syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0));
}

int main(void)
{
	int file, directory, plain;

	put_file("file", "x");
	file = MUST(open("file", O_PATH));
	directory = MUST(open(".", O_PATH));
	plain = MUST(open("file", O_RDWR));
	sockets("file, O_PATH", file);
	sockets("directory, O_PATH", directory);
	sockets("file", plain);
	sockets("none", 900);
	sockets("below none", -1);
	files("file, O_PATH", file);
	files("none", 900);
	files("below none", -1);
	return 0;
}
