/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E3: the gate's pages go into pipes and sockets without being copied (vmsplice, tee, splice,
 * MSG_ZEROCOPY) and out of them into files that can be written: they stay as they are.
 */
#include "escape.h"

#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/uio.h>

static uint64_t sum(uint64_t gate)
{
	const uint64_t *words = (const uint64_t *)(uintptr_t)gate;
	uint64_t result = 0;

	/* What does not change by others' calls. */
	for (size_t i = 0; i < GATE_OWNERS_ / sizeof(*words); i++)
		result = result * 31 + words[i];
	return result;
}

int main(void)
{
	uint64_t gate = find_gate(), before = sum(gate);
	int ends[2], others[2], pair[2], file;
	struct iovec part = { (void *)(uintptr_t)gate, 4096 };

	enter_scratch();
	file = open("file", O_RDWR | O_CREAT, 0600);
	if (pipe(ends) < 0 || pipe(others) < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		broken("pipes");
	for (unsigned int flags = 0; flags < 16; flags++) {
		part.iov_len = 100;
		part.iov_base = (void *)(uintptr_t)(gate + (flags & 1 ? GATE_HOWS_ : GATE_CODE_));
		(void)vmsplice(ends[1], &part, 1, (flags & 0xe) | SPLICE_F_NONBLOCK);
		/* What is added must not be merged into the page. */
		(void)!write(ends[1], "overwritten", 11);
		(void)tee(ends[0], others[1], 200, SPLICE_F_NONBLOCK);
		(void)!write(others[1], "overwritten", 11);
		(void)splice(ends[0], NULL, file, NULL, 200, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
		(void)splice(others[0], NULL, pair[0], NULL, 200, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
		(void)pwrite(file, "overwritten", 11, 0);
	}
	/* Into it: a pipe's end is the kernel's to write there. */
	part.iov_len = 4096;
	(void)!write(ends[1], "overwritten", 11);
	must_fail(vmsplice(ends[0], &part, 1, SPLICE_F_NONBLOCK), "vmsplice into the gate");
	must_fail(readv(ends[0], &part, 1), "readv into the gate");
	must_fail(syscall(SYS_process_vm_writev, getpid(),
			  &(struct iovec){ "overwritten", 11 }, 1, &part, 1, 0), "process_vm_writev");
	must_fail(syscall(SYS_futex, gate + GATE_HOWS_, 5 /* WAKE_OP */, 1, 1, gate + GATE_HOWS_, 0x10000001),
		  "an atomic operation in the gate");
	if (fork() == 0) {
		(void)syscall(SYS_set_tid_address, gate + GATE_HOWS_);
		(void)syscall(SYS_set_robust_list, gate + GATE_HOWS_, 24);
		_exit(0);
	}
	wait(NULL);
	if (sum(gate) != before)
		escaped("the gate has changed");
	contained();
}
