/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* E3: the gate is not written to, by any call that writes into the caller's memory. */
#include <linux/openat2.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

#include "escape.h"

int main(void)
{
	uint64_t gate = find_gate();
	uint64_t places[] = { gate, gate + GATE_HOWS_, gate + GATE_CODE_, gate + GATE_SLOTS_ };
	static char before[4][64];
	int pair[2], zero = open("/dev/zero", O_RDONLY), file;

	enter_scratch();
	file = open("file", O_RDWR | O_CREAT, 0600);
	pwrite(file, before, 64, 0);
	pipe(pair);
	for (size_t i = 0; i < 4; i++)
		memcpy(before[i], (void *)(uintptr_t)places[i], 64);
	for (size_t i = 0; i < 4; i++) {
		void *at = (void *)(uintptr_t)places[i];
		struct iovec local = { before, 64 }, remote = { at, 64 };

		must_fail(read(zero, at, 64), "read");
		must_fail(pread(file, at, 64, 0), "pread");
		must_fail(preadv(file, &remote, 1, 0), "preadv");
		must_fail(syscall(SYS_process_vm_writev, getpid(), &local, 1, &remote, 1, 0),
			  "process_vm_writev");
		must_fail(syscall(SYS_getrandom, at, 64, 0), "getrandom");
		must_fail(mprotect((void *)((uintptr_t)at & ~4095UL), 4096, PROT_READ | PROT_WRITE),
			  "mprotect");
		must_fail(syscall(SYS_pkey_mprotect, (uintptr_t)at & ~4095UL, 4096,
				  PROT_READ | PROT_WRITE, -1),
			  "pkey_mprotect");
		must_fail(syscall(SYS_newfstatat, 0, "", at, AT_EMPTY_PATH), "fstat");
		must_fail(syscall(SYS_newfstatat, AT_FDCWD, "/", at, 0), "stat");
		must_fail(syscall(SYS_getcwd, at, 64), "getcwd");
		must_fail(readlink("/proc/self/exe", at, 64), "readlink");
		must_fail(syscall(SYS_getdents64, open("/", O_RDONLY), at, 64), "getdents64");
		must_fail(syscall(SYS_sigaltstack, NULL, at) , "sigaltstack");
		must_fail(syscall(SYS_rt_sigprocmask, 0, NULL, at, 8), "rt_sigprocmask");
		must_fail(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, at), "clock_gettime");
		must_fail(syscall(SYS_uname, at), "uname");
		must_fail(syscall(SYS_recvfrom, pair[0], at, 64, 0, NULL, NULL), "recvfrom");
		must_fail(syscall(SYS_getsockname, socket(AF_UNIX, SOCK_STREAM, 0), at, at),
			  "getsockname");
		must_fail(ioctl(pair[0], FIONREAD, at), "FIONREAD");
		must_fail(madvise((void *)((uintptr_t)at & ~4095UL), 4096, MADV_REMOVE),
			  "MADV_REMOVE");
		/* Kernel's own writes in the caller's name: futexes, robust lists, child tids. */
		syscall(SYS_set_tid_address, at);
		must_fail(syscall(SYS_futex, at, 5 /* WAKE_OP */, 1, 1, at, 0x10000000),
			  "FUTEX_WAKE_OP");
		if (fork() == 0)
			_exit(0);
		wait(NULL);
		(void)madvise((void *)((uintptr_t)at & ~4095UL), 4096, MADV_DONTNEED);
		(void)madvise((void *)((uintptr_t)at & ~4095UL), 4096, MADV_FREE);
		(void)madvise((void *)((uintptr_t)at & ~4095UL), 4096, MADV_WIPEONFORK);
		(void)madvise((void *)((uintptr_t)at & ~4095UL), 4096, MADV_COLD);
	}
	for (size_t i = 0; i < 3; i++)
		if (memcmp(before[i], (void *)(uintptr_t)places[i], 64) != 0)
			escaped("the gate has changed at %zu", i);
	contained();
}
