/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See emulator.h. Knows qemu's names for architectures and its option -0, nothing else of
 * it. Never opens anything while the jail runs.
 */
#include "syscall/emulator.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "util/fd.h"

#ifndef EM_LOONGARCH
#define EM_LOONGARCH 258
#endif

/* qemu-NAME[-static] runs these. */
static const struct {
	const char *name;
	uint16_t machine;
	unsigned char elf_class, byte_order;
} known[] = {
	{ "aarch64", EM_AARCH64, ELFCLASS64, ELFDATA2LSB },
	{ "aarch64_be", EM_AARCH64, ELFCLASS64, ELFDATA2MSB },
	{ "arm", EM_ARM, ELFCLASS32, ELFDATA2LSB },
	{ "armeb", EM_ARM, ELFCLASS32, ELFDATA2MSB },
	{ "i386", EM_386, ELFCLASS32, ELFDATA2LSB },
	{ "x86_64", EM_X86_64, ELFCLASS64, ELFDATA2LSB },
	{ "riscv32", EM_RISCV, ELFCLASS32, ELFDATA2LSB },
	{ "riscv64", EM_RISCV, ELFCLASS64, ELFDATA2LSB },
	{ "ppc", EM_PPC, ELFCLASS32, ELFDATA2MSB },
	{ "ppc64", EM_PPC64, ELFCLASS64, ELFDATA2MSB },
	{ "ppc64le", EM_PPC64, ELFCLASS64, ELFDATA2LSB },
	{ "s390x", EM_S390, ELFCLASS64, ELFDATA2MSB },
	{ "mips", EM_MIPS, ELFCLASS32, ELFDATA2MSB },
	{ "mipsel", EM_MIPS, ELFCLASS32, ELFDATA2LSB },
	{ "mips64", EM_MIPS, ELFCLASS64, ELFDATA2MSB },
	{ "mips64el", EM_MIPS, ELFCLASS64, ELFDATA2LSB },
	{ "loongarch64", EM_LOONGARCH, ELFCLASS64, ELFDATA2LSB },
};

static int emulator_free(struct emulator *emulator)
{
	fd_close(&emulator->fd);
	return 0;
}

static int split(struct emulator *emulator, const char *command)
{
	for (const char *word = command; *word != '\0';) {
		size_t length = strcspn(word, " \t");

		if (length > 0) {
			if (emulator->word_count == EMULATOR_WORDS_MAX)
				return -E2BIG;
			emulator->words[emulator->word_count] = talloc_strndup(emulator, word,
									       length);
			if (emulator->words[emulator->word_count++] == NULL)
				return -ENOMEM;
		}
		word += length;
		word += strspn(word, " \t");
	}
	return emulator->word_count == 0 ? -EINVAL : 0;
}

/* The first that may be executed; -EACCES where some are there and none may be. */
static int open_along_path(const char *name, int *ret_fd)
{
	const char *path = getenv("PATH");
	int status = -ENOENT;

	for (const char *at = path; at != NULL; at = *at == ':' ? at + 1 : NULL) {
		size_t length = strcspn(at, ":");
		char *full = talloc_asprintf(NULL, "%.*s%s%s", (int)length, at,
					     length == 0 ? "" : "/", name);

		if (full == NULL)
			return -ENOMEM;
		if (access(full, X_OK) == 0)
			*ret_fd = open(full, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		else if (access(full, F_OK) == 0)
			status = -EACCES;
		talloc_free(full);
		if (*ret_fd >= 0)
			return 0;
		at += length;
	}
	return status;
}

static int open_named(const char *name, int *ret_fd)
{
	if (strchr(name, '/') == NULL)
		return open_along_path(name, ret_fd);
	if (access(name, X_OK) < 0)
		return -errno;
	*ret_fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	return *ret_fd < 0 ? -errno : 0;
}

static int examine(struct emulator *emulator)
{
	struct elf_info elf;
	int status;

	if (fstat(emulator->fd, &emulator->status) < 0)
		return -errno;
	if (S_ISDIR(emulator->status.st_mode))
		return -EISDIR;
	if (!S_ISREG(emulator->status.st_mode))
		return -EACCES;
	status = elf_read(emulator->fd, &elf);
	if (status < 0)
		return elf.is_foreign ? -ELIBBAD : status;
	return elf.has_interpreter ? -ELIBACC : 0;
}

/* "qemu-aarch64", "/opt/qemu-aarch64-static": aarch64. Other names say nothing. */
static void recognise(struct emulator *emulator)
{
	const char *slash = strrchr(emulator->words[0], '/');
	const char *name = slash == NULL ? emulator->words[0] : slash + 1;

	if (strncmp(name, "qemu-", 5) != 0)
		return;
	name += 5;
	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		size_t length = strlen(known[i].name);

		if (strncmp(name, known[i].name, length) != 0 ||
		    (name[length] != '\0' && strcmp(name + length, "-static") != 0))
			continue;
		emulator->machine = known[i].machine;
		emulator->elf_class = known[i].elf_class;
		emulator->byte_order = known[i].byte_order;
	}
}

int emulator_open(TALLOC_CTX *ctx, const char *command, struct emulator **ret_emulator)
{
	struct emulator *emulator = talloc_zero(ctx, struct emulator);
	int status;

	if (emulator == NULL)
		return -ENOMEM;
	emulator->fd = emulator->guest_fd = -1;
	talloc_set_destructor(emulator, emulator_free);
	status = split(emulator, command);
	if (status == 0)
		status = open_named(emulator->words[0], &emulator->fd);
	if (status == 0)
		status = examine(emulator);
	if (status < 0) {
		talloc_free(emulator);
		return status;
	}
	recognise(emulator);
	*ret_emulator = emulator;
	return 0;
}

bool emulator_takes(const struct emulator *emulator, const struct elf_info *elf)
{
	if (emulator == NULL || !elf->is_foreign || (elf->type != ET_EXEC && elf->type != ET_DYN))
		return false;
	return emulator->machine == 0 ||
	       (emulator->machine == elf->machine && emulator->elf_class == elf->elf_class &&
		emulator->byte_order == elf->byte_order);
}

int emulator_plan(const struct emulator *emulator, struct gate_slot *slot, const char *path)
{
	const char *words[EMULATOR_WORDS_MAX + 1];
	unsigned int count = emulator->word_count;

	memcpy(words, emulator->words, count * sizeof(words[0]));
	words[count++] = "-0";
	exec_plan_set_fd(slot, EXEC_PLAN_PROGRAM, emulator->status.st_dev, emulator->status.st_ino,
			 emulator->guest_fd);
	return exec_plan_add_emulator(slot, words, count, path);
}
