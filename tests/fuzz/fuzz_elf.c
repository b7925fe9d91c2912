/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Any bytes as a program: what the tracer learns of it fits where it is put. */
#include <errno.h>
#include <sys/mman.h>

#include "fuzz.h"
#include "syscall/elf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct elf_info *info = malloc(sizeof(*info));
	static int fd = -1;
	int status;

	if (fd < 0)
		fd = memfd_create("program", MFD_CLOEXEC);
	INSIST(info != NULL && fd >= 0);
	INSIST(ftruncate(fd, 0) == 0 && pwrite(fd, data, size, 0) == (ssize_t)size);
	memset(info, 0xff, sizeof(*info));
	status = elf_read(fd, info);
	INSIST(status == 0 || status == -ENOEXEC || status == -EIO || status == -EINVAL);
	INSIST(status != 0 || (info->is_elf && !info->is_foreign));
	INSIST(memchr(info->interpreter, '\0', sizeof(info->interpreter)) != NULL ||
	       !info->has_interpreter);
	status = elf_check_interpreter(fd);
	INSIST(status == 0 || status == -ELIBBAD || status == -EIO);
	free(info);
	return 0;
}
