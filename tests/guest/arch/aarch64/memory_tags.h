/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* aarch64: memory whose accesses are checked by a tag in the address (MTE), where there is such. */
#ifndef PTJAIL_TESTS_GUEST_MEMORY_TAGS_H
#define PTJAIL_TESTS_GUEST_MEMORY_TAGS_H

#include <sys/mman.h>
#include <sys/prctl.h>

#define TAG_GRANULE 16
#ifndef PROT_MTE
#define PROT_MTE 0x20
#endif

/*
 * NULL: no such memory; else `size` bytes with a tag of their own, and a wrong tag is a fault from
 * now on.
 */
static void *tagged_memory(size_t size)
{
	const unsigned long tags = 0xfffeUL << PR_MTE_TAG_SHIFT;
	char *memory = NULL;
	char *end;

	if (prctl(PR_SET_TAGGED_ADDR_CTRL, PR_TAGGED_ADDR_ENABLE | PR_MTE_TCF_SYNC | tags, 0, 0,
		  0) < 0)
		return NULL;
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE | PROT_MTE, MAP_PRIVATE | MAP_ANONYMOUS,
		      -1, 0);
	if (memory == MAP_FAILED)
		return NULL;
	__asm__(".arch armv8.5-a+memtag\n\tirg %0, %0" : "+r"(memory));
	end = memory + size;
	for (char *at = memory; at < end; at += TAG_GRANULE)
		__asm__ volatile(".arch armv8.5-a+memtag\n\tstg %0, [%0]" : : "r"(at) : "memory");
	return memory;
}

#endif
