/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Loader and interpreter in one file: what the kernel would map of it, for this host's own
 * interpreter and for headers that lie.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "arch/regs.h"
#include "gate/blob.h"
#include "gate/inside.h"
#include "syscall/joined_image.h"

#define PAGE_MAX 65536U

/* mov $SYS_openat, %eax; syscall; cmp $-4096, %rax: a site of x86_64 */
static const unsigned char site_x86[] = { 0xb8, SYS_openat & 255, SYS_openat >> 8, 0, 0, 0x0f, 0x05,
					  0x48, 0x3d, 0x00, 0xf0, 0xff, 0xff };
/* mov x8, SYS_openat; nop; svc #0: one of aarch64, whose interpreters begin with their text */
static const uint32_t site_aarch64[] = { 0xd2800008 | (SYS_openat & 0xffff) << 5, 0xd503201f,
					 0xd4000001 };
#define IS_X86 (ARCH_ELF_MACHINE == EM_X86_64)

static const long numbers[] = { SYS_openat };

static struct file {
	Elf64_Ehdr header;
	Elf64_Phdr phdrs[4];
	unsigned char rest[4 * PAGE_MAX];
} file;

static uint64_t page, text;
static char code[GATE_ANNEX_SIZE - ARCH_STUBS_SIZE];
static struct joined_sites sites = { numbers, 1, 0, code };

/* The loader's only segment; the rest of its file is for debuggers. */
static size_t loader_text(void)
{
	const Elf64_Phdr *ph = (const Elf64_Phdr *)(const void *)(loader_blob + sizeof(Elf64_Ehdr));

	assert_int_equal(ph->p_type, PT_LOAD);
	assert_int_equal(ph->p_filesz, ph->p_memsz);
	return ph->p_filesz;
}

/* r, r-x (the other way round for aarch64), rw- with bss, each in a page of its own. */
static void begin(void)
{
	sites.stubs = ((const struct gate_inside_head *)(const void *)inside_blob)->stubs;
	page = (uint64_t)sysconf(_SC_PAGESIZE);
	for (size_t i = 0; i < sizeof(code); i++)
		code[i] = (char)(i * 7 + i / 251);
	memset(&file, 0, sizeof(file));
	memcpy(file.header.e_ident, ELFMAG, SELFMAG);
	file.header.e_ident[EI_CLASS] = ELFCLASS64;
	file.header.e_ident[EI_DATA] = ELFDATA2LSB;
	file.header.e_type = ET_DYN;
	file.header.e_machine = ARCH_ELF_MACHINE;
	file.header.e_phoff = offsetof(struct file, phdrs);
	file.header.e_phentsize = sizeof(Elf64_Phdr);
	file.header.e_phnum = 4;
	file.header.e_entry = page + 4;
	for (unsigned int i = 0; i < 3; i++)
		file.phdrs[i] = (Elf64_Phdr){ .p_type = PT_LOAD,
					      .p_flags = PF_R,
					      .p_offset = i * page,
					      .p_vaddr = i * page,
					      .p_filesz = 2000,
					      .p_memsz = 2000,
					      .p_align = page };
	file.phdrs[IS_X86 ? 1 : 0].p_flags = PF_R | PF_X;
	file.phdrs[2].p_flags = PF_R | PF_W;
	file.phdrs[2].p_memsz = 3 * page;
	text = IS_X86 ? page + 100 : 1000;
	if (IS_X86)
		memcpy((unsigned char *)&file + text, site_x86, sizeof(site_x86));
	else
		memcpy((unsigned char *)&file + text, site_aarch64, sizeof(site_aarch64));
}

static int build(TALLOC_CTX *ctx, struct joined_image *image)
{
	return joined_image_build(ctx, (const unsigned char *)&file, sizeof(file), &sites, image);
}

/* Whatever was taken: the segments lie in the file, in order, apart, and the loader's first. */
static void check_image(const struct joined_image *image)
{
	const Elf64_Ehdr *header = (const Elf64_Ehdr *)(const void *)image->bytes;
	const Elf64_Ehdr *loader = (const Elf64_Ehdr *)(const void *)loader_blob;
	uint64_t end = 0;

	assert_int_equal(header->e_entry, loader->e_entry);
	assert_int_equal(header->e_type, ET_DYN);
	assert_true(header->e_phoff + header->e_phnum * sizeof(Elf64_Phdr) <= image->size);
	assert_memory_equal(image->bytes + sizeof(*header), loader_blob + sizeof(*header),
			    loader_text() - sizeof(*header));
	for (unsigned int i = 0; i < header->e_phnum; i++) {
		const Elf64_Phdr *ph =
			(const Elf64_Phdr *)(const void *)(image->bytes + header->e_phoff) + i;

		assert_int_not_equal(ph->p_type, PT_INTERP);
		if (ph->p_type != PT_LOAD)
			continue;
		assert_true(ph->p_vaddr / page * page >= end);
		assert_true(ph->p_offset + ph->p_filesz <= image->size);
		assert_true(ph->p_filesz <= ph->p_memsz);
		assert_int_not_equal(ph->p_flags & (PF_W | PF_X), PF_W | PF_X);
		end = (ph->p_vaddr + ph->p_memsz + page - 1) / page * page;
	}
	assert_true(image->patch_count <= GATE_PATCHES_MAX);
}

/* As the instruction `b` at `at` says, counted from the interpreter's address 0. */
static int64_t branch_target(const unsigned char *own, int64_t at)
{
	uint32_t word;

	memcpy(&word, own + at, sizeof(word));
	assert_int_equal(word >> 26, 5);
	return at + (int32_t)(word << 6) / 64 * 4;
}

/* Only the site differs; its jump leads to the first stub of the annex below. */
static void check_site(const struct joined_image *image)
{
	const unsigned char *own = image->bytes + image->base;
	const size_t at = IS_X86 ? text : text + 8;
	const size_t size = IS_X86 ? 7 : 4;
	const int64_t stub = (int64_t)sites.stubs - (int64_t)GATE_ANNEX_SIZE;

	assert_int_equal(image->patch_count, 1);
	assert_int_equal(image->patches[0].address, at);
	assert_int_equal(image->patches[0].number, SYS_openat);
	assert_memory_equal(own, &file, at);
	assert_memory_equal(own + at + size, (unsigned char *)&file + at + size,
			    sizeof(file) - at - size);
	if (IS_X86) {
		assert_int_equal(own[at], 0xe9);
		return;
	}
	assert_int_equal(branch_target(own, (int64_t)at), stub);
	assert_int_equal(branch_target(own, stub + (int64_t)ARCH_STUB_BACK), at + size);
	assert_memory_equal(own + stub, inside_blob + sites.stubs - GATE_INSIDE_OFFSET,
			    ARCH_STUB_BACK);
}

static void test_layout(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct joined_image image;
	const unsigned char *own;

	(void)state;
	begin();
	assert_int_equal(build(ctx, &image), 0);
	check_image(&image);
	own = image.bytes + image.base;
	assert_int_equal(image.entry, page + 4);
	check_site(&image);
	assert_memory_equal(own - GATE_ANNEX_SIZE, code, sizeof(code));
	talloc_free(ctx);
}

/* Every field of every header, with numbers that are near something. */
static void test_lies(void **state)
{
	static const uint64_t numbers_near[] = { 0, 1, 2, 63, 2000, 4095, 4096, 8192, 65536,
						 16 << 20, (16 << 20) + 1, 1UL << 32, 1UL << 63,
						 ~0UL - 4095, ~0UL };
	const size_t words = offsetof(struct file, rest) / sizeof(uint32_t);

	(void)state;
	for (size_t word = 0; word < words; word++) {
		for (size_t i = 0; i < 2 * ARRAY_SIZE(numbers_near); i++) {
			uint64_t number = numbers_near[i / 2];
			TALLOC_CTX *ctx = talloc_new(NULL);
			struct joined_image image;

			begin();
			memcpy((unsigned char *)&file + word * sizeof(uint32_t), &number,
			       i % 2 == 0 || word + 1 == words ? 4 : 8);
			if (build(ctx, &image) == 0)
				check_image(&image);
			talloc_free(ctx);
		}
	}
}

static void test_too_short(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct joined_image image;

	(void)state;
	begin();
	for (size_t size = 0; size < 2 * page + 2000; size += size < 400 ? 1 : 997) {
		unsigned char *copy = malloc(size + 1);

		memcpy(copy, &file, size);
		assert_int_equal(joined_image_build(ctx, copy, size, &sites, &image), -ENOEXEC);
		free(copy);
	}
	talloc_free(ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_lies),
		cmocka_unit_test(test_too_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
