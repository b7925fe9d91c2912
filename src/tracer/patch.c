/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See patch.h. Never writes where the guest itself could not have text of its own. */
#include "tracer/patch.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "arch/site.h"
#include "tracer/memory.h"
#include "util/fd.h"

static uint64_t private_address(const struct tracee *tracee)
{
	return gate_address(tracee->engine->inside) + GATE_SIZE;
}

int patch_read_private(const struct tracee *tracee, struct gate_private *ret_head)
{
	int status = memory_read(tracee, private_address(tracee), ret_head,
				 offsetof(struct gate_private, entries));

	if (status < 0)
		return status == -ESRCH ? status : -ENOENT;
	return ret_head->annex == 0 || ret_head->count > GATE_STUB_COUNT ? -ENOENT : 0;
}

void patch_change_flags(const struct tracee *tracee, uint32_t set, uint32_t clear)
{
	struct gate_private head;
	uint32_t flags;

	if (tracee->engine->inside == NULL || patch_read_private(tracee, &head) < 0)
		return;
	flags = (head.flags | set) & ~clear;
	if (flags != head.flags &&
	    memory_write(tracee, private_address(tracee) + offsetof(struct gate_private, flags),
			 &flags, sizeof(flags)) < 0)
		return;
}

/* KERNEL: 6.11 <linux/fs.h> PROCMAP_QUERY, which older headers lack. */
struct map_query {
	uint64_t size, query_flags, query_addr;
	uint64_t vma_start, vma_end, vma_flags, vma_page_size, vma_offset, inode;
	uint32_t dev_major, dev_minor, vma_name_size, build_id_size;
	uint64_t vma_name_addr, build_id_addr;
};
#define MAP_QUERY      _IOWR('f', 17, struct map_query)
#define MAP_READABLE   0x1U
#define MAP_EXECUTABLE 0x4U

/* One mapping instead of all of them. -ENOTTY: the kernel does not know how. */
static int query_text(int maps, uint64_t start, uint64_t end)
{
	struct map_query query = { .size = sizeof(query), .query_addr = start };

	if (ioctl(maps, MAP_QUERY, &query) < 0)
		return errno == ENOENT ? -ENOTSUP : -ENOTTY;
	return query.vma_flags == (MAP_READABLE | MAP_EXECUTABLE) && query.inode != 0 &&
			       end <= query.vma_end
		       ? 0
		       : -ENOTSUP;
}

static int read_text(FILE *maps, uint64_t start, uint64_t end)
{
	uint64_t from, to;
	char rights[5];
	char line[512];
	ino_t ino;

	while (fgets(line, sizeof(line), maps) != NULL) {
		int fields = sscanf(line, "%" SCNx64 "-%" SCNx64 " %4s %*x %*x:%*x %lu", &from, &to,
				    rights, &ino);

		if (fields == 4 && start >= from && start < to)
			return strcmp(rights, "r-xp") == 0 && end <= to && ino != 0 ? 0 : -ENOTSUP;
	}
	return -ENOTSUP;
}

/* Whether the mapping that holds [start, end) is what may be replaced: 0 or -errno. */
static int check_text(const struct tracee *tracee, uint64_t start, uint64_t end)
{
	char name[32];
	FILE *maps;
	int status;

	(void)snprintf(name, sizeof(name), "/proc/%d/maps", tracee->tid);
	maps = fopen(name, "re");
	if (maps == NULL)
		return -ESRCH;
	status = query_text(fileno(maps), start, end);
	if (status == -ENOTTY)
		status = read_text(maps, start, end);
	(void)fclose(maps);
	return status;
}

/* Nobody else runs in this address space, so nobody can stand inside the bytes. */
static bool is_alone(const struct tracee *tracee)
{
	const struct tracee *other;

	if (tracee->memory_id == 0)
		return false;
	for (other = tracee->engine->tracees; other != NULL; other = other->hh.next) {
		if (other != tracee && (!other->born || other->memory_id == tracee->memory_id))
			return false;
	}
	return true;
}

/* KERNEL: /proc/TID/mem makes a private copy of a page that the tracee may not write itself. */
static int write_text(const struct tracee *tracee, uint64_t address, const void *code, size_t size)
{
	CLEANUP_FD int fd = -1;
	char name[32];

	(void)snprintf(name, sizeof(name), "/proc/%d/mem", tracee->tid);
	fd = open(name, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	return pwrite(fd, code, size, (off_t)address) == (ssize_t)size ? 0 : -ENOTSUP;
}

static int write_entry(const struct tracee *tracee, uint32_t index, const struct gate_entry *entry)
{
	uint64_t private = private_address(tracee);
	uint32_t count = index + 1;
	int status = memory_write(
		tracee, private + offsetof(struct gate_private, entries) + index * sizeof(*entry),
		entry, sizeof(*entry));

	if (status < 0)
		return status;
	return memory_write(tracee, private + offsetof(struct gate_private, count), &count,
			    sizeof(count));
}

static int replace(struct tracee *tracee, const struct gate_private *head, const struct site *site,
		   uint64_t ip, long sysno, uint64_t *ret_stub)
{
	uint64_t stub = head->annex + gate_inside(tracee->engine->inside)->stubs +
			head->count * GATE_STUB_SIZE;
	const struct gate_entry entry = {
		.back = ip,
		.compare = site->compare,
		.number = (uint32_t)sysno | (site->sets_cwd ? GATE_ENTRY_CWD : 0),
	};
	uint64_t back = stub + ARCH_STUB_BACK;
	uint8_t code[ARCH_SITE_SIZE];
	uint8_t jump[ARCH_STUB_JUMP_SIZE + 1];
	int status;

	if (head->count >= GATE_STUB_COUNT || !site_write_jump(site, stub, code) ||
	    !site_write_back(back, ip, jump))
		return -ENOTSUP;
	status = write_entry(tracee, head->count, &entry);
	if (status == 0 && ARCH_STUB_JUMP_SIZE != 0)
		status = write_text(tracee, back, jump, ARCH_STUB_JUMP_SIZE);
	if (status == 0)
		status = write_text(tracee, site->start, code, sizeof(code));
	if (status == 0)
		*ret_stub = stub;
	return status;
}

int patch_site(struct tracee *tracee, uint64_t ip, long sysno, uint64_t *ret_stub)
{
	uint8_t code[ARCH_SITE_BEFORE + ARCH_SITE_AFTER];
	struct gate_private head;
	struct site site;
	int status = patch_read_private(tracee, &head);

	if (status < 0)
		return status;
	if (!is_alone(tracee))
		return -EBUSY;
	status = memory_read(tracee, ip - ARCH_SITE_BEFORE, code, sizeof(code));
	if (status < 0)
		return status;
	if (!site_recognise(code, ip, sysno, &site))
		return -ENOTSUP;
	status = check_text(tracee, site.start, ip);
	return status < 0 ? status : replace(tracee, &head, &site, ip, sysno, ret_stub);
}
