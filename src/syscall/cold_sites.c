/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See cold_sites.h. A file is known by device, inode, size and times; the loader compares the
 * bytes once more, so what is remembered of it may be stale.
 *
 * TRUST: guest-controlled: every byte of the file. What is made of it is written into the guest's
 * own text, by its own loader.
 */
#include "syscall/cold_sites.h"

#include <string.h>
#include <unistd.h>

#include "arch/site.h"
#include "gate/inside.h"
#include "syscall/elf.h"
#include "syscall/exec_plan.h"
#include "syscall/inside.h"

#define FILES_MAX 8U
#define TEXT_MAX  (4UL << 20)

struct cold_file {
	dev_t dev;
	ino_t ino;
	off_t size;
	struct timespec mtime, ctime;
	bool was_scanned;
	unsigned int count;
	struct gate_patch patches[GATE_PATCHES_MAX];
};

struct cold_sites {
	struct cold_file files[FILES_MAX];
	unsigned int next; /* the one that is forgotten next */
};

static bool same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static bool is_file(const struct cold_file *file, const struct stat *info)
{
	return file->ino == info->st_ino && file->dev == info->st_dev &&
	       file->size == info->st_size && same_time(&file->mtime, &info->st_mtim) &&
	       same_time(&file->ctime, &info->st_ctim);
}

/* The jump of the file's site, its addresses counted from where the file will lie. */
static bool make_patch(const struct gate *gate, const uint8_t *code, const struct site *site,
		       long sysno, unsigned int index, struct gate_patch *ret_patch)
{
	uint64_t stub = gate_inside(gate)->stubs + index * GATE_STUB_SIZE - GATE_ANNEX_SIZE;

	*ret_patch = (struct gate_patch){
		.address = (uint32_t)site->start,
		.number = (uint32_t)sysno | (site->sets_cwd ? GATE_ENTRY_CWD : 0),
		.compare = site->compare,
	};
	memcpy(ret_patch->old, code + ARCH_SITE_BEFORE - ARCH_SITE_SIZE, ARCH_SITE_SIZE);
	return site_write_jump(site, stub, ret_patch->new);
}

/* Whether the instruction that ends at `code` + ARCH_SITE_BEFORE makes a call that is served. */
static bool find_number(const uint8_t *code, uint64_t address, struct site *ret_site,
			long *ret_sysno)
{
	for (enum call_id id = 0; id < CALL_COUNT; id++) {
		if (!inside_serves(id))
			continue;
		*ret_sysno = table_native_number(id);
		if (site_recognise(code, address, *ret_sysno, ret_site))
			return true;
	}
	return false;
}

/* `text`: a piece of the file's code that will lie at `address`. */
static void scan(const struct gate *gate, struct cold_file *file, uint64_t address,
		 const uint8_t *text, size_t size)
{
	size_t end = 0;

	while (file->count < GATE_PATCHES_MAX && (end = site_next_call(text, end, size)) != 0) {
		const uint8_t *code = text + end - ARCH_SITE_BEFORE;
		struct site site;
		long sysno;

		if (end >= ARCH_SITE_BEFORE && end + ARCH_SITE_AFTER <= size &&
		    site_is_common(code) &&
		    find_number(code, address + end, &site, &sysno) &&
		    make_patch(gate, code, &site, sysno, file->count, &file->patches[file->count]))
			file->count++;
	}
}

/* Pieces overlap by what has to be seen around a call, so that none is missed or found twice. */
static void learn(struct jail *jail, int fd, struct cold_file *file)
{
	const size_t around = ARCH_SITE_BEFORE + ARCH_SITE_AFTER - 1;
	uint8_t piece[16384];
	struct elf_text where;
	uint64_t done = 0;
	ssize_t got;

	if (elf_find_text(fd, &where) < 0 || where.size > TEXT_MAX ||
	    where.address > UINT32_MAX - TEXT_MAX)
		return;
	while (done + around < where.size) {
		size_t left = where.size - done;

		got = pread(fd, piece, left < sizeof(piece) ? left : sizeof(piece),
			    (off_t)(where.offset + done));
		if (got <= (ssize_t)around)
			return;
		scan(jail->gate, file, where.address + done, piece, (size_t)got);
		done += (size_t)got - around;
	}
}

/* NULL: it has not been seen before, or there is no memory. */
static struct cold_file *find_file(struct jail *jail, const struct stat *info)
{
	struct cold_sites *known = jail->cold_sites;
	struct cold_file *file;

	if (known == NULL)
		known = jail->cold_sites = talloc_zero(jail, struct cold_sites);
	if (known == NULL)
		return NULL;
	for (size_t i = 0; i < FILES_MAX; i++)
		if (is_file(&known->files[i], info))
			return &known->files[i];
	file = &known->files[known->next];
	known->next = (known->next + 1) % FILES_MAX;
	*file = (struct cold_file){ .dev = info->st_dev,
				    .ino = info->st_ino,
				    .size = info->st_size,
				    .mtime = info->st_mtim,
				    .ctime = info->st_ctim };
	return NULL;
}

void cold_sites_plan(struct jail *jail, int fd, const struct stat *info, struct gate_slot *slot)
{
	struct cold_file *file;

	if (!exec_plan_is_inside(slot))
		return;
	file = find_file(jail, info);
	if (file == NULL)
		return;
	/* Looking through it costs what two processes save. */
	if (!file->was_scanned)
		learn(jail, fd, file);
	file->was_scanned = true;
	if (file->count > 0)
		exec_plan_set_patches(slot, file->patches, file->count);
}
