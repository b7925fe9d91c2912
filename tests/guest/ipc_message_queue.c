/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* mq_open and its kin: names, priorities, limits, unlinking. */
#include "guest.h"

#include <mqueue.h>

int main(void)
{
	struct mq_attr attr = { .mq_maxmsg = 3, .mq_msgsize = 16 };
	const struct rlimit none = { 0, 0 };
	char name[64], text[16];
	unsigned int priority;
	mqd_t queue, again;

	snprintf(name, sizeof(name), "/guest-queue-%d", getpid());
	TRY_OPEN(mq_open(name, O_RDWR));
	OK(queue = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &attr));
	TRY_OPEN(mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &attr));
	OK(again = mq_open(name, O_RDONLY));
	CALL(mq_send(queue, "low", 4, 1));
	CALL(mq_send(queue, "high", 5, 9));
	CALL(mq_send(queue, "far too long for it", 20, 9));
	CALL(mq_receive(again, text, sizeof(text), &priority));
	printf("%s %u\n", text, priority);
	CALL(mq_send(again, "x", 1, 0));
	CALL(mq_getattr(queue, &attr));
	printf("%ld of %ld, size %ld\n", attr.mq_curmsgs, attr.mq_maxmsg, attr.mq_msgsize);
	CALL(mq_unlink(name));
	CALL(mq_unlink(name));
	CALL(mq_receive(again, text, sizeof(text), &priority));
	printf("%s %u\n", text, priority);
	/* What the C library does not let through to the kernel. */
	CALL(syscall(SYS_mq_open, "a/b", O_RDWR | O_CREAT, 0600, NULL));
	CALL(syscall(SYS_mq_open, "", O_RDWR | O_CREAT, 0600, NULL));
	CALL(syscall(SYS_mq_open, "..", O_RDWR | O_CREAT, 0600, NULL));
	CALL(syscall(SYS_mq_open, repeat('n', 256), O_RDWR | O_CREAT, 0600, NULL));
	CALL(syscall(SYS_mq_open, bad_memory(), O_RDWR, 0, NULL));
	OK(syscall(SYS_mq_open, repeat('n', 255), O_RDWR | O_CREAT, 0600, NULL));
	CALL(syscall(SYS_mq_unlink, repeat('n', 255)));
	/* The maker's own limit; who opens what is there needs none. */
	OK(queue = mq_open(name, O_RDWR | O_CREAT, 0600, NULL));
	CALL(setrlimit(RLIMIT_MSGQUEUE, &none));
	TRY_OPEN(mq_open("/guest-queue-none", O_RDWR | O_CREAT, 0600, NULL));
	OK(mq_open(name, O_RDWR | O_CREAT, 0600, NULL));
	CALL(mq_unlink(name));
	return 0;
}
