/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A member is in a call that no signal ends, not even the one that kills, when the first program ends:
 * reads and writes that were submitted together, the places of very many pages. The jail ends all the same.
 */
#include <linux/aio_abi.h>

#include "escape.h"

#define MANY  4096
#define READ  (1UL << 28)
#define PIECE (1UL << 26)
#define PAGES (1UL << 31)

/* Memory for more than there is: the same again and again. */
static char *make_much(size_t size)
{
	int fd = memfd_create("much", 0);
	char *memory = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (fd < 0 || ftruncate(fd, PIECE) < 0 || memory == MAP_FAILED)
		broken("no memory");
	for (size_t at = 0; at < size; at += PIECE)
		if (mmap(memory + at, PIECE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) == MAP_FAILED)
			broken("no mapping");
	return memory;
}

static void submit(void)
{
	static struct iocb controls[MANY], *list[MANY];
	int fd = memfd_create("nothing", 0);
	char *memory = make_much(READ);
	aio_context_t context = 0;

	if (fd < 0 || ftruncate(fd, (off_t)READ) < 0 || syscall(SYS_io_setup, MANY, &context) < 0)
		skip("no asynchronous reads");
	for (int i = 0; i < MANY; i++) {
		controls[i] = (struct iocb){ .aio_lio_opcode = IOCB_CMD_PREAD, .aio_fildes = (uint32_t)fd,
					     .aio_buf = (uintptr_t)memory, .aio_nbytes = READ };
		list[i] = &controls[i];
	}
	for (;;)
		(void)syscall(SYS_io_submit, context, (long)MANY, list);
}

static void look_at_pages(void)
{
	char *pages = make_much(PAGES * 8), *status = make_much(PAGES * 4);

	for (;;)
		(void)syscall(SYS_move_pages, 0L, PAGES, pages, NULL, status, 0L);
}

int main(void)
{
	void (*const attacks[])(void) = { submit, look_at_pages };

	for (size_t i = 0; i < 2; i++) {
		pid_t child = fork();

		if (child < 0)
			broken("fork");
		if (child == 0) {
			attacks[i]();
			_exit(0);
		}
	}
	sleep(2);
	contained();
}
