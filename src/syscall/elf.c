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

/* The file's beginning, read at once: nearly always the whole table is in it. */
struct head {
	int fd;
	size_t size;
	char bytes[1024];
	Elf64_Ehdr elf; /* zero-filled where the file is shorter */
};

/* 0 or the kernel's answer: -EIO for a short read. */
static int read_exactly(const struct head *head, void *to, size_t size, uint64_t offset)
{
	ssize_t got;

	if (offset > INT64_MAX)
		return -EINVAL;
	if (offset < head->size && size <= head->size - offset) {
		memcpy(to, head->bytes + offset, size);
		return 0;
	}
	got = pread(head->fd, to, size, (off_t)offset);
	if (got < 0)
		return -errno;
	return (size_t)got == size ? 0 : -EIO;
}

static bool is_native(const Elf64_Ehdr *header)
{
	return header->e_ident[EI_CLASS] == ELFCLASS64 && header->e_ident[EI_DATA] == ELFDATA2LSB &&
	       header->e_machine == ARCH_ELF_MACHINE;
}

/* These two fields lie at the same place in files of both classes. */
static uint16_t of_file(const Elf64_Ehdr *header, uint16_t value)
{
	return header->e_ident[EI_DATA] == ELFDATA2MSB ? __builtin_bswap16(value) : value;
}

static bool has_sound_table(const Elf64_Ehdr *header)
{
	return header->e_phentsize == sizeof(Elf64_Phdr) && header->e_phnum > 0 &&
	       header->e_phnum <= PHDRS_SIZE_MAX / sizeof(Elf64_Phdr);
}

static int read_header(int fd, struct head *ret_head, struct elf_info *ret_info)
{
	const Elf64_Ehdr *elf = &ret_head->elf;
	ssize_t got = pread(fd, ret_head->bytes, sizeof(ret_head->bytes), 0);

	if (got < 0)
		return -errno;
	ret_head->fd = fd;
	ret_head->size = (size_t)got;
	memset(&ret_head->elf, 0, sizeof(ret_head->elf));
	memcpy(&ret_head->elf, ret_head->bytes,
	       ret_head->size < sizeof(*elf) ? ret_head->size : sizeof(*elf));
	ret_info->is_elf = memcmp(elf->e_ident, ELFMAG, SELFMAG) == 0;
	if (!ret_info->is_elf)
		return -ENOEXEC;
	ret_info->elf_class = elf->e_ident[EI_CLASS];
	ret_info->byte_order = elf->e_ident[EI_DATA];
	ret_info->machine = of_file(elf, elf->e_machine);
	ret_info->type = of_file(elf, elf->e_type);
	ret_info->is_foreign = !is_native(elf);
	if (ret_info->is_foreign || !has_sound_table(elf) ||
	    (elf->e_type != ET_EXEC && elf->e_type != ET_DYN))
		return -ENOEXEC;
	return 0;
}

/* KERNEL: the first PT_INTERP counts; 2 to PATH_MAX bytes with a NUL at their end. */
static int read_interpreter(const struct head *head, const Elf64_Phdr *ph,
			    struct elf_info *ret_info)
{
	int status;

	if (ph->p_filesz < 2 || ph->p_filesz > sizeof(ret_info->interpreter))
		return -ENOEXEC;
	status = read_exactly(head, ret_info->interpreter, ph->p_filesz, ph->p_offset);
	if (status < 0)
		return status;
	if (ret_info->interpreter[ph->p_filesz - 1] != '\0')
		return -ENOEXEC;
	ret_info->has_interpreter = true;
	return 0;
}

static int read_phdr(const struct head *head, unsigned int index, Elf64_Phdr *ret_ph)
{
	return read_exactly(head, ret_ph, sizeof(*ret_ph),
			    head->elf.e_phoff + index * sizeof(*ret_ph));
}

int elf_read(int fd, struct elf_info *ret_info)
{
	struct head head;
	int status;

	ret_info->is_elf = ret_info->is_foreign = ret_info->has_interpreter = false;
	ret_info->machine = ret_info->type = 0;
	ret_info->elf_class = ret_info->byte_order = 0;
	ret_info->interpreter[0] = '\0';
	status = read_header(fd, &head, ret_info);
	if (status < 0)
		return status;
	for (unsigned int i = 0; i < head.elf.e_phnum; i++) {
		Elf64_Phdr ph;

		/* KERNEL: whatever is wrong with the table is ENOEXEC. */
		if (read_phdr(&head, i, &ph) < 0)
			return -ENOEXEC;
		if (ph.p_type == PT_INTERP)
			return read_interpreter(&head, &ph, ret_info);
	}
	return 0;
}

int elf_check_interpreter(int fd)
{
	struct elf_info info;
	struct head head;
	Elf64_Phdr last;
	int status = read_header(fd, &head, &info);

	/* KERNEL: a file too short for a header is -EIO before it is a bad library. */
	if (status == 0 || status == -ENOEXEC)
		status = head.size < sizeof(head.elf) ? -EIO : status;
	if (status == -ENOEXEC)
		return -ELIBBAD;
	if (status < 0)
		return status;
	return read_phdr(&head, head.elf.e_phnum - 1U, &last) < 0 ? -ELIBBAD : 0;
}
