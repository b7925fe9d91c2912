/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* src/syscall/elf.c: whole files, then one wrong field at a time. */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "arch/regs.h"
#include "syscall/elf.h"

/* A small program: header, PT_PHDR and PT_INTERP, the interpreter's name. */
struct image {
	Elf64_Ehdr header;
	Elf64_Phdr phdrs[2];
	char name[PATH_MAX + 8];
};

static struct image sound_image(void)
{
	struct image image = {
		.header = {
			.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB },
			.e_type = ET_DYN,
			.e_machine = ARCH_ELF_MACHINE,
			.e_phoff = offsetof(struct image, phdrs),
			.e_phentsize = sizeof(Elf64_Phdr),
			.e_phnum = 2,
		},
		.phdrs = {
			{ .p_type = PT_PHDR },
			{ .p_type = PT_INTERP, .p_offset = offsetof(struct image, name),
			  .p_filesz = 11 },
		},
		.name = "/lib/ld.so",
	};

	return image;
}

static int read_bytes(const void *bytes, size_t size, struct elf_info *ret_info)
{
	int fd = memfd_create("elf", MFD_CLOEXEC);
	int status;

	assert_int_equal(write(fd, bytes, size), size);
	status = elf_read(fd, ret_info);
	close(fd);
	return status;
}

static int check_bytes(const void *bytes, size_t size)
{
	int fd = memfd_create("elf", MFD_CLOEXEC);
	int status;

	assert_int_equal(write(fd, bytes, size), size);
	status = elf_check_interpreter(fd);
	close(fd);
	return status;
}

static void test_sound(void **state)
{
	struct image image = sound_image();
	struct elf_info info;

	(void)state;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), 0);
	assert_true(info.is_elf && !info.is_foreign && info.has_interpreter);
	assert_int_equal(info.type, ET_DYN);
	assert_string_equal(info.interpreter, "/lib/ld.so");
	image.header.e_phnum = 1;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), 0);
	assert_false(info.has_interpreter);
	assert_int_equal(check_bytes(&image, sizeof(image)), 0);
}

static void test_this_program(void **state)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	struct elf_info info;

	(void)state;
	assert_int_equal(elf_read(fd, &info), 0);
	assert_int_equal(elf_check_interpreter(fd), 0);
	close(fd);
}

static void test_foreign(void **state)
{
	struct image image = sound_image();
	struct elf_info info;

	(void)state;
	image.header.e_machine = EM_68K;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -ENOEXEC);
	assert_true(info.is_elf && info.is_foreign);
	assert_int_equal(info.machine, EM_68K);
	assert_int_equal(check_bytes(&image, sizeof(image)), -ELIBBAD);
	image = sound_image();
	image.header.e_ident[EI_CLASS] = ELFCLASS32;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -ENOEXEC);
	assert_true(info.is_foreign);
	image = sound_image();
	image.header.e_ident[EI_DATA] = ELFDATA2MSB;
	image.header.e_machine = __builtin_bswap16(EM_S390);
	image.header.e_type = __builtin_bswap16(ET_EXEC);
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -ENOEXEC);
	assert_true(info.is_foreign);
	assert_int_equal(info.machine, EM_S390);
	assert_int_equal(info.type, ET_EXEC);
	assert_int_equal(info.elf_class, ELFCLASS64);
	assert_int_equal(info.byte_order, ELFDATA2MSB);
}

static void test_not_elf(void **state)
{
	struct elf_info info;

	(void)state;
	assert_int_equal(read_bytes("", 0, &info), -ENOEXEC);
	assert_false(info.is_elf || info.is_foreign);
	assert_int_equal(read_bytes("echo hello\n", 11, &info), -ENOEXEC);
	assert_false(info.is_elf || info.is_foreign);
	assert_int_equal(check_bytes("echo hello\n", 11), -EIO);
}

static void test_wrong_table(void **state)
{
	struct image image = sound_image();
	struct elf_info info;

	(void)state;
	image.header.e_type = ET_REL;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -ENOEXEC);
	assert_false(info.is_foreign);
	assert_int_equal(check_bytes(&image, sizeof(image)), -ELIBBAD);
	image = sound_image();
	image.header.e_phentsize = 32;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -ENOEXEC);
	image = sound_image();
	image.header.e_phnum = 0;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -ENOEXEC);
	image.header.e_phnum = 65536 / sizeof(Elf64_Phdr) + 1;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -ENOEXEC);
	image = sound_image();
	image.header.e_phoff = sizeof(image) - sizeof(Elf64_Phdr);
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -ENOEXEC);
	assert_int_equal(check_bytes(&image, sizeof(image)), -ELIBBAD);
	image.header.e_phoff = UINT64_MAX - 8;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -ENOEXEC);
	image.header.e_phoff = INT64_MAX;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -ENOEXEC);
}

static void test_interpreter_name(void **state)
{
	struct image image = sound_image();
	Elf64_Phdr *ph = &image.phdrs[1];
	struct elf_info info;

	(void)state;
	ph->p_filesz = 10; /* without its NUL */
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -ENOEXEC);
	assert_false(info.has_interpreter);
	ph->p_filesz = 1;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -ENOEXEC);
	memset(image.name, 'n', PATH_MAX - 1);
	ph->p_filesz = PATH_MAX;
	image.name[PATH_MAX - 1] = '\0';
	assert_int_equal(read_bytes(&image, sizeof(image), &info), 0);
	assert_int_equal(strlen(info.interpreter), PATH_MAX - 1);
	ph->p_filesz = PATH_MAX + 1;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -ENOEXEC);
	ph->p_filesz = 11;
	ph->p_offset = sizeof(image) - 5;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -EIO);
	ph->p_offset = UINT64_MAX;
	assert_int_equal(read_bytes(&image, sizeof(image), &info), -EINVAL);
}

/* Cut at every length, a sound file is never read beyond its end. */
static void test_every_length(void **state)
{
	struct image image = sound_image();
	const size_t end = offsetof(struct image, name) + 11;
	struct elf_info info;

	(void)state;
	for (size_t size = 0; size < end; size++)
		assert_int_not_equal(read_bytes(&image, size, &info), 0);
	assert_int_equal(read_bytes(&image, end, &info), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound),        cmocka_unit_test(test_this_program),
		cmocka_unit_test(test_foreign),      cmocka_unit_test(test_not_elf),
		cmocka_unit_test(test_wrong_table),  cmocka_unit_test(test_interpreter_name),
		cmocka_unit_test(test_every_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
