/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See joined_image.h. Every number of the interpreter's headers is checked before it is used; a
 * file that differs from the usual in anything is not joined, which costs time only.
 */
#include "syscall/joined_image.h"

#include <elf.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "arch/regs.h"
#include "arch/site.h"
#include "gate/blob.h"
#include "gate/inside.h"

#define SEGMENTS_MAX 6U
#define MEMORY_MAX   (16U << 20)
#define ALIGN_MAX    0x10000U /* the largest page size of Linux */

struct layout {
	uint64_t page;
	Elf64_Ehdr header; /* the loader's, then the joined file's */
	Elf64_Phdr segments[SEGMENTS_MAX + 2];
	unsigned int count;
	uint64_t table;         /* of program headers: behind the loader */
	uint64_t base;          /* of the interpreter: behind the annex */
	const Elf64_Phdr *text; /* of the interpreter's; still as in its own file */
};

static uint64_t round_up(uint64_t value, uint64_t to)
{
	return (value + to - 1) & ~(to - 1);
}

static uint64_t page_up(const struct layout *layout, uint64_t value)
{
	return round_up(value, layout->page);
}

/* One segment, the loader's, goes on up to the annex's end: the file lies as it is mapped. */
static int take_loader(struct layout *layout)
{
	memcpy(&layout->header, loader_blob, sizeof(layout->header));
	for (unsigned int i = 0; i < layout->header.e_phnum; i++) {
		Elf64_Phdr ph;

		memcpy(&ph, loader_blob + layout->header.e_phoff + i * sizeof(ph), sizeof(ph));
		if (ph.p_type != PT_LOAD && ph.p_type != PT_GNU_STACK)
			continue;
		if (layout->count == 2)
			return -ENOEXEC;
		if (ph.p_type == PT_LOAD) {
			layout->table = page_up(layout, ph.p_memsz);
			layout->base = round_up(layout->table + layout->page, ph.p_align) +
				       GATE_ANNEX_SIZE;
			ph.p_filesz = ph.p_memsz = layout->base;
		}
		layout->segments[layout->count++] = ph;
	}
	return layout->base == 0 ? -ENOEXEC : 0;
}

static bool is_usual_header(const Elf64_Ehdr *header, size_t size)
{
	return memcmp(header->e_ident, ELFMAG, SELFMAG) == 0 &&
	       header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_ident[EI_DATA] == ELFDATA2LSB &&
	       header->e_machine == ARCH_ELF_MACHINE && header->e_type == ET_DYN &&
	       header->e_phentsize == sizeof(Elf64_Phdr) && header->e_phnum <= 64 &&
	       header->e_phoff <= size &&
	       size - header->e_phoff >= header->e_phnum * sizeof(Elf64_Phdr) &&
	       header->e_entry < MEMORY_MAX;
}

/* `end`: of the segments before, in memory. */
static bool is_usual_segment(const struct layout *layout, const Elf64_Phdr *ph, size_t size,
			     uint64_t end)
{
	uint32_t flags = ph->p_flags;

	if (ph->p_filesz > ph->p_memsz || ph->p_filesz == 0 || ph->p_memsz > MEMORY_MAX ||
	    ph->p_vaddr > MEMORY_MAX || ph->p_offset > size || ph->p_filesz > size - ph->p_offset)
		return false;
	if (end == 0 && (ph->p_vaddr != 0 || ph->p_offset != 0 || (flags & PF_W) != 0))
		return false;
	return (ph->p_vaddr & ~(layout->page - 1)) >= end &&
	       (ph->p_vaddr - ph->p_offset) % layout->page == 0 && ph->p_align <= ALIGN_MAX &&
	       (flags == PF_R || flags == (PF_R | PF_X) || flags == (PF_R | PF_W)) &&
	       (ph->p_memsz == ph->p_filesz || flags == (PF_R | PF_W));
}

/* Behind the loader's. */
static int take_interpreter(struct layout *layout, const unsigned char *file, size_t size,
			    const Elf64_Ehdr *header)
{
	const unsigned int limit = layout->count + SEGMENTS_MAX;
	uint64_t end = 0;

	for (unsigned int i = 0; i < header->e_phnum; i++) {
		Elf64_Phdr ph;

		memcpy(&ph, file + header->e_phoff + i * sizeof(ph), sizeof(ph));
		if (ph.p_type != PT_LOAD)
			continue;
		if (layout->count == limit || !is_usual_segment(layout, &ph, size, end))
			return -ENOEXEC;
		/* In the first, where the loader looks at it. */
		if (end == 0 && header->e_phoff + header->e_phnum * sizeof(ph) > ph.p_filesz)
			return -ENOEXEC;
		end = page_up(layout, ph.p_vaddr + ph.p_memsz);
		if ((ph.p_flags & PF_X) != 0) {
			if (layout->text != NULL)
				return -ENOEXEC;
			layout->text = &layout->segments[layout->count];
		}
		layout->segments[layout->count++] = ph;
	}
	return layout->text == NULL ? -ENOEXEC : 0;
}

/* --- sites ----------------------------------------------------------------------------------- */

/* Stubs that are apart are written here, for the sites. */
static void copy_annex(struct joined_image *image, const struct joined_sites *sites)
{
	unsigned char *annex = image->bytes + image->base - GATE_ANNEX_SIZE;

	memcpy(annex, sites->code, GATE_ANNEX_SIZE - ARCH_STUBS_SIZE);
	if (ARCH_STUBS_SIZE != 0)
		memcpy(annex + sites->stubs, inside_blob + sites->stubs - GATE_INSIDE_OFFSET,
		       GATE_STUB_COUNT * GATE_STUB_SIZE);
}

/* Addresses count from the interpreter's address 0, below which the annex lies. */
static void replace(struct joined_image *image, uint8_t *end, const struct site *site, long sysno,
		    uint32_t stubs)
{
	uint32_t own = stubs + image->patch_count * GATE_STUB_SIZE;
	uint64_t stub = own - GATE_ANNEX_SIZE;
	uint8_t *back = image->bytes + image->base - GATE_ANNEX_SIZE + own + ARCH_STUB_BACK;
	uint8_t jump[ARCH_STUB_JUMP_SIZE + 1];

	if (!site_write_back(stub + ARCH_STUB_BACK, site->start + ARCH_SITE_SIZE, jump) ||
	    !site_write_jump(site, stub, end - ARCH_SITE_SIZE))
		return;
	memcpy(back, jump, ARCH_STUB_JUMP_SIZE);
	image->patches[image->patch_count++] = (struct gate_patch){
		.address = (uint32_t)site->start,
		.number = site_entry(site, sysno),
		.compare = site->compare,
	};
}

static void replace_sites(struct joined_image *image, const Elf64_Phdr *ph,
			  const struct joined_sites *sites)
{
	uint8_t *text = image->bytes + image->base + ph->p_offset;
	size_t size = ph->p_filesz;
	size_t end = 0;

	while (image->patch_count < GATE_PATCHES_MAX &&
	       (end = site_next_call(text, end, size)) != 0) {
		struct site site;
		long sysno;

		if (site_find_common(text, end, size, ph->p_vaddr + end, sites->numbers,
				     sites->count, &site, &sysno))
			replace(image, text + end, &site, sysno, sites->stubs);
	}
}

/* --- the file -------------------------------------------------------------------------------- */

/* From `own` on they are the interpreter's. */
static void place_segments(struct layout *layout, unsigned int own)
{
	for (unsigned int i = own; i < layout->count; i++) {
		Elf64_Phdr *ph = &layout->segments[i];

		ph->p_offset += layout->base;
		ph->p_vaddr += layout->base;
		ph->p_paddr = ph->p_vaddr;
	}
}

static void write_headers(struct layout *layout, struct joined_image *image)
{
	layout->header.e_phoff = layout->table;
	layout->header.e_phnum = (Elf64_Half)layout->count;
	layout->header.e_shoff = 0;
	layout->header.e_shnum = layout->header.e_shstrndx = 0;
	memcpy(image->bytes, loader_blob,
	       LOADER_BLOB_SIZE < layout->table ? LOADER_BLOB_SIZE : layout->table);
	memcpy(image->bytes, &layout->header, sizeof(layout->header));
	memcpy(image->bytes + layout->table, layout->segments,
	       layout->count * sizeof(layout->segments[0]));
}

int joined_image_build(TALLOC_CTX *ctx, const unsigned char *file, size_t size,
		       const struct joined_sites *sites, struct joined_image *ret_image)
{
	struct layout layout = { .page = (uint64_t)sysconf(_SC_PAGESIZE) };
	Elf64_Ehdr header;
	unsigned int own;
	int status;

	*ret_image = (struct joined_image){ 0 };
	if (size < sizeof(header))
		return -ENOEXEC;
	memcpy(&header, file, sizeof(header));
	if (!is_usual_header(&header, size))
		return -ENOEXEC;
	status = take_loader(&layout);
	own = layout.count;
	if (status == 0)
		status = take_interpreter(&layout, file, size, &header);
	if (status < 0)
		return status;
	ret_image->base = (uint32_t)layout.base;
	ret_image->entry = (uint32_t)header.e_entry;
	ret_image->size = layout.base + page_up(&layout, size);
	ret_image->bytes = talloc_zero_size(ctx, ret_image->size);
	if (ret_image->bytes == NULL)
		return -ENOMEM;
	memcpy(ret_image->bytes + ret_image->base, file, size);
	copy_annex(ret_image, sites);
	replace_sites(ret_image, layout.text, sites);
	place_segments(&layout, own);
	write_headers(&layout, ret_image);
	if (ret_image->patch_count > 0)
		return 0;
	TALLOC_FREE(ret_image->bytes);
	return -ENOEXEC;
}
