/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* src/syscall/emulator.c: what is accepted as an emulator, and which programs it is for. */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "arch/regs.h"
#include "syscall/emulator.h"
#include "syscall/emulator_libraries.h"

static char directory[] = "/tmp/ptjail-emulator-XXXXXX";

/* As much of a static program as is looked at. */
struct image {
	Elf64_Ehdr header;
	Elf64_Phdr load;
	Elf64_Phdr interp;
	char name[16];
};

static struct image image_for(uint16_t machine, unsigned int phdrs)
{
	return (struct image){
		.header = { .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
					 ELFDATA2LSB, EV_CURRENT },
			    .e_type = ET_DYN,
			    .e_machine = machine,
			    .e_phoff = offsetof(struct image, load),
			    .e_phentsize = sizeof(Elf64_Phdr),
			    .e_phnum = (uint16_t)phdrs },
		.load = { .p_type = PT_LOAD },
		.interp = { .p_type = PT_INTERP,
			    .p_offset = offsetof(struct image, name),
			    .p_filesz = 11 },
		.name = "/lib/ld.so",
	};
}

static char *make_file(const char *name, const void *bytes, size_t size, mode_t mode)
{
	static char path[PATH_MAX];
	int fd;

	(void)snprintf(path, sizeof(path), "%s/%s", directory, name);
	(void)unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
	assert_int_equal(write(fd, bytes, size), size);
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
	return path;
}

static int try_open(const char *command)
{
	struct emulator *emulator;
	int status = emulator_open(NULL, command, &emulator);

	if (status == 0)
		talloc_free(emulator);
	return status;
}

static void test_refused(void **state)
{
	struct image here = image_for(ARCH_ELF_MACHINE, 1);
	struct image dynamic = image_for(ARCH_ELF_MACHINE, 2);
	struct image foreign = image_for(EM_68K, 1);

	(void)state;
	assert_int_equal(try_open(""), -EINVAL);
	assert_int_equal(try_open(" \t "), -EINVAL);
	assert_int_equal(try_open("/no/such/file"), -ENOENT);
	assert_int_equal(try_open("no-such-file-along-path"), -ENOENT);
	assert_int_equal(try_open(directory), -EISDIR);
	assert_int_equal(try_open(make_file("e", &here, sizeof(here), 0600)), -EACCES);
	assert_int_equal(try_open(make_file("e", "#!/bin/sh\n", 10, 0700)), -ENOEXEC);
	assert_int_equal(try_open(make_file("e", &foreign, sizeof(foreign), 0700)), -ELIBBAD);
	assert_int_equal(try_open(make_file("e", &dynamic, sizeof(dynamic), 0700)), -ELIBACC);
	assert_int_equal(try_open(make_file("e", &here, sizeof(here), 0700)), 0);
}

static void test_words(void **state)
{
	struct image here = image_for(ARCH_ELF_MACHINE, 1);
	char command[PATH_MAX + 64];
	char *path = make_file("emulate", &here, sizeof(here), 0700);
	struct emulator *emulator;
	const struct gate_plan *plan;
	static struct gate_slot slot;

	(void)state;
	(void)snprintf(command, sizeof(command), " %s  -cpu\tmax ", path);
	assert_int_equal(emulator_open(NULL, command, &emulator), 0);
	assert_int_equal(emulator->word_count, 3);
	assert_string_equal(emulator->words[0], path);
	assert_string_equal(emulator->words[2], "max");
	emulator->guest_fd = 1029;
	exec_plan_begin(&slot, 0);
	assert_int_equal(emulator_plan(emulator, &slot, "/bin/p"), 0);
	plan = (const struct gate_plan *)(const void *)slot.data;
	assert_int_equal(plan->program.fd, 1029);
	assert_int_equal(plan->program.ino, emulator->status.st_ino);
	assert_int_equal(plan->word_count, 5);
	assert_string_equal(slot.data + plan->words[3], "-0");
	assert_string_equal(slot.data + plan->words[4], "/bin/p");
	talloc_free(emulator);
	(void)snprintf(command, sizeof(command), "%s 2 3 4 5 6 7 8 9 10 11 12", path);
	assert_int_equal(try_open(command), 0);
	(void)strcat(command, " 13");
	assert_int_equal(try_open(command), -E2BIG);
}

static void test_along_path(void **state)
{
	struct image here = image_for(ARCH_ELF_MACHINE, 1);
	const char *old = getenv("PATH");
	char *kept = strdup(old == NULL ? "" : old);
	char path[PATH_MAX];

	(void)state;
	(void)snprintf(path, sizeof(path), "/no/such/directory:%s:/bin", directory);
	assert_int_equal(setenv("PATH", path, 1), 0);
	(void)make_file("sought", &here, sizeof(here), 0600);
	assert_int_equal(try_open("sought"), -EACCES);
	(void)make_file("sought", &here, sizeof(here), 0700);
	assert_int_equal(try_open("sought -x"), 0);
	(void)make_file("other-static", &here, sizeof(here), 0700);
	assert_int_equal(try_open("other"), 0);
	assert_int_equal(try_open("other-static"), 0);
	assert_int_equal(setenv("PATH", kept, 1), 0);
	free(kept);
}

static bool takes(const char *name, uint16_t machine, unsigned char class, unsigned char order)
{
	struct image here = image_for(ARCH_ELF_MACHINE, 1);
	struct elf_info elf = {
		.is_elf = true,
		.is_foreign = true,
		.elf_class = class,
		.byte_order = order,
		.machine = machine,
		.type = ET_EXEC,
	};
	struct emulator *emulator;
	bool taken;

	assert_int_equal(emulator_open(NULL, make_file(name, &here, sizeof(here), 0700), &emulator),
			 0);
	taken = emulator_takes(emulator, &elf);
	elf.is_foreign = false;
	assert_false(emulator_takes(emulator, &elf));
	elf.is_foreign = true;
	elf.type = ET_CORE;
	assert_false(emulator_takes(emulator, &elf));
	talloc_free(emulator);
	assert_false(emulator_takes(NULL, &elf));
	return taken;
}

static void test_takes(void **state)
{
	(void)state;
	assert_true(takes("qemu-arm", EM_ARM, ELFCLASS32, ELFDATA2LSB));
	assert_true(takes("qemu-arm-static", EM_ARM, ELFCLASS32, ELFDATA2LSB));
	assert_false(takes("qemu-arm-static", EM_ARM, ELFCLASS32, ELFDATA2MSB));
	assert_false(takes("qemu-arm-static", EM_386, ELFCLASS32, ELFDATA2LSB));
	assert_true(takes("qemu-armeb", EM_ARM, ELFCLASS32, ELFDATA2MSB));
	assert_true(takes("qemu-ppc64le-static", EM_PPC64, ELFCLASS64, ELFDATA2LSB));
	assert_false(takes("qemu-ppc64-static", EM_PPC64, ELFCLASS64, ELFDATA2LSB));
	/* Names that say nothing. */
	assert_true(takes("qemu-armour", EM_68K, ELFCLASS32, ELFDATA2MSB));
	assert_true(takes("box64", EM_X86_64, ELFCLASS64, ELFDATA2LSB));
}

static void test_libraries(void **state)
{
	static const char text[] = "\tlinux-vdso.so.1 (0x00007f00)\n"
				   "\tlibz.so.1 => /lib/x/libz.so.1 (0x00007f01)\n"
				   "\tlibc.so.6 => /a b/libc (2).so (0x00007f02)\n"
				   "\t/lib64/ld-linux-x86-64.so.2 (0x00007f03)\n";
	struct emulator_library *libraries;
	size_t count;

	(void)state;
	assert_int_equal(emulator_libraries_parse(NULL, text, &libraries, &count), 0);
	assert_int_equal(count, 2);
	assert_string_equal(libraries[0].name, "libz.so.1");
	assert_string_equal(libraries[0].path, "/lib/x/libz.so.1");
	assert_string_equal(libraries[1].name, "libc.so.6");
	assert_string_equal(libraries[1].path, "/a b/libc (2).so");
	talloc_free(libraries);
	assert_int_equal(emulator_libraries_parse(NULL, "", &libraries, &count), 0);
	assert_int_equal(count, 0);
	talloc_free(libraries);
	assert_int_equal(
		emulator_libraries_parse(NULL, "\tlibx.so => not found\n", &libraries, &count),
		-ELIBACC);
	/* No line may put a file anywhere but in its own place. */
	assert_int_equal(emulator_libraries_parse(NULL, "../x => /lib/x (0x1)", &libraries, &count),
			 -ELIBACC);
}

static int make_directory(void **state)
{
	(void)state;
	return mkdtemp(directory) == NULL ? -1 : 0;
}

static int remove_directory(void **state)
{
	char command[PATH_MAX];

	(void)state;
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", directory);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_along_path),
		cmocka_unit_test(test_takes),
		cmocka_unit_test(test_libraries),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
