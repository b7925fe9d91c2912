/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What descriptors show: duplicates, sent ones, O_PATH, /proc, AT_EMPTY_PATH, statx. */
#include "show_owner.h"

static void show_statx(const char *what, int dirfd, const char *path, int flags, unsigned int mask)
{
	struct statx info;

	memset(&info, 0xff, sizeof(info));
	if (statx(dirfd, path, flags, mask, &info))
		printf("%s: %s\n", what, err_name(errno));
	else
		printf("%s: %s %04o %u:%u %u,%u mask %x birth %d\n", what, type_name(info.stx_mode),
		       info.stx_mode & 07777, info.stx_uid, info.stx_gid, info.stx_rdev_major,
		       info.stx_rdev_minor, info.stx_mask & mask & STATX_ALL,
		       info.stx_btime.tv_sec != 0);
}

static int send_and_receive(int fd)
{
	char space[CMSG_SPACE(sizeof(int))] = { 0 }, byte = 'x';
	struct iovec bytes = { &byte, 1 };
	struct msghdr message = { .msg_iov = &bytes,
				  .msg_iovlen = 1,
				  .msg_control = space,
				  .msg_controllen = sizeof(space) };
	struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
	int pair[2], received;

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	*rights = (struct cmsghdr){ CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS };
	memcpy(CMSG_DATA(rights), &fd, sizeof(fd));
	MUST(sendmsg(pair[0], &message, 0));
	MUST(recvmsg(pair[1], &message, 0));
	memcpy(&received, CMSG_DATA(rights), sizeof(received));
	close(pair[0]);
	close(pair[1]);
	return received;
}

int main(void)
{
	char path[64];
	struct stat st;
	int fd, pipes[2];

	put_file("f", "x");
	MUST(mknod("dev", S_IFBLK | 0640, makedev(8, 1)));
	fd = MUST(open("f", O_RDONLY));
	CALL(fchown(fd, 33, 44));
	CALL(fchmod(fd, 04755));
	show_fd_owner("dup", dup(fd));
	show_fd_owner("sent", send_and_receive(fd));
	show_fd_owner("O_PATH", open("f", O_PATH));
	show_fd_owner("device", open("dev", O_PATH));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	MUST(stat(path, &st));
	show_owned("/proc/self/fd", &st);
	MUST(fstatat(fd, "", &st, AT_EMPTY_PATH));
	show_owned("AT_EMPTY_PATH", &st);
	MUST(fstatat(AT_FDCWD, "", &st, AT_EMPTY_PATH));
	show_owned("cwd", &st);
	show_statx("basic", AT_FDCWD, "f", 0, STATX_BASIC_STATS);
	show_statx("all", AT_FDCWD, "f", 0, STATX_BASIC_STATS | STATX_BTIME);
	show_statx("nothing", AT_FDCWD, "f", 0, 0);
	show_statx("fd", fd, "", AT_EMPTY_PATH, STATX_UID);
	show_statx("device", AT_FDCWD, "dev", 0, STATX_ALL);
	MUST(pipe(pipes));
	MUST(fstat(pipes[0], &st));
	printf("pipe %u:%u\n", st.st_uid, st.st_gid);
	MUST(fchown(pipes[0], 5, 6));
	MUST(fstat(pipes[1], &st));
	printf("pipe %u:%u\n", st.st_uid, st.st_gid);
	CALL(fstat(-1, &st));
	CALL(fstat(AT_FDCWD, &st));
	CALL(fstat(fd, (struct stat *)bad_memory()));
	return 0;
}
