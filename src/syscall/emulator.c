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

#include "syscall/emulator_libraries.h"
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
static int find_along_path(TALLOC_CTX *ctx, const char *name, char **ret_path)
{
	const char *path = getenv("PATH");
	int status = -ENOENT;

	for (const char *at = path; at != NULL; at = *at == ':' ? at + 1 : NULL) {
		size_t length = strcspn(at, ":");
		char *full = talloc_asprintf(ctx, "%.*s%s%s", (int)length, at,
					     length == 0 ? "" : "/", name);

		if (full == NULL)
			return -ENOMEM;
		if (access(full, X_OK) == 0) {
			*ret_path = full;
			return 0;
		}
		if (access(full, F_OK) == 0)
			status = -EACCES;
		talloc_free(full);
		at += length;
	}
	return status;
}

/* Debian's qemu-user-static has "qemu-arm-static" only, and its callers say "qemu-arm". */
static int find_by_name(TALLOC_CTX *ctx, const char *name, char **ret_path)
{
	int status = find_along_path(ctx, name, ret_path);
	char *longer;

	if (status != -ENOENT)
		return status;
	longer = talloc_asprintf(ctx, "%s-static", name);
	return longer == NULL ? -ENOMEM : find_along_path(ctx, longer, ret_path);
}

static int find_named(TALLOC_CTX *ctx, const char *name, char **ret_path)
{
	if (strchr(name, '/') == NULL)
		return find_by_name(ctx, name, ret_path);
	if (access(name, X_OK) < 0)
		return -errno;
	*ret_path = talloc_strdup(ctx, name);
	return *ret_path == NULL ? -ENOMEM : 0;
}

/* Opens what the tracees are to hold, in place of what they held. */
static int hold_file(struct emulator *emulator, const char *path)
{
	fd_close(&emulator->fd);
	emulator->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (emulator->fd < 0 || fstat(emulator->fd, &emulator->status) < 0)
		return -errno;
	if (S_ISDIR(emulator->status.st_mode))
		return -EISDIR;
	return S_ISREG(emulator->status.st_mode) ? 0 : -EACCES;
}

static bool add_bind(struct emulator *emulator, const char *host, const char *name)
{
	struct mount_request *bind = &emulator->binds[emulator->bind_count++];

	/* Who shows the host's directory of programs as well lets it be written there. */
	*bind = (struct mount_request){ .host = host, .read_only = true, .may_overlap = true };
	bind->guest = talloc_asprintf(emulator, EMULATOR_PLACE "/%s", name);
	return bind->guest != NULL;
}

/* `program` and its libraries get names in the jail, for the linker to open. */
static int bind_files(struct emulator *emulator, const char *linker, const char *program)
{
	struct emulator_library *libraries;
	size_t count;
	int status = emulator_libraries_find(emulator, linker, program, &libraries, &count);
	bool done;

	if (status < 0)
		return status;
	emulator->binds = talloc_zero_array(emulator, struct mount_request,
					    (unsigned int)count + 1);
	done = emulator->binds != NULL && add_bind(emulator, program, "program");
	for (size_t i = 0; done && i < count; i++)
		done = add_bind(emulator, libraries[i].path, libraries[i].name);
	return done ? 0 : -ENOMEM;
}

static int use_linker(struct emulator *emulator, const char *path, const char *interpreter)
{
	const char *linker = talloc_strdup(emulator, interpreter);
	const char *before[EMULATOR_LINKER_WORDS] = { linker, "--library-path", EMULATOR_PLACE,
						      EMULATOR_PLACE "/program" };
	char *real = realpath(path, NULL);
	const char *program = talloc_strdup(emulator, real);
	int status;

	free(real);
	if (linker == NULL || program == NULL)
		return -ENOMEM;
	status = bind_files(emulator, linker, program);
	if (status == 0)
		status = hold_file(emulator, linker);
	if (status == 0)
		status = elf_check_interpreter(emulator->fd);
	if (status < 0)
		return -ELIBACC;
	memmove(emulator->words + EMULATOR_LINKER_WORDS - 1, emulator->words,
		emulator->word_count * sizeof(emulator->words[0]));
	memcpy(emulator->words, before, sizeof(before));
	emulator->word_count += EMULATOR_LINKER_WORDS - 1;
	return 0;
}

static int prepare(struct emulator *emulator, const char *path)
{
	struct elf_info elf;
	int status = hold_file(emulator, path);

	if (status < 0)
		return status;
	status = elf_read(emulator->fd, &elf);
	if (status < 0)
		return elf.is_foreign ? -ELIBBAD : status;
	return elf.has_interpreter ? use_linker(emulator, path, elf.interpreter) : 0;
}

/* "qemu-aarch64", "/opt/qemu-aarch64-static": aarch64. Other names say nothing. */
static void recognise(struct emulator *emulator, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;

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
	char *path = NULL;
	int status;

	if (emulator == NULL)
		return -ENOMEM;
	emulator->fd = emulator->guest_fd = -1;
	talloc_set_destructor(emulator, emulator_free);
	status = split(emulator, command);
	if (status == 0)
		status = find_named(emulator, emulator->words[0], &path);
	if (status == 0)
		status = prepare(emulator, path);
	if (status < 0) {
		talloc_free(emulator);
		return status;
	}
	recognise(emulator, path);
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
	const char *words[EMULATOR_LINKER_WORDS + EMULATOR_WORDS_MAX + 1];
	unsigned int count = emulator->word_count;

	memcpy(words, emulator->words, count * sizeof(words[0]));
	words[count++] = "-0";
	exec_plan_set_fd(slot, EXEC_PLAN_PROGRAM, emulator->status.st_dev, emulator->status.st_ino,
			 emulator->guest_fd);
	return exec_plan_add_emulator(slot, words, count, path);
}
