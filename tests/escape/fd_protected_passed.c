/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Descriptors passed through a socket have new numbers, which the filter does not know: what
 * of the jail's own comes that way is neither a way out nor writable.
 * ATTACK MODES: landlock default landlock,memfd landlock,seccomp
 */
#include "escape.h"

static int pass(int fd)
{
	char control[CMSG_SPACE(sizeof(int))] = { 0 };
	char byte = 0;
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	int pair[2], got = -1;

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &fd, sizeof(fd));
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		broken("socketpair");
	if (sendmsg(pair[0], &message, 0) == 1) {
		memset(control, 0, sizeof(control));
		if (recvmsg(pair[1], &message, 0) == 1 && CMSG_FIRSTHDR(&message) != NULL)
			memcpy(&got, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(got));
	}
	close(pair[0]);
	close(pair[1]);
	return got;
}

static void leave_by(int fd)
{
	char up[PATH_MAX];

	for (int levels = 0; levels < 12; levels++) {
		char *end = up;

		for (int i = 0; i < levels; i++)
			end += sprintf(end, "../");
		snprintf(end, (size_t)(up + sizeof(up) - end), "%s", outside("secret") + 1);
		refuse_secret(openat(fd, up, O_RDONLY), "a passed descriptor");
		if (fchdir(fd) == 0)
			refuse_secret(open(up, O_RDONLY), "a passed descriptor's directory");
	}
	must_fail(openat(fd, "../made-by-attack", O_CREAT | O_RDWR, 0600) >= 0 &&
				  access("/made-by-attack", F_OK) < 0 &&
				  access("/tmp/made-by-attack", F_OK) < 0
			  ? 0
			  : -1,
		  "creating a file above a passed descriptor");
}

int main(void)
{
	uint64_t gate = find_gate();
	int first = find_protected();
	struct stat info;

	for (int fd = first; exists(fd); fd++) {
		int got = pass(fd);
		char path[64];
		int writable;

		if (got < 0 || fstat(got, &info) < 0)
			continue;
		leave_by(got);
		(void)fchmod(got, 0777);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", got);
		writable = open(path, O_RDWR);
		/* The loader begins like any program, the gate's table with one `how`. */
		if (writable >= 0 && S_ISREG(info.st_mode) && info.st_nlink == 0) {
			uint64_t word = 0;

			if (pread(writable, &word, 8, 0x1000) == 8 &&
			    pwrite(writable, &word, 8, 0x1000) == 8)
				escaped("descriptor %d of the jail's can be written", fd);
			if (mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, writable, 0) !=
			    MAP_FAILED)
				escaped("descriptor %d of the jail's can be mapped for writing",
					fd);
			if (ftruncate(writable, 0) == 0)
				escaped("descriptor %d of the jail's was truncated", fd);
		}
		close(got);
	}
	if (!readable(gate + GATE_HOWS_))
		escaped("the gate is gone");
	contained();
}
