/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * ELF headers as the kernel's load_elf_binary() judges them (elf.h).
 *
 * TRUST: guest-controlled: every byte of the file; it may change while it is read, which
 * can hurt only the process that becomes it.
 */
#include "syscall/elf.h"

#include <elf.h>
#include <errno.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "arch/regs.h"

/* KERNEL: load_elf_phdrs() takes no more than 64 KiB of program headers. */
#define PHDRS_SIZE_MAX 65536U

/* 0 or the kernel's answer: -EIO for a short read. */
static int read_exactly(int fd, void *to, size_t size, uint64_t offset)
{
	ssize_t got;

	if (offset > INT64_MAX)
		return -EINVAL;
	got = pread(fd, to, size, (off_t)offset);
	if (got < 0)
		return -errno;
	return (size_t)got == size ? 0 : -EIO;
}

static bool is_native(const Elf64_Ehdr *header)
{
	return header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_ident[EI_DATA] == ELFDATA2LSB &&
	       header->e_machine == ARCH_ELF_MACHINE;
}

static bool has_sound_table(const Elf64_Ehdr *header)
{
	return header->e_phentsize == sizeof(Elf64_Phdr) && header->e_phnum > 0 &&
	       header->e_phnum <= PHDRS_SIZE_MAX / sizeof(Elf64_Phdr);
}

static int read_header(int fd, Elf64_Ehdr *ret_header, struct elf_info *ret_info)
{
	ssize_t got;

	memset(ret_header, 0, sizeof(*ret_header));
	got = pread(fd, ret_header, sizeof(*ret_header), 0);
	if (got < 0)
		return -errno;
	ret_info->is_elf = memcmp(ret_header->e_ident, ELFMAG, SELFMAG) == 0;
	if (!ret_info->is_elf)
		return -ENOEXEC;
	ret_info->machine = ret_header->e_machine;
	ret_info->type = ret_header->e_type;
	ret_info->is_foreign = !is_native(ret_header);
	if (ret_info->is_foreign || !has_sound_table(ret_header) ||
	    (ret_header->e_type != ET_EXEC && ret_header->e_type != ET_DYN))
		return -ENOEXEC;
	return 0;
}

/* KERNEL: the first PT_INTERP counts; 2 to PATH_MAX bytes with a NUL at their end. */
static int read_interpreter(int fd, const Elf64_Phdr *ph, struct elf_info *ret_info)
{
	int status;

	if (ph->p_filesz < 2 || ph->p_filesz > sizeof(ret_info->interpreter))
		return -ENOEXEC;
	status = read_exactly(fd, ret_info->interpreter, ph->p_filesz, ph->p_offset);
	if (status < 0)
		return status;
	if (ret_info->interpreter[ph->p_filesz - 1] != '\0')
		return -ENOEXEC;
	ret_info->has_interpreter = true;
	return 0;
}

int elf_read(int fd, struct elf_info *ret_info)
{
	Elf64_Ehdr header;
	int status;

	ret_info->is_elf = ret_info->is_foreign = ret_info->has_interpreter = false;
	ret_info->machine = ret_info->type = 0;
	ret_info->interpreter[0] = '\0';
	status = read_header(fd, &header, ret_info);
	if (status < 0)
		return status;
	for (unsigned int i = 0; i < header.e_phnum; i++) {
		Elf64_Phdr ph;

		/* KERNEL: whatever is wrong with the table is ENOEXEC. */
		if (read_exactly(fd, &ph, sizeof(ph), header.e_phoff + i * sizeof(ph)) < 0)
			return -ENOEXEC;
		if (ph.p_type == PT_INTERP)
			return read_interpreter(fd, &ph, ret_info);
	}
	return 0;
}

int elf_check_interpreter(int fd)
{
	struct elf_info info;
	Elf64_Ehdr header;
	Elf64_Phdr last;
	int status;

	/* KERNEL: a file too short for a header is -EIO before it is a bad library. */
	status = read_exactly(fd, &header, sizeof(header), 0);
	if (status < 0)
		return status;
	status = read_header(fd, &header, &info);
	if (status == -ENOEXEC)
		return -ELIBBAD;
	if (status < 0)
		return status;
	if (read_exactly(fd, &last, sizeof(last),
			 header.e_phoff + (header.e_phnum - 1U) * sizeof(last)) < 0)
		return -ELIBBAD;
	return 0;
}
