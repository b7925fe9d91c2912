/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Text in which indirect branches go to marked places only, as the kernel would have mapped it
 * (KERNEL: parse_elf_properties(), arch_elf_adjust_prot()). A program gets what its notes say;
 * where they are wrong, or the machine does not know how, plain text. Nothing fails here.
 *
 * TRUST: guest-controlled: the headers and notes; they decide about the guest's own text.
 */
#include <linux/mman.h>

#include "gate/loader.h"

struct note {
	Elf64_Nhdr head;
	char name[4];
};

struct property {
	uint32_t type;
	uint32_t size;
	uint32_t value;
	uint32_t padding;
};

/* Whether the file's part of a readable segment holds all of it. */
static int is_mapped(const Elf64_Phdr *phdrs, unsigned long count, const Elf64_Phdr *ph)
{
	for (unsigned long i = 0; i < count; i++) {
		const Elf64_Phdr *load = &phdrs[i];

		if (load->p_type == PT_LOAD && (load->p_flags & PF_R) != 0 &&
		    ph->p_vaddr >= load->p_vaddr && ph->p_filesz <= load->p_filesz &&
		    ph->p_vaddr - load->p_vaddr <= load->p_filesz - ph->p_filesz)
			return 1;
	}
	return 0;
}

static int asks_for_guard(const struct note *note, unsigned long size)
{
	const unsigned long word = 8;
	unsigned long left;
	const struct property *property = (const struct property *)(note + 1);

	if (size < sizeof(*note) || ((unsigned long)note & (word - 1)) != 0 ||
	    note->head.n_type != NT_GNU_PROPERTY_TYPE_0 || note->head.n_namesz != 4 ||
	    note->name[0] != 'G' || note->name[1] != 'N' || note->name[2] != 'U' ||
	    note->head.n_descsz > size - sizeof(*note))
		return 0;
	left = note->head.n_descsz;
	while (left >= sizeof(*property)) {
		unsigned long step = word + ((property->size + word - 1UL) & ~(word - 1));

		if (property->type == LOADER_GUARD_PROPERTY)
			return property->size == 4 && (property->value & LOADER_GUARD_BIT) != 0;
		if (step > left)
			return 0;
		left -= step;
		property = (const struct property *)((const char *)property + step);
	}
	return 0;
}

static void guard_segment(unsigned long base, const Elf64_Phdr *ph, unsigned long page)
{
	unsigned long start = (base + ph->p_vaddr) & ~(page - 1);
	unsigned long end = (base + ph->p_vaddr + ph->p_memsz + page - 1) & ~(page - 1);
	unsigned long prot = PROT_EXEC | LOADER_GUARD_PROT;

	if (ph->p_flags & PF_R)
		prot |= PROT_READ;
	if (ph->p_flags & PF_W)
		prot |= PROT_WRITE;
	if (ph->p_memsz != 0)
		(void)CALL3(__NR_mprotect, start, end - start, prot);
}

void loader_guard_text(unsigned long base, const Elf64_Phdr *phdrs, unsigned long count,
		       unsigned long page)
{
	const Elf64_Phdr *found = NULL;

	if (LOADER_GUARD_PROT == 0)
		return;
	/* KERNEL: the last one counts. */
	for (unsigned long i = 0; i < count; i++)
		if (phdrs[i].p_type == PT_GNU_PROPERTY)
			found = &phdrs[i];
	if (found == NULL || !is_mapped(phdrs, count, found) ||
	    !asks_for_guard((const struct note *)(base + found->p_vaddr), found->p_filesz))
		return;
	for (unsigned long i = 0; i < count; i++)
		if (phdrs[i].p_type == PT_LOAD && (phdrs[i].p_flags & PF_X) != 0)
			guard_segment(base, &phdrs[i], page);
}
