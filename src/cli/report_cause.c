/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Reads what tells causes apart: /proc/self/status, Yama's setting, an ELF header. Must not
 * block: a file of the jail is opened only if it is a regular one.
 */
#include "cli/report_cause.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "util/compiler.h"
#include "util/fd.h"

bool report_file_is_directory(int fd)
{
	struct stat st;

	return fd >= 0 && fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
}

bool report_file_is_noexec(int fd)
{
	struct statvfs fs;

	return fd >= 0 && fstatvfs(fd, &fs) == 0 && (fs.f_flag & ST_NOEXEC) != 0;
}

/* KERNEL: 2.6.39 an O_PATH descriptor is re-opened through its own /proc entry. */
static bool read_elf_header(int fd, Elf64_Ehdr *ret_header)
{
	CLEANUP_FD int file = -1;
	struct stat st;
	char link[32];

	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	file = open(link, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	/* A 32-bit header is shorter, but any real program is longer than either. */
	return file >= 0 &&
	       pread(file, ret_header, sizeof(*ret_header), 0) == sizeof(*ret_header) &&
	       memcmp(ret_header->e_ident, ELFMAG, SELFMAG) == 0;
}

const char *report_machine_name(uint16_t machine, unsigned char elf_class)
{
	static const struct {
		uint16_t machine;
		unsigned char class;
		const char *name;
	} machines[] = {
		{ EM_X86_64, ELFCLASS64, "x86_64" },   { EM_X86_64, ELFCLASS32, "x32" },
		{ EM_AARCH64, ELFCLASS64, "aarch64" }, { EM_386, ELFCLASS32, "32-bit x86 (i386)" },
		{ EM_ARM, ELFCLASS32, "32-bit ARM" },  { EM_RISCV, ELFCLASS64, "riscv64" },
		{ EM_PPC64, ELFCLASS64, "ppc64" },     { EM_S390, ELFCLASS64, "s390x" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(machines); i++)
		if (machines[i].machine == machine && machines[i].class == elf_class)
			return machines[i].name;
	return "another kind of machine";
}

const char *report_file_foreign_machine(int fd)
{
	Elf64_Ehdr header;
	const char *name;

	if (!read_elf_header(fd, &header))
		return NULL;
	/* Byte order: all but old big-endian machines are read right, and those are "another". */
	name = report_machine_name(header.e_machine, header.e_ident[EI_CLASS]);
	return strcmp(name, PTJAIL_ARCH) == 0 ? NULL : name;
}

int report_yama_scope(void)
{
	FILE *file = fopen("/proc/sys/kernel/yama/ptrace_scope", "re");
	char digit = '\0';

	if (file == NULL)
		return -1;
	if (fread(&digit, 1, 1, file) != 1)
		digit = '\0';
	(void)fclose(file);
	return digit >= '0' && digit <= '9' ? digit - '0' : -1;
}

/* The value after "NAME:" in /proc/self/status, in the given base; 0 if there is none. */
static unsigned long long read_status(const char *name, int base)
{
	FILE *file = fopen("/proc/self/status", "re");
	unsigned long long value = 0;
	size_t length = strlen(name);
	char line[256];

	if (file == NULL)
		return 0;
	while (fgets(line, sizeof(line), file) != NULL) {
		if (strncmp(line, name, length) == 0 && line[length] == ':') {
			value = strtoull(line + length + 1, NULL, base);
			break;
		}
	}
	(void)fclose(file);
	return value;
}

bool report_is_traced(void)
{
	return read_status("TracerPid", 10) != 0;
}

bool report_has_capabilities(void)
{
	return read_status("CapEff", 16) != 0;
}
