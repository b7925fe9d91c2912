/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Maps an ELF file into this process where and how the kernel's load_elf_binary() and
 * load_elf_interp() would. The file is the guest's: every number in it is checked before
 * it is used, and a wrong one ends the process. It never replaces an existing mapping.
 *
 * TRUST: guest-controlled: everything read from the descriptor.
 */
#include <linux/mman.h>

#include "gate/loader.h"

/* KERNEL: load_elf_phdrs() takes no more than 64 KiB of program headers. */
#define PHDRS_SIZE_MAX 65536UL

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

/* A file's headers, while it is mapped. */
struct headers {
	const Elf64_Ehdr *elf;
	const Elf64_Phdr *phdrs;
	unsigned long table; /* where they had to be read to; 0: they lie in the file's beginning */
};

static unsigned long page_down(unsigned long address, unsigned long page)
{
	return address & ~(page - 1);
}

static unsigned long page_up(unsigned long address, unsigned long page)
{
	return (address + page - 1) & ~(page - 1);
}

static const Elf64_Phdr *read_table(int fd, unsigned long size, struct headers *headers)
{
	long table = CALL6(__NR_mmap, 0, PHDRS_SIZE_MAX, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (LOADER_IS_ERROR(table) ||
	    CALL4(__NR_pread64, fd, table, size, headers->elf->e_phoff) != (long)size)
		loader_break();
	headers->table = (unsigned long)table;
	return (const Elf64_Phdr *)table;
}

static void read_headers(int fd, struct loader_scratch *scratch, struct headers *ret)
{
	const Elf64_Ehdr *elf = &scratch->head.elf;
	long got = CALL4(__NR_pread64, fd, scratch->head.bytes, sizeof(scratch->head), 0);
	unsigned long size;

	if (got < (long)sizeof(*elf))
		loader_break();
	for (unsigned int i = 0; i <= EI_DATA; i++)
		if (elf->e_ident[i] != __ehdr_start.e_ident[i])
			loader_break();
	if (elf->e_machine != __ehdr_start.e_machine ||
	    (elf->e_type != ET_EXEC && elf->e_type != ET_DYN) ||
	    elf->e_phentsize != sizeof(Elf64_Phdr) || elf->e_phnum == 0 ||
	    elf->e_phnum > PHDRS_SIZE_MAX / sizeof(Elf64_Phdr))
		loader_break();
	ret->elf = elf;
	ret->table = 0;
	size = elf->e_phnum * sizeof(Elf64_Phdr);
	if (size <= (unsigned long)got && elf->e_phoff <= (unsigned long)got - size &&
	    elf->e_phoff % 8 == 0)
		ret->phdrs = (const Elf64_Phdr *)(scratch->head.bytes + elf->e_phoff);
	else
		ret->phdrs = read_table(fd, size, ret);
}

/* The extent of all segments: [low, high) and the largest alignment asked for. */
struct extent {
	unsigned long low;
	unsigned long high;
	unsigned long align;
};

static struct extent measure(const struct headers *headers, const struct loader_space *space)
{
	struct extent extent = { .low = -1UL, .high = 0, .align = space->page };
	unsigned long last = 0;

	for (unsigned int i = 0; i < headers->elf->e_phnum; i++) {
		const Elf64_Phdr *ph = &headers->phdrs[i];

		if (ph->p_type != PT_LOAD)
			continue;
		if (ph->p_filesz > ph->p_memsz || ph->p_vaddr >= space->end ||
		    ph->p_memsz > space->end - ph->p_vaddr ||
		    page_down(ph->p_vaddr, space->page) < last)
			loader_break();
		last = page_down(ph->p_vaddr, space->page);
		if (page_down(ph->p_vaddr, space->page) < extent.low)
			extent.low = page_down(ph->p_vaddr, space->page);
		if (page_up(ph->p_vaddr + ph->p_memsz, space->page) > extent.high)
			extent.high = page_up(ph->p_vaddr + ph->p_memsz, space->page);
		/* KERNEL: maximum_alignment() skips what is no power of two. */
		if (ph->p_align > extent.align && (ph->p_align & (ph->p_align - 1)) == 0)
			extent.align = ph->p_align;
	}
	if (extent.low == -1UL || extent.align >= space->end)
		loader_break();
	return extent;
}

/* A free place in the mmap area, chosen (and randomised) by the kernel; also free below. */
static unsigned long find_room(const struct extent *extent, const struct loader_space *space,
			       unsigned long below)
{
	unsigned long size = extent->high - extent->low;
	unsigned long room = size + below;
	long place;

	if (extent->align > space->page)
		room += extent->align;
	place = CALL6(__NR_mmap, 0, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
		      -1, 0);
	if (LOADER_IS_ERROR(place))
		loader_break();
	(void)CALL2(__NR_munmap, place, room);
	/* The highest aligned place: what lies above stays together. */
	return ((unsigned long)place + room - size) & ~(extent->align - 1);
}

/*
 * KERNEL: a PIE goes to ELF_ET_DYN_BASE, two thirds of the address space, plus chance.
 * The span of chance is x86_64's default of 28 bits of pages, in proportion. Where the
 * kernel's brk stays (PR_SET_MM does not work), 64 GiB above it are left to it.
 */
static unsigned long choose_pie_base(const struct extent *extent, const struct loader_space *space)
{
	unsigned long span = space->end >> 7;
	unsigned long base = space->end / 3 * 2;
	unsigned long size = extent->high - extent->low;
	unsigned long brk_room = span / 16;

	if (space->is_random)
		base += space->random[0] % span;
	if (space->avoid != 0 && base + size > space->avoid && base < space->avoid + brk_room)
		base = space->avoid + brk_room;
	return base & ~(extent->align - 1);
}

static unsigned long choose_base(const struct headers *headers, enum loader_role role,
				 const struct extent *extent, const struct loader_space *space)
{
	if (headers->elf->e_type == ET_EXEC)
		return 0;
	switch (role) {
	case LOADER_PROGRAM:
		return choose_pie_base(extent, space) - extent->low;
	case LOADER_SELF_LOADED:
		return find_room(extent, space, 0) - extent->low;
	case LOADER_INTERPRETER:
		return find_room(extent, space, space->below) - extent->low;
	}
	loader_kill();
}

/*
 * KERNEL: < 4.17 takes MAP_FIXED_NOREPLACE for a mere hint, so the result is compared.
 */
static void map_exactly(unsigned long address, unsigned long size, int prot, int flags, int fd,
			unsigned long offset)
{
	long place = CALL6(__NR_mmap, address, size, prot,
			   (unsigned int)flags | MAP_PRIVATE | MAP_FIXED_NOREPLACE, fd, offset);

	if (place != (long)address)
		loader_break();
}

/*
 * A segment may begin in the last page of the one before. KERNEL: the later one wins
 * (MAP_FIXED). Segments come in ascending order (ELF), so only our own pages go.
 */
static void give_way(struct loader_image *image, unsigned long start, unsigned long end)
{
	if (start < image->mapped_end)
		(void)CALL2(__NR_munmap, start,
			    (end < image->mapped_end ? end : image->mapped_end) - start);
	if (end > image->mapped_end)
		image->mapped_end = end;
}

/*
 * One segment: the file's part, zeroes up to the end of its last page (where they can be
 * written), anonymous memory for the rest.
 */
static void map_segment(struct loader_image *image, int fd, const Elf64_Phdr *ph,
			unsigned long page)
{
	unsigned long base = image->base;
	unsigned long skew = ph->p_vaddr & (page - 1);
	unsigned long start = base + ph->p_vaddr - skew;
	unsigned long file_end = base + ph->p_vaddr + ph->p_filesz;
	unsigned long end = page_up(base + ph->p_vaddr + ph->p_memsz, page);
	unsigned long mapped_end = start;
	int prot = 0;

	if (ph->p_flags & PF_R)
		prot |= PROT_READ;
	if (ph->p_flags & PF_W)
		prot |= PROT_WRITE;
	if (ph->p_flags & PF_X)
		prot |= PROT_EXEC;
	if (ph->p_memsz == 0)
		return;
	give_way(image, start, end);
	if (ph->p_filesz != 0) {
		mapped_end = page_up(file_end, page);
		map_exactly(start, mapped_end - start, prot, 0, fd, ph->p_offset - skew);
		if (ph->p_memsz > ph->p_filesz && (prot & PROT_WRITE))
			memset((void *)file_end, 0, mapped_end - file_end);
	}
	/* KERNEL: vm_brk_flags(): bss is always writable, executable where asked. */
	if (end > mapped_end)
		map_exactly(mapped_end, end - mapped_end,
			    PROT_READ | PROT_WRITE | (prot & PROT_EXEC), MAP_ANONYMOUS, -1, 0);
}

/* KERNEL: what load_elf_binary() stores in mm_struct, and AT_PHDR. */
static void note_segment(struct loader_image *image, const Elf64_Ehdr *elf, const Elf64_Phdr *ph)
{
	unsigned long start = image->base + ph->p_vaddr;
	unsigned long file_end = start + ph->p_filesz;

	if ((ph->p_flags & PF_X) && start < image->start_code)
		image->start_code = start;
	if (start > image->start_data)
		image->start_data = start;
	if ((ph->p_flags & PF_X) && file_end > image->end_code)
		image->end_code = file_end;
	if (file_end > image->end_data)
		image->end_data = file_end;
	if (start + ph->p_memsz > image->end_brk)
		image->end_brk = start + ph->p_memsz;
	if (ph->p_offset <= elf->e_phoff && elf->e_phoff - ph->p_offset < ph->p_filesz)
		image->phdr = start + (elf->e_phoff - ph->p_offset);
}

void loader_map_image(int fd, enum loader_role role, const struct loader_space *space,
		      struct loader_scratch *scratch, struct loader_image *ret_image)
{
	struct headers found;
	const struct headers *headers = &found;
	struct extent extent;

	read_headers(fd, scratch, &found);
	extent = measure(headers, space);
	memset(ret_image, 0, sizeof(*ret_image));
	ret_image->start_code = -1UL;
	ret_image->is_fixed = headers->elf->e_type == ET_EXEC;
	ret_image->base = choose_base(headers, role, &extent, space);
	ret_image->entry = ret_image->base + headers->elf->e_entry;
	ret_image->phnum = headers->elf->e_phnum;
	for (unsigned int i = 0; i < headers->elf->e_phnum; i++) {
		const Elf64_Phdr *ph = &headers->phdrs[i];

		if (ph->p_type == PT_LOAD) {
			map_segment(ret_image, fd, ph, space->page);
			note_segment(ret_image, headers->elf, ph);
		} else if (ph->p_type == PT_GNU_STACK) {
			ret_image->wants_exec_stack = (ph->p_flags & PF_X) != 0;
		}
	}
	if (role != LOADER_PROGRAM)
		loader_guard_text(ret_image->base, headers->phdrs, headers->elf->e_phnum,
				  space->page);
	if (headers->table != 0)
		(void)CALL2(__NR_munmap, headers->table, PHDRS_SIZE_MAX);
}
