/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Tracee memory, see memory.h. Owns nothing but the choice of transport; never maps a
 * failed read to success.
 */
#include "tracer/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "util/fd.h"

/* The smallest page of any Linux: a larger one is merely read in several pieces. */
#define PAGE_STEP 4096UL

static bool process_vm_forgone;

void memory_forgo_process_vm(void)
{
	process_vm_forgone = true;
}

/*
 * How many of `size` bytes from `address` the tracee itself may read (write). KERNEL:
 * /proc/TID/mem goes through page protections (FOLL_FORCE); the guest's own call would
 * have met them.
 */
static size_t permitted(const struct tracee *tracee, uint64_t address, size_t size, bool write)
{
	uint64_t next = address;
	unsigned long long start;
	unsigned long long end;
	char name[32];
	char line[512];
	char rights[5];
	FILE *maps;

	(void)snprintf(name, sizeof(name), "/proc/%d/maps", tracee->tid);
	maps = fopen(name, "re");
	if (maps == NULL)
		return 0;
	while (next - address < size && fgets(line, sizeof(line), maps) != NULL) {
		bool whole = strchr(line, '\n') != NULL;

		if (sscanf(line, "%llx-%llx %4s", &start, &end, rights) == 3 && end > next) {
			if (start > next || strchr(rights, write ? 'w' : 'r') == NULL)
				break;
			next = end;
		}
		while (!whole && fgets(line, sizeof(line), maps) != NULL)
			whole = strchr(line, '\n') != NULL;
	}
	(void)fclose(maps);
	return next - address < size ? next - address : size;
}

/* One transfer through /proc/TID/mem: bytes moved, or -errno. */
static ssize_t transfer_by_file(const struct tracee *tracee, uint64_t address, void *buffer,
				size_t size, bool write)
{
	char name[32];
	CLEANUP_FD int fd = -1;
	ssize_t moved;

	size = permitted(tracee, address, size, write);
	if (size == 0)
		return -EFAULT;
	(void)snprintf(name, sizeof(name), "/proc/%d/mem", tracee->tid);
	fd = open(name, (write ? O_WRONLY : O_RDONLY) | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? -ESRCH : -errno;
	moved = write ? pwrite(fd, buffer, size, (off_t)address)
		      : pread(fd, buffer, size, (off_t)address);
	if (moved == 0 && size > 0)
		return -ESRCH; /* KERNEL: proc_pid_mem: the address space is gone */
	return moved < 0 ? -errno : moved;
}

/* What process_vm_readv and process_vm_writev refuse is not tried by file again: it is a fault. */
static ssize_t transfer(const struct tracee *tracee, uint64_t address, void *buffer, size_t size,
			bool write)
{
	struct iovec local = { buffer, size };
	struct iovec remote;
	ssize_t moved;

	if (!regs_take_address(tracee->tid, &address))
		return -EFAULT;
	if (process_vm_forgone)
		return transfer_by_file(tracee, address, buffer, size, write);
	remote = (struct iovec){ (void *)(uintptr_t)address, size };
	moved = write ? process_vm_writev(tracee->tid, &local, 1, &remote, 1, 0)
		      : process_vm_readv(tracee->tid, &local, 1, &remote, 1, 0);
	if (moved >= 0)
		return moved;
	if (errno == ENOSYS || errno == EPERM) {
		process_vm_forgone |= errno == ENOSYS;
		return transfer_by_file(tracee, address, buffer, size, write);
	}
	return -errno;
}

static int fault_of(ssize_t error)
{
	return error == -ESRCH ? -ESRCH : -EFAULT;
}

int memory_read(const struct tracee *tracee, uint64_t address, void *buffer, size_t size)
{
	size_t got = 0;
	int status;

	if (size == 0)
		return 0;
	status = memory_read_some(tracee, address, buffer, size, &got);
	if (status < 0)
		return status;
	return got == size ? 0 : -EFAULT;
}

int memory_write(const struct tracee *tracee, uint64_t address, const void *data, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t moved = transfer(tracee, address + done, (char *)(uintptr_t)data + done,
					 size - done, true);

		if (moved <= 0)
			return fault_of(moved);
		done += (size_t)moved;
	}
	return 0;
}

int memory_read_some(const struct tracee *tracee, uint64_t address, void *buffer, size_t size,
		     size_t *ret_read)
{
	size_t done = 0;

	while (done < size) {
		size_t step = PAGE_STEP - ((address + done) & (PAGE_STEP - 1));
		ssize_t moved = transfer(tracee, address + done, (char *)buffer + done, size - done,
					 false);

		/* A short answer may hide readable bytes before a bad page: go by pages. */
		if (moved < 0 && moved != -ESRCH && step < size - done)
			moved = transfer(tracee, address + done, (char *)buffer + done, step,
					 false);
		if (moved == -ESRCH)
			return -ESRCH;
		if (moved <= 0)
			break;
		done += (size_t)moved;
	}
	*ret_read = done;
	return done == 0 && size > 0 ? -EFAULT : 0;
}

int memory_read_string(const struct tracee *tracee, uint64_t address, char *buffer, size_t size,
		       size_t *ret_length)
{
	size_t done = 0;

	while (done < size) {
		size_t step = PAGE_STEP - ((address + done) & (PAGE_STEP - 1));
		ssize_t moved;
		char *end;

		if (step > size - done)
			step = size - done;
		/* Most paths are short: do not copy a whole page for them. */
		if (done == 0 && step > 256)
			step = 256;
		moved = transfer(tracee, address + done, buffer + done, step, false);
		if (moved <= 0)
			return fault_of(moved);
		end = memchr(buffer + done, '\0', (size_t)moved);
		if (end != NULL) {
			*ret_length = (size_t)(end - buffer);
			return 0;
		}
		done += (size_t)moved;
	}
	return -ENAMETOOLONG;
}
