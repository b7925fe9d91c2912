/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Descriptors travel by SCM_RIGHTS: files, directories, pipes. */
#include "guest.h"

static void send_fds(int sock, const int *fds, size_t count)
{
	char control[CMSG_SPACE(8 * sizeof(int))] = "";
	struct iovec part = { "x", 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = CMSG_SPACE(count * sizeof(int)) };
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(count * sizeof(int));
	memcpy(CMSG_DATA(head), fds, count * sizeof(int));
	CALL(sendmsg(sock, &message, 0));
}

static size_t receive_fds(int sock, int *fds)
{
	char control[CMSG_SPACE(8 * sizeof(int))] = "", byte;
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *head;
	size_t count;

	CALL(recvmsg(sock, &message, MSG_CMSG_CLOEXEC));
	head = CMSG_FIRSTHDR(&message);
	if (!head)
		return 0;
	count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
	memcpy(fds, CMSG_DATA(head), count * sizeof(int));
	return count;
}

int main(void)
{
	int pair[2], fds[8], pipes[2];
	char text[16] = "";
	size_t count;

	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	MUST(mkdir("d", 0755));
	put_file("d/f", "inside d");
	if (!MUST(fork())) {
		MUST(pipe(pipes));
		MUST(write(pipes[1], "piped", 5));
		fds[0] = MUST(open("d/f", O_RDONLY));
		fds[1] = MUST(open("d", O_RDONLY | O_DIRECTORY));
		fds[2] = pipes[0];
		send_fds(pair[1], fds, 3);
		fds[0] = 999;
		send_fds(pair[1], fds, 1);
		fflush(stdout);
		_exit(0);
	}
	MUST(wait(NULL));
	count = receive_fds(pair[0], fds);
	printf("%zu descriptors\n", count);
	CALL(read(fds[0], text, sizeof(text)));
	TRY_OPEN(openat(fds[1], "f", O_RDONLY));
	CALL(mkdirat(fds[1], "sub", 0755));
	CALL(fchdir(fds[1]));
	show_path("sub");
	CALL(read(fds[2], text, sizeof(text)));
	CALL(fcntl(fds[0], F_GETFD));
	return 0;
}
