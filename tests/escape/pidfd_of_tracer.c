/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The tracer hands a descriptor over through a socket pair that it makes in the caller's name. A
 * sibling exchanges the pair's numbers, which lie in memory of theirs, for a socket that asks for
 * the sender's identity: a descriptor of the tracer's own process must be of no use.
 * ATTACK BROKEN: PIDFD
 */
#include "escape.h"

#ifndef SO_PASSPIDFD
#define SO_PASSPIDFD 76
#endif

static unsigned long opened, stolen;

static void use(int fd)
{
	char name[64], text[512] = "";
	uint64_t told[8] = { 0 };
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
	must_fail(syscall(SYS_ioctl, fd, 0xc040ff0bUL, told), "PIDFD_GET_INFO");
	snprintf(name, sizeof(name), "/proc/self/fdinfo/%d", fd);
	info = open(name, O_RDONLY);
	(void)!read(info, text, sizeof(text) - 1);
	close(info);
	close(fd);
}

static int own[2];
static char *page;

/* Where the kernel writes the pair's numbers; there is nothing there most of the time. */
static void *aim(void *data)
{
	int number = memfd_create("number", 0);

	(void)data;
	(void)!write(number, &own[0], sizeof(own[0]));
	for (;;)
		(void)!pread(number, page + sizeof(int), sizeof(int), 0);
	return NULL;
}

static void receive(void)
{
	char byte, control[256];
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
				  .msg_controllen = sizeof(control) };

	if (recvmsg(own[1], &message, MSG_DONTWAIT) <= 0)
		return;
	for (struct cmsghdr *of = CMSG_FIRSTHDR(&message); of != NULL;
	     of = CMSG_NXTHDR(&message, of)) {
		int fd;

		memcpy(&fd, CMSG_DATA(of), sizeof(fd));
		if (of->cmsg_type == 4 /* SCM_PIDFD */)
			use(fd);
		else if (of->cmsg_type == SCM_RIGHTS)
			close(fd);
	}
}

static void prepare(void)
{
	int on = 1;

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, own) < 0)
		broken("socketpair");
	if (setsockopt(own[1], SOL_SOCKET, SO_PASSPIDFD, &on, sizeof(on)) < 0)
		skip("no SO_PASSPIDFD");
	puts("");
	start(aim, NULL);
	/* Thread and stdio have their memory by now: this is the next place that is free. */
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(page, 4096);
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
	prepare();
	while (racing(&race)) {
		int fd = open("/proc/self/exe", O_RDONLY);

		opened += fd >= 0;
		close(fd);
		receive();
	}
	printf("%lu of %lu opened, %lu stolen\n", opened, race.rounds, stolen);
	contained();
}
