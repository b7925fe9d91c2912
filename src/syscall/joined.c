/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See joined.h. The kernel refuses to execute what is open for writing: the writer is closed when
 * the file is sealed, and a file that cannot be sealed is never executed.
 */
#include "syscall/joined.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "syscall/inside.h"
#include "syscall/joined_image.h"
#include "util/fd.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif

#define INTERPRETER_MAX (4 << 20)
#define SEALS           (F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)

struct joined_file {
	int fd;     /* O_RDONLY, owned */
	int writer; /* owned; -1: it is made, or was tried in vain */
	bool is_made;
	struct stat of; /* the interpreter */
	struct joined_image image; /* without its bytes */
	char *name, *guest; /* joined_note() */
};

struct joined {
	struct joined_file files[JOINED_MAX];
};

static int joined_free(struct joined *joined)
{
	for (size_t i = 0; i < JOINED_MAX; i++) {
		fd_close(&joined->files[i].fd);
		fd_close(&joined->files[i].writer);
	}
	return 0;
}

static int make_file(struct joined_file *file)
{
	char name[48];

	/* KERNEL: 6.3 MFD_EXEC says what vm.memfd_noexec would else decide. */
	file->writer = memfd_create("ptjail-joined", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
	if (file->writer < 0)
		file->writer = memfd_create("ptjail-joined", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (file->writer < 0 || fchmod(file->writer, 0555) < 0)
		return -errno;
	(void)snprintf(name, sizeof(name), "/proc/self/fd/%d", file->writer);
	file->fd = open(name, O_RDONLY | O_CLOEXEC);
	return file->fd < 0 ? -errno : 0;
}

int joined_new(struct jail *jail)
{
	int status = 0;

	jail->joined = talloc_zero(jail, struct joined);
	if (jail->joined == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < JOINED_MAX; i++)
		jail->joined->files[i].fd = jail->joined->files[i].writer = -1;
	talloc_set_destructor(jail->joined, joined_free);
	for (size_t i = 0; status == 0 && jail->features.memfd && i < JOINED_MAX; i++)
		status = make_file(&jail->joined->files[i]);
	return status;
}

int joined_fd(const struct jail *jail, unsigned int index)
{
	return jail->joined->files[index].fd;
}

static bool is_of(const struct joined_file *file, const struct stat *info)
{
	const struct stat *of = &file->of;

	return of->st_ino == info->st_ino && of->st_dev == info->st_dev &&
	       of->st_size == info->st_size && of->st_ctim.tv_sec == info->st_ctim.tv_sec &&
	       of->st_ctim.tv_nsec == info->st_ctim.tv_nsec &&
	       of->st_mtim.tv_sec == info->st_mtim.tv_sec &&
	       of->st_mtim.tv_nsec == info->st_mtim.tv_nsec;
}

#define PIECE 4096U

static bool is_zero(const unsigned char *bytes, size_t size)
{
	return size == 0 || (bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0);
}

/* Zeroes stay holes: the kernel maps what there is around a page at each fault, and undoes it. */
static bool write_image(int fd, const struct joined_image *image)
{
	for (size_t at = 0; at < image->size; at += PIECE) {
		size_t size = image->size - at < PIECE ? image->size - at : PIECE;

		if (!is_zero(image->bytes + at, size) &&
		    pwrite(fd, image->bytes + at, size, (off_t)at) != (ssize_t)size)
			return false;
	}
	return ftruncate(fd, (off_t)image->size) == 0;
}

static bool read_and_build(const struct jail *jail, struct joined_file *file, int fd)
{
	long numbers[CALL_COUNT];
	struct joined_sites sites = { .numbers = numbers,
				      .stubs = gate_inside(jail->gate)->stubs,
				      .code = gate_annex_code(jail->gate) };
	size_t size = (size_t)file->of.st_size;
	unsigned char *bytes = talloc_size(jail->joined, size);
	bool done;

	sites.count = inside_served_numbers(jail, numbers);
	done = bytes != NULL && pread(fd, bytes, size, 0) == (ssize_t)size &&
	       joined_image_build(bytes, bytes, size, &sites, &file->image) == 0 &&
	       write_image(file->writer, &file->image);
	talloc_free(bytes);
	file->image.bytes = NULL;
	return done;
}

/* Tried once for each: a failure is remembered too, by what was tried. */
static struct joined_file *make(const struct jail *jail, const struct exec_file *interpreter)
{
	for (size_t i = 0; i < JOINED_MAX; i++) {
		struct joined_file *file = &jail->joined->files[i];

		if (file->writer < 0 || interpreter->status.st_size > INTERPRETER_MAX)
			continue;
		file->of = interpreter->status;
		file->is_made = read_and_build(jail, file, interpreter->fd) &&
				fcntl(file->writer, F_ADD_SEALS, SEALS) == 0;
		fd_close(&file->writer);
		return file;
	}
	return NULL;
}

static struct joined_file *find(const struct jail *jail, const struct stat *info)
{
	for (size_t i = 0; i < JOINED_MAX; i++)
		if (is_of(&jail->joined->files[i], info))
			return &jail->joined->files[i];
	return NULL;
}

int joined_plan(struct jail *jail, const struct exec_file *interpreter, struct gate_slot *slot)
{
	struct joined_file *file;

	if (interpreter->known == NULL || !exec_plan_is_inside(slot))
		return -1;
	file = find(jail, &interpreter->status);
	if (file == NULL)
		file = make(jail, interpreter);
	if (file == NULL || !file->is_made ||
	    !exec_plan_set_joined(slot, file->image.base, file->image.entry, file->image.patches,
				  file->image.patch_count))
		return -1;
	return (int)(file - jail->joined->files);
}

const struct stat *joined_hint(const struct jail *jail, const char *name, const char **ret_guest)
{
	for (size_t i = 0; i < JOINED_MAX; i++) {
		const struct joined_file *file = &jail->joined->files[i];

		if (file->name == NULL || strcmp(file->name, name) != 0)
			continue;
		*ret_guest = file->guest;
		return &file->of;
	}
	return NULL;
}

void joined_note(struct jail *jail, int index, const char *name, const char *guest)
{
	struct joined_file *file = &jail->joined->files[index];

	if (file->name != NULL && strcmp(file->name, name) == 0)
		return;
	talloc_free(file->name);
	talloc_free(file->guest);
	file->name = talloc_strdup(jail->joined, name);
	file->guest = talloc_strdup(jail->joined, guest);
	if (file->guest == NULL)
		TALLOC_FREE(file->name);
}

bool joined_origin(const struct jail *jail, unsigned int index, struct joined_origin *ret_origin)
{
	const struct joined_file *file = &jail->joined->files[index];
	struct stat info;

	if (!file->is_made || fstat(file->fd, &info) < 0)
		return false;
	*ret_origin = (struct joined_origin){
		.dev = info.st_dev,
		.ino = info.st_ino,
		.offset = file->image.base,
		.own_dev = file->of.st_dev,
		.own_ino = file->of.st_ino,
	};
	return true;
}
