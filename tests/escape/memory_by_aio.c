/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E2: the writer is the kernel itself, which reads a file into the name for somebody who waits
 * for it elsewhere (AIO), and for a read(2) that sleeps on a pipe.
 * ATTACK BROKEN: ARGUMENTS
 */
#include "flip.h"

#include <linux/aio_abi.h>

static char name[PATH_MAX], inside_name[PATH_MAX], outside_name[PATH_MAX];
static size_t size;
static int ends[2], file;

static void *feed(void *data)
{
	(void)data;
	for (;;) {
		(void)!write(ends[1], outside_name, size);
		linger(200);
		(void)!write(ends[1], inside_name, size);
		linger(600);
	}
	return NULL;
}

static void *swallow(void *data)
{
	(void)data;
	for (;;)
		(void)!read(ends[0], name, size);
	return NULL;
}

static void *submit(void *data)
{
	aio_context_t context = 0;
	struct iocb block = { .aio_lio_opcode = IOCB_CMD_PREAD, .aio_fildes = (uint32_t)file,
			      .aio_buf = (uintptr_t)name, .aio_nbytes = size };
	struct iocb *blocks[] = { &block };
	struct io_event event;

	(void)data;
	if (syscall(SYS_io_setup, 8, &context) < 0)
		return NULL;
	for (unsigned int i = 0;; i++) {
		block.aio_offset = (int64_t)((i & 1) * size);
		if (syscall(SYS_io_submit, context, 1, blocks) == 1)
			syscall(SYS_io_getevents, context, 1, 1, &event, NULL);
	}
	return NULL;
}

int main(void)
{
	struct flip_count count = { 0 };
	struct race race = { 0 };

	enter_scratch();
	make_file("inside", "inside");
	flip_spellings(inside_name, outside_name, "inside", "secret");
	size = strlen(inside_name) + 1;
	strcpy(name, inside_name);
	file = open("names", O_RDWR | O_CREAT, 0600);
	(void)!write(file, outside_name, size);
	(void)!write(file, inside_name, size);
	if (pipe(ends) < 0)
		broken("pipe");
	start(feed, NULL);
	start(swallow, NULL);
	start(submit, NULL);
	while (racing_until(&race, flip_seen(&count)))
		flip_open(&count, name, "a name that the kernel wrote");
	flip_end(&count);
}
