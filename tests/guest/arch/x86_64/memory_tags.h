/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* x86_64 has no memory with tags. */
#ifndef PTJAIL_TESTS_GUEST_MEMORY_TAGS_H
#define PTJAIL_TESTS_GUEST_MEMORY_TAGS_H

static void *tagged_memory(size_t size)
{
	(void)size;
	return NULL;
}

#endif
