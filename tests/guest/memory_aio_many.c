/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* io_submit of more than is submitted at once: whoever is told of fewer submits the rest. */
#include "guest.h"

#include <linux/aio_abi.h>

#define MANY 100

int main(void)
{
	static struct iocb controls[MANY], *list[MANY];
	static struct io_event events[MANY];
	static char bytes[MANY];
	aio_context_t context = 0;
	int fd = open("bytes", O_RDWR | O_CREAT, 0600);
	long done = 0, sum = 0;

	for (int i = 0; i < MANY; i++) {
		char byte = (char)i;

		(void)!pwrite(fd, &byte, 1, i);
		controls[i] = (struct iocb){ .aio_lio_opcode = IOCB_CMD_PREAD,
					     .aio_fildes = (uint32_t)fd,
					     .aio_buf = (uintptr_t)&bytes[i],
					     .aio_nbytes = 1,
					     .aio_offset = i };
		list[i] = &controls[i];
	}
	if (syscall(SYS_io_setup, MANY, &context) < 0)
		return 1;
	while (done < MANY) {
		long count = syscall(SYS_io_submit, context, MANY - done, list + done);

		if (count <= 0)
			break;
		done += count;
	}
	printf("%ld submitted, %ld over\n", done,
	       (long)syscall(SYS_io_getevents, context, MANY, MANY, events, NULL));
	for (int i = 0; i < MANY; i++)
		sum += bytes[i];
	printf("sum %ld\n", sum);
	CALL(syscall(SYS_io_submit, context, -1L, list));
	CALL(syscall(SYS_io_submit, context, LONG_MIN, list));
	CALL(syscall(SYS_io_submit, context, 0L, NULL));
	CALL(syscall(SYS_io_submit, 0L, 100L, list));
	CALL(syscall(SYS_io_submit, context, 100L, NULL));
	return 0;
}
