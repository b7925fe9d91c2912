/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The gate's memory (gate_map.h). Two walls keep tracees from writing it: they map it
 * from a description opened O_RDONLY, so the kernel never grants VM_MAYWRITE; and the
 * memfd is sealed against any further writable mapping (KERNEL: 5.1 F_SEAL_FUTURE_WRITE).
 */
#include "tracer/gate_map.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arch/regs.h"
#include "gate/blob.h"
#include "gate/gate.h"
#include "tracer/gate_hows.h"
#include "util/fd.h"

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif
#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

struct gate {
	int fd;           /* O_RDONLY: what the tracees map */
	char *memory;     /* our writable mapping of all of it */
	uint64_t address; /* in every tracee */
	bool is_sealed;
	unsigned int next;
	bool busy[GATE_SLOT_COUNT];
	struct slot slots[GATE_SLOT_COUNT];
};

static int gate_free(struct gate *gate)
{
	if (gate->memory != NULL)
		(void)munmap(gate->memory, GATE_SIZE);
	fd_close(&gate->fd);
	return 0;
}

/* A writable descriptor of the gate's memory; memfd, or an unlinked file in the spool. */
static int memory_file(bool without_memfd, int spool_fd, int *ret_fd)
{
	CLEANUP_FD int fd = -1;

	if (!without_memfd)
		fd = memfd_create("ptjail-gate", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (fd < 0) {
		fd = openat(spool_fd, "gate", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0)
			return -errno;
		if (unlinkat(spool_fd, "gate", 0) < 0)
			return -errno;
	}
	if (ftruncate(fd, (off_t)GATE_SIZE) < 0)
		return -errno;
	*ret_fd = fd_steal(&fd);
	return 0;
}

static void fill(struct gate *gate)
{
	static const char devices[GATE_DEVICE_COUNT][GATE_DEVICE_SIZE] = GATE_DEVICES;
	struct gate_head *head = (struct gate_head *)(void *)gate->memory;
	char *code = gate->memory + GATE_CODE_OFFSET;

	memcpy(head->devices, devices, sizeof(devices));
	gate_hows_fill(head->hows);
	memcpy(code, gate_code_start, GATE_CODE_SIZE);
	memcpy(code + GATE_INSIDE_OFFSET, inside_blob, INSIDE_BLOB_SIZE);
}

/* In-process code finds by these what is not part of it, wherever it is mapped. */
static void fill_addresses(struct gate *gate)
{
	struct gate_inside_head *head = (struct gate_inside_head *)(void *)(gate->memory +
									    GATE_CODE_OFFSET +
									    GATE_INSIDE_OFFSET);

	head->config = gate->address + GATE_CONFIG_OFFSET;
	head->private = gate->address + GATE_SIZE;
}

/* The first address of the list where this process can map (so can a fresh image). */
static int choose_address(struct gate *gate)
{
	static const uint64_t addresses[] = ARCH_GATE_ADDRESSES;

	for (size_t i = 0; i < ARRAY_SIZE(addresses); i++) {
		void *wanted = (void *)(uintptr_t)addresses[i];
		void *got = mmap(wanted, GATE_SIZE + GATE_BEHIND, PROT_READ,
				 MAP_SHARED | MAP_FIXED_NOREPLACE, gate->fd, 0);

		if (got == MAP_FAILED)
			continue;
		(void)munmap(got, GATE_SIZE + GATE_BEHIND);
		if (got != wanted)
			continue;
		gate->address = addresses[i];
		return 0;
	}
	return -ENOMEM;
}

int gate_new(TALLOC_CTX *ctx, bool without_memfd, int spool_fd, struct gate **ret_gate)
{
	CLEANUP_FD int writable = -1;
	struct gate *gate = talloc_zero(ctx, struct gate);
	char name[48];
	int status;

	if (gate == NULL)
		return -ENOMEM;
	gate->fd = -1;
	talloc_set_destructor(gate, gate_free);
	status = memory_file(without_memfd, spool_fd, &writable);
	if (status < 0)
		goto fail;
	gate->memory = mmap(NULL, GATE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, writable, 0);
	if (gate->memory == MAP_FAILED) {
		gate->memory = NULL;
		status = -errno;
		goto fail;
	}
	fill(gate);
	memset(gate->memory + GATE_ITSELF_OFFSET + sizeof(uint64_t), 'x',
	       GATE_ITSELF_LENGTH - sizeof(uint64_t));
	(void)fcntl(writable, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW);
	gate->is_sealed = fcntl(writable, F_ADD_SEALS, F_SEAL_FUTURE_WRITE) == 0;
	(void)fcntl(writable, F_ADD_SEALS, F_SEAL_SEAL);
	(void)fchmod(writable, 0400);
	(void)snprintf(name, sizeof(name), "/proc/self/fd/%d", writable);
	gate->fd = open(name, O_RDONLY | O_CLOEXEC);
	if (gate->fd < 0) {
		status = -errno;
		goto fail;
	}
	status = choose_address(gate);
	if (status < 0)
		goto fail;
	fill_addresses(gate);
	*ret_gate = gate;
	return 0;
fail:
	talloc_free(gate);
	return status;
}

int gate_fd(const struct gate *gate)
{
	return gate->fd;
}

uint64_t gate_address(const struct gate *gate)
{
	return gate->address;
}

bool gate_is_sealed(const struct gate *gate)
{
	return gate->is_sealed;
}

uint64_t loader_start(uint64_t entry)
{
	Elf64_Ehdr header;

	memcpy(&header, loader_blob, sizeof(header));
	return entry - header.e_entry;
}

/* In a joined file the annex comes right behind it. */
bool loader_holds(uint64_t entry, uint64_t ip)
{
	return ip - loader_start(entry) < LOADER_BLOB_SIZE;
}

const char *gate_annex_code(const struct gate *gate)
{
	return gate->memory + GATE_CODE_OFFSET;
}

uint64_t gate_empty(const struct gate *gate)
{
	return gate->address + GATE_EMPTY_OFFSET;
}

uint64_t gate_devices(const struct gate *gate)
{
	return gate->address + GATE_DEVICES_OFFSET;
}

uint64_t gate_how(const struct gate *gate, enum gate_how_index index)
{
	return gate->address + GATE_HOWS_OFFSET + sizeof(struct gate_how) * (uint64_t)index;
}

bool gate_tail_range(const struct gate *gate, struct gate_tail_range *ret_range)
{
	uint64_t code = gate->address + GATE_CODE_OFFSET;

	ret_range->again = code + (uint64_t)(gate_tail_again - gate_code_start);
	ret_range->start = code + (uint64_t)(gate_tail - gate_code_start);
	ret_range->end = code + (uint64_t)(gate_tail_end - gate_code_start);
	return ret_range->end > ret_range->start;
}

uint64_t gate_call_address(const struct gate *gate)
{
	return gate->address + GATE_CODE_OFFSET + (uint64_t)(gate_call - gate_code_start);
}

const struct gate_inside_head *gate_inside(const struct gate *gate)
{
	return (const struct gate_inside_head *)(const void *)(gate->memory + GATE_CODE_OFFSET +
							       GATE_INSIDE_OFFSET);
}

struct gate_config *gate_inside_config(const struct gate *gate)
{
	return (struct gate_config *)(void *)(gate->memory + GATE_CONFIG_OFFSET);
}

uint64_t gate_name_fds(const struct gate *gate, uint32_t end)
{
	char *names = gate->memory + GATE_FD_NAMES_OFFSET;

	for (uint32_t i = 0; i < end && i < GATE_FD_NAME_COUNT; i++)
		(void)snprintf(names + (size_t)i * GATE_FD_NAME_SIZE, GATE_FD_NAME_SIZE,
			       "/proc/thread-self/fd/%u", i);
	return gate->address + GATE_FD_NAMES_OFFSET;
}

void gate_unname_fds(const struct gate *gate)
{
	char *names = gate->memory + GATE_FD_NAMES_OFFSET;

	/* Their first bytes: the rest of a name alone has no address that the filter knows. */
	for (uint32_t i = 0; i < GATE_FD_NAME_COUNT; i++)
		__atomic_store_n(names + (size_t)i * GATE_FD_NAME_SIZE, '\0', __ATOMIC_SEQ_CST);
}

struct gate_owners *gate_owners(const struct gate *gate)
{
	return (struct gate_owners *)(void *)(gate->memory + GATE_OWNERS_OFFSET);
}

struct gate_words *gate_words(const struct gate *gate)
{
	return (struct gate_words *)(void *)(gate->memory + GATE_WORDS_OFFSET);
}

/* KERNEL: build_open_flags(): EINVAL for bits of `resolve` that it does not know. */
void gate_void_any(const struct gate *gate)
{
	struct gate_how *hows = ((struct gate_head *)(void *)gate->memory)->hows;
	uint64_t *itself = (uint64_t *)(void *)(gate->memory + GATE_ITSELF_OFFSET);

	/* All that is behind its first eight bytes has been there since the start. */
	__atomic_store_n(itself, 0x7878787878787878ULL, __ATOMIC_SEQ_CST);

	for (unsigned int i = GATE_HOW_ANY; i < GATE_HOW_ALL; i++)
		__atomic_store_n(&hows[i].resolve, UINT64_MAX, __ATOMIC_SEQ_CST);
}

struct slot *slot_take(struct gate *gate)
{
	for (unsigned int i = 0; i < GATE_SLOT_COUNT; i++) {
		unsigned int index = (gate->next + i) % GATE_SLOT_COUNT;
		struct slot *slot = &gate->slots[index];

		if (gate->busy[index])
			continue;
		gate->busy[index] = true;
		/* Low numbers again and again: few pages of the sparse file are ever touched. */
		gate->next = index + 1 < 8 ? index + 1 : 0;
		slot->gate = gate;
		slot->index = index;
		slot->memory = (struct gate_slot *)(void *)(gate->memory + GATE_SLOTS_OFFSET +
							    GATE_SLOT_SIZE * index);
		slot->address = gate->address + GATE_SLOTS_OFFSET + GATE_SLOT_SIZE * index;
		return slot;
	}
	return NULL;
}

bool gate_is_full(const struct gate *gate)
{
	return memchr(gate->busy, false, sizeof(gate->busy)) == NULL;
}

void slot_release(struct slot **slot)
{
	if (*slot != NULL)
		(*slot)->gate->busy[(*slot)->index] = false;
	*slot = NULL;
}

uint64_t slot_address(const struct slot *slot, const void *inside)
{
	return slot->address + (uint64_t)((const char *)inside - (const char *)slot->memory);
}

int gate_map_here(const struct gate *gate)
{
	void *wanted = (void *)(uintptr_t)gate->address;
	void *got = mmap(wanted, GATE_SIZE, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED_NOREPLACE,
			 gate->fd, 0);

	if (got == MAP_FAILED)
		return -errno;
	return got == wanted ? 0 : -EEXIST;
}
