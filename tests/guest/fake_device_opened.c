/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A descriptor of an opened device shows that device's file, whoever has it by which number. */
#include <sys/vfs.h>
#include <sys/xattr.h>

#include "show_owner.h"

static void show_as(const char *what, const char *path, const struct stat *st)
{
	struct stat named = { 0 };

	printf("%s: %o %u:%u %u,%u links %u", what, st->st_mode, st->st_uid, st->st_gid,
	       major(st->st_rdev), minor(st->st_rdev), (unsigned int)st->st_nlink);
	if (path != NULL && stat(path, &named) == 0)
		printf(", %s %s",
		       named.st_ino == st->st_ino && named.st_dev == st->st_dev ? "the same as"
										: "not",
		       path);
	printf("\n");
}

static void show(const char *what, int fd, const char *path)
{
	struct statx info = { 0 };
	struct stat st;
	char link[64];

	MUST(fstat(fd, &st));
	show_as(what, path, &st);
	MUST(fstatat(fd, "", &st, AT_EMPTY_PATH));
	show_as("  fstatat", path, &st);
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	MUST(stat(link, &st));
	show_as("  /proc/self/fd", path, &st);
	MUST(statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &info));
	printf("  statx: %o %u:%u %u,%u\n", info.stx_mode, info.stx_uid, info.stx_gid,
	       info.stx_rdev_major, info.stx_rdev_minor);
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
	close(fd);
	MUST(recvmsg(pair[1], &message, 0));
	memcpy(&received, CMSG_DATA(rights), sizeof(received));
	close(pair[0]);
	close(pair[1]);
	return received;
}

/* The inode is the file's, and there is no lock. */
static void show_info(int fd, ino_t ino)
{
	char path[64], line[256];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	file = fopen(path, "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		if (strncmp(line, "lock:", 5) == 0)
			printf("fdinfo: a lock\n");
		if (strncmp(line, "ino:", 4) == 0)
			printf("fdinfo: inode %s\n",
			       strtoul(line + 4, NULL, 10) == ino ? "right" : "wrong");
	}
	if (file != NULL)
		fclose(file);
}

static void show_rest(int fd)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1L << 40 };
	struct statfs here, there;
	char link[64], text[256] = { 0 }, value[16] = { 0 };
	struct stat st;

	MUST(fstat(fd, &st));
	show_info(fd, st.st_ino);
	MUST(statfs(".", &here));
	MUST(fstatfs(fd, &there));
	printf("file system %s\n", here.f_type == there.f_type ? "the same" : "another");
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	MUST(readlink(link, text, sizeof(text) - 1));
	printf("called %s\n", strrchr(text, '/') == NULL ? text : strrchr(text, '/'));
	CALL(fcntl(fd, F_OFD_GETLK, &lock));
	printf("lock %s\n", lock.l_type == F_UNLCK ? "none" : "some");
	CALL(fsetxattr(fd, "trusted.t", "abc", 3, 0));
	CALL(fgetxattr(fd, "trusted.t", value, sizeof(value)));
	printf("attribute %s\n", value);
	value[0] = '\0';
	CALL(getxattr("a", "trusted.t", value, sizeof(value)));
	printf("attribute %s\n", value);
	CALL(faccessat(AT_FDCWD, link, W_OK, 0));
}

static void in_child(int fd)
{
	IN_CHILD(show("child", fd, "a"); MUST(fchmod(fd, 0611)));
	show("after child", fd, "a");
}

static void open_many(void)
{
	struct stat named, st;
	int fd, wrong = 0;

	for (int i = 0; i < 300; i++) {
		MUST(mknod("many", S_IFCHR | 0600, makedev(1, 5)));
		MUST(stat("many", &named));
		fd = MUST(open("many", i % 2 == 0 ? O_RDONLY : O_WRONLY));
		MUST(unlink("many"));
		MUST(fchmod(fd, 0400 + (mode_t)i % 8));
		MUST(fstat(fd, &st));
		wrong += st.st_ino != named.st_ino || (st.st_mode & 0777) != 0400 + (mode_t)i % 8;
		close(fd);
	}
	printf("of 300 wrong: %d\n", wrong);
}

/* Somebody who could hand in descriptors: what a mere name of a removed device shows, then. */
static void removed_with_peers(void)
{
	socklen_t length;
	struct sockaddr_un address = unix_address("socket", &length);
	int server = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	int client = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	struct statx info = { 0 };
	struct stat st;
	int fd;

	MUST(bind(server, (struct sockaddr *)&address, length));
	MUST(listen(server, 1));
	MUST(connect(client, (struct sockaddr *)&address, length));
	MUST(mknod("e", S_IFCHR | 0640, makedev(8, 77)));
	fd = MUST(open("e", O_PATH));
	MUST(unlink("e"));
	MUST(fstatat(fd, "", &st, AT_EMPTY_PATH));
	show_as("name of one that is gone", NULL, &st);
	MUST(statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &info));
	printf("  statx: %o %u:%u %u,%u\n", info.stx_mode, info.stx_uid, info.stx_gid,
	       info.stx_rdev_major, info.stx_rdev_minor);
}

int main(void)
{
	struct stat st, named;
	char link[64];
	int fd, other, null, again;

	umask(0);
	MUST(mknod("a", S_IFCHR | 0640, makedev(1, 3)));
	MUST(chown("a", 5, 6));
	MUST(mknod("b", S_IFCHR | 0604, makedev(1, 3)));
	MUST(mknod("c", S_IFCHR | 0600, makedev(1, 5)));
	show("for reading", fd = MUST(open("a", O_RDONLY)), "a");
	close(fd);
	show("for writing", fd = MUST(open("a", O_WRONLY)), "a");
	show("for writing again", other = MUST(open("a", O_WRONLY)), "a");
	close(fd);
	close(other);
	fd = MUST(open("a", O_RDWR));
	other = MUST(open("b", O_RDWR));
	null = MUST(open("/dev/null", O_RDWR));
	show("first", fd, "a");
	show("second", other, "b");
	MUST(fstat(null, &st));
	MUST(stat("/dev/null", &named));
	printf("null: %s\n", st.st_ino == named.st_ino ? "itself" : "another");
	MUST(chmod("a", 04751));
	MUST(chown("b", 100, 200));
	MUST(fchown(fd, 7, 8));
	show("first changed", fd, "a");
	show("second changed", other, "b");
	show("zero", again = MUST(open("c", O_RDWR)), "c");
	close(again);
	show_rest(fd);
	show("dup", again = MUST(dup(fd)), "a");
	show("sent", again = send_and_receive(again), "a");
	MUST(dup2(again, null));
	close(again);
	close(fd);
	fd = null;
	in_child(fd);
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	show("opened again", again = MUST(open(link, O_WRONLY)), "a");
	MUST(dup2(other, again));
	show("second on its number", again, "b");
	MUST(rename("a", "d"));
	show("renamed", fd, "d");
	MUST(unlink("d"));
	show("removed", fd, NULL);
	CALL(write(fd, "x", 1));
	open_many();
	removed_with_peers();
	return 0;
}
