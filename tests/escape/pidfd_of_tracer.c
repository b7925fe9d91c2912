/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The tracer hands a descriptor over through a socket pair that it makes in the caller's name;
 * a sibling asks that socket for the sender's identity and takes the message away: a descriptor
 * of the tracer's own process must be of no use.
 */
#include "escape.h"

#ifndef SO_PASSPIDFD
#define SO_PASSPIDFD 76
#endif

static unsigned long opened, stolen;

static void use(int fd)
{
	char name[64], text[512] = "";
	int info;

	stolen++;
	must_fail(syscall(SYS_pidfd_send_signal, fd, SIGSTOP, NULL, 0), "pidfd_send_signal");
	must_fail(syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0), "pidfd_send_signal");
	must_fail(syscall(SYS_pidfd_send_signal, fd, 0, NULL, 4), "pidfd_send_signal to a group");
	must_fail(syscall(SYS_pidfd_getfd, fd, 0, 0), "pidfd_getfd");
	must_fail(syscall(SYS_setns, fd, 0x20000), "setns");
	must_fail(syscall(SYS_process_madvise, fd, NULL, 0, 0, 0), "process_madvise");
	for (unsigned int i = 0; i < 16; i++)
		must_fail(syscall(SYS_ioctl, fd, 0xff00 | i, 0), "a pidfd's ioctl");
	snprintf(name, sizeof(name), "/proc/self/fdinfo/%d", fd);
	info = open(name, O_RDONLY);
	(void)!read(info, text, sizeof(text) - 1);
	close(info);
	close(fd);
}

static void *steal(void *data)
{
	(void)data;
	for (;;) {
		for (int sock = 3; sock < 12; sock++) {
			char byte, control[256];
			struct iovec part = { &byte, 1 };
			struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1,
						  .msg_control = control,
						  .msg_controllen = sizeof(control) };
			int on = 1;

			if (setsockopt(sock, SOL_SOCKET, SO_PASSPIDFD, &on, sizeof(on)) < 0)
				continue;
			(void)setsockopt(sock, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on));
			if (recvmsg(sock, &message, MSG_DONTWAIT) <= 0)
				continue;
			for (struct cmsghdr *part_of = CMSG_FIRSTHDR(&message); part_of != NULL;
			     part_of = CMSG_NXTHDR(&message, part_of)) {
				int fd;

				memcpy(&fd, CMSG_DATA(part_of), sizeof(fd));
				if (part_of->cmsg_type == 4 /* SCM_PIDFD */)
					use(fd);
				else if (part_of->cmsg_type == SCM_RIGHTS)
					close(fd);
			}
		}
	}
	return NULL;
}

int main(int argc, char **argv)
{
	struct race race = { 0 };
	int copy;

	if (argc == 1) {
		/* A program without a name: what is opened by /proc/self/exe is handed over. */
		char buffer[65536];
		int fd = open("/proc/self/exe", O_RDONLY);
		ssize_t size;

		enter_scratch();
		copy = open("copy", O_WRONLY | O_CREAT, 0755);
		while ((size = read(fd, buffer, sizeof(buffer))) > 0)
			(void)!write(copy, buffer, (size_t)size);
		close(copy);
		close(fd);
		execv("./copy", (char *[]){ argv[0], "copy", NULL });
		broken("exec");
	}
	unlink("copy");
	start(steal, NULL);
	while (racing(&race)) {
		int fd = open("/proc/self/exe", O_RDONLY);

		opened += fd >= 0;
		close(fd);
	}
	printf("%lu of %lu opened, %lu stolen\n", opened, race.rounds, stolen);
	contained();
}
