/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E4: nothing takes the gate's pages away or puts others in their place.
 * ATTACK MODES: landlock default landlock,mseal landlock,seccomp
 */
#include <linux/prctl.h>
#include <sys/shm.h>

#include "escape.h"

static void *const nowhere = MAP_FAILED;
static uint64_t first;

static void try_range(uint64_t address, uint64_t size)
{
	void *at = (void *)(uintptr_t)address;
	void *tagged = (void *)(uintptr_t)(address | 1ULL << 56);
	int memory = memfd_create("mine", 0);
	int segment = shmget(IPC_PRIVATE, 1 << 20, 0600);
	char *page = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ftruncate(memory, 1 << 24);
	must_fail(munmap(at, size), "munmap");
	if (mmap(at, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
		 0) != nowhere)
		escaped("mmap over the gate");
	if (mmap(at, size, PROT_READ, MAP_SHARED | MAP_FIXED, memory, 0) != nowhere)
		escaped("mmap of a file over the gate");
	if (mmap(at, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | 0x100000, -1, 0) ==
	    at)
		escaped("mmap without replacing, over the gate");
	if (mmap(at, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN | MAP_FIXED, -1,
		 0) != nowhere)
		escaped("mmap of a growing stack over the gate");
	if (mremap(at, size, size * 2, MREMAP_MAYMOVE) != nowhere)
		escaped("mremap of the gate");
	if (mremap(at, size, 4096, 0) != nowhere && size > 4096)
		escaped("mremap shrank the gate");
	if (address >= first &&
	    mremap(page, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, at) != nowhere)
		escaped("mremap onto the gate");
	if (mremap(at, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, page) != nowhere)
		escaped("mremap moved the gate");
	if (mremap(at, size, size, MREMAP_MAYMOVE | 4 /* DONTUNMAP */, NULL) != nowhere)
		escaped("mremap without unmapping");
	if (segment >= 0 && address + (1 << 20) > first &&
	    shmat(segment, at, SHM_REMAP | SHM_RDONLY) != nowhere)
		escaped("shmat over the gate");
	must_fail(remap_file_pages(at, size, 0, 16, 0), "remap_file_pages");
	must_fail(mprotect(at, size, PROT_NONE), "mprotect");
	must_fail(madvise(at, size, MADV_DONTFORK), "MADV_DONTFORK");
	/* KERNEL: these calls do not look at the top byte of an address on aarch64. */
	must_fail(munmap(tagged, size), "munmap by a tag");
	must_fail(mprotect(tagged, size, PROT_NONE), "mprotect by a tag");
	must_fail(madvise(tagged, size, MADV_DONTFORK), "MADV_DONTFORK by a tag");
	if (mremap(tagged, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, page) != nowhere)
		escaped("mremap moved the gate by a tag");
	must_fail(syscall(SYS_process_madvise, syscall(SYS_pidfd_open, getpid(), 0),
			  (uint64_t[2]){ address, size }, 1, MADV_DONTFORK, 0),
		  "process_madvise");
	if (segment >= 0)
		shmctl(segment, IPC_RMID, NULL);
	munmap(page, 65536);
	close(memory);
}

/* io_destroy unmaps as much as the ring had at first, from wherever one page of it was moved to. */
static void unmap_by_ring(uint64_t gate)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned long ring = 0;

	if (syscall(SYS_io_setup, 4096, &ring) < 0)
		broken("io_setup");
	(void)mremap((void *)ring, page, page, MREMAP_MAYMOVE | MREMAP_FIXED,
		     (void *)(uintptr_t)(gate - page));
	(void)syscall(SYS_io_destroy, gate - page);
	if (!readable(gate) || !readable(gate + GATE_HOWS_))
		escaped("a ring of asynchronous I/O took the gate along");
	munmap((void *)(uintptr_t)(gate - page), page);
}

/* KERNEL: 6.17 moves several mappings at once: the page of the ring is the last of a long way. */
static void unmap_by_far_ring(uint64_t gate, size_t span)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
	char *from = mmap(NULL, span, PROT_NONE, flags, -1, 0);
	unsigned long ring = 0;

	if (from == nowhere || syscall(SYS_io_setup, 4096, &ring) < 0 ||
	    mremap((void *)ring, page, page, MREMAP_MAYMOVE | MREMAP_FIXED, from + span - page) ==
		    nowhere)
		broken("io_setup");
	(void)mremap(from, span, span, MREMAP_MAYMOVE | MREMAP_FIXED,
		     (void *)(uintptr_t)(gate - span));
	(void)syscall(SYS_io_destroy, gate - page);
	if (!readable(gate) || !readable(gate + GATE_HOWS_))
		escaped("a ring that was moved with %zu other bytes took the gate along", span);
	munmap(from, span);
	munmap((void *)(uintptr_t)(gate - span), span);
}

int main(void)
{
	uint64_t gate = find_gate();
	struct prctl_mm_map map = { 0 };

	first = gate;
	unmap_by_ring(gate);
	unmap_by_far_ring(gate, 1UL << 30);
	unmap_by_far_ring(gate, (1UL << 32) - (1UL << 16));
	try_range(gate, 4096);
	try_range(gate + GATE_HOWS_, 4096);
	try_range(gate + GATE_CODE_, GATE_OWNERS_ - GATE_CODE_);
	try_range(gate + GATE_SLOTS_, 4096);
	try_range(gate, GATE_SIZE_);
	try_range(gate - 4096, 8192);
	try_range(gate - (1ULL << 32), (1ULL << 32) + 8192);
	must_fail(munmap((void *)(uintptr_t)(gate - (1ULL << 40)), 1ULL << 41),
		  "munmap of nearly all");
	for (int option = 1; option < 15; option++)
		(void)prctl(PR_SET_MM, option, gate, 0, 0);
	map.start_code = map.start_data = map.start_stack = map.arg_start = map.env_start = gate +
											    65536;
	map.end_code = map.end_data = map.arg_end = map.env_end = gate + 65540;
	map.start_brk = map.brk = gate - 4096;
	map.exe_fd = (uint32_t)-1;
	for (int i = 0; i < 2; i++) {
		(void)prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof(map), 0);
		(void)syscall(SYS_brk, gate + 65536);
		(void)syscall(SYS_brk, gate - 4096);
		map.brk = gate + GATE_SIZE_;
	}
	if (!readable(gate) || !readable(gate + GATE_HOWS_) || !readable(gate + GATE_CODE_) ||
	    !readable(gate + GATE_SLOTS_) || !readable(gate + GATE_SIZE_ - 1))
		escaped("the gate is gone");
	must_fail(write(open("/dev/null", O_WRONLY), "", 0) == 0 &&
				  *(volatile uint64_t *)(uintptr_t)(gate + GATE_HOWS_ + 16) == 0
			  ? 0
			  : -1,
		  "emptying the gate's table");
	if (fork() == 0)
		_exit(readable(gate) && readable(gate + GATE_HOWS_) ? 0 : 1);
	{
		int status;

		wait(&status);
		if (status != 0)
			escaped("a child has no gate");
	}
	contained();
}
