/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See patch.h. Never writes where the guest itself could not have text of its own. */
#include "tracer/patch.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "arch/site.h"
#include "tracer/mapping.h"
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

bool patch_change_flags(const struct tracee *tracee, uint32_t set, uint32_t clear)
{
	struct gate_private head;
	uint32_t flags;
	int status = tracee->engine->inside == NULL ? -ENOENT : patch_read_private(tracee, &head);

	if (status < 0)
		return status != -ESRCH;
	flags = (head.flags | set) & ~clear;
	return flags == head.flags ||
	       memory_write(tracee, private_address(tracee) + offsetof(struct gate_private, flags),
			    &flags, sizeof(flags)) != -ESRCH;
}

void patch_forget_threads(const struct tracee *tracee)
{
	const uint64_t nobody[GATE_HOLDERS + GATE_GIVERS] = { 0 };

	if (tracee->engine->inside != NULL &&
	    memory_write(tracee, private_address(tracee) + offsetof(struct gate_private, holders),
			 nobody, sizeof(nobody)) == 0)
		(void)patch_change_flags(tracee, 0, GATE_PRIVATE_SHARED);
}

/* The mapping that holds `address`, if it is one in which sites may be replaced: 0 or -errno. */
static int find_text(const struct tracee *tracee, uint64_t address, struct mapping *ret)
{
	int status = mapping_find(tracee->tid, address, ret);

	if (status < 0)
		return status == -ENOENT ? -ENOTSUP : status;
	return ret->flags == (MAPPING_READABLE | MAPPING_EXECUTABLE) && ret->ino != 0 ? 0
										      : -ENOTSUP;
}

/*
 * Nobody else runs in this address space, so nobody can stand inside the bytes. `child`, if not
 * NULL, has not run yet.
 */
static bool is_alone(const struct tracee *tracee, const struct tracee *child)
{
	const struct tracee *other;

	if (tracee->memory_id == 0)
		return false;
	for (other = tracee->engine->tracees; other != NULL; other = other->hh.next) {
		if (other != tracee && other != child &&
		    (!other->born || other->memory_id == tracee->memory_id))
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
		.number = site_entry(site, sysno),
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
	struct mapping text;
	int status = patch_read_private(tracee, &head);

	if (status < 0)
		return status;
	if (!is_alone(tracee, NULL))
		return -EBUSY;
	status = memory_read(tracee, ip - ARCH_SITE_BEFORE, code, sizeof(code));
	if (status < 0)
		return status;
	if (!site_recognise(code, ip, sysno, &site))
		return -ENOTSUP;
	status = find_text(tracee, site.start, &text);
	if (status == 0 && ip > text.end)
		status = -ENOTSUP;
	return status < 0 ? status : replace(tracee, &head, &site, ip, sysno, ret_stub);
}

/* --- all sites of a text --------------------------------------------------------------------- */

#define TEXT_MAX   (8U << 20) /* bytes that are worth a look */
#define TEXT_SITES 64U
#define TEXT_CHUNK 65536U

/* Where a text has sites of common form: a hint, each is looked at again in each process. */
struct patch_texts {
	struct known_text {
		struct mapping of;
		unsigned int count;
		uint32_t sites[TEXT_SITES]; /* from the text's start to behind the call */
	} texts[8];
	unsigned int next;
};

struct patch_texts *patch_texts_new(TALLOC_CTX *ctx)
{
	return talloc_zero(ctx, struct patch_texts);
}

/* Chunks overlap by what a site needs on both sides of the call. */
static int look_through(const struct tracee *tracee, struct known_text *text, const long *numbers,
			size_t count)
{
	const uint64_t size = text->of.end - text->of.start;
	const uint64_t around = ARCH_SITE_LOOK + ARCH_SITE_AFTER;
	uint8_t *bytes = size > TEXT_MAX ? NULL : talloc_size(NULL, TEXT_CHUNK);
	int status = 0;

	for (uint64_t at = 0; bytes != NULL && status == 0 && at + around < size;
	     at += TEXT_CHUNK - around) {
		uint64_t length = size - at < TEXT_CHUNK ? size - at : TEXT_CHUNK;
		size_t end = 0;

		status = memory_read(tracee, text->of.start + at, bytes, length);
		while (status == 0 && text->count < TEXT_SITES &&
		       (end = site_next_call(bytes, end, length)) != 0) {
			struct site site;
			long sysno;

			/* What ends right there in a later chunk was seen in the one before. */
			if (end + (at == 0) > ARCH_SITE_LOOK &&
			    site_find_common(bytes, end, length, text->of.start + at + end, numbers,
					     count, &site, &sysno))
				text->sites[text->count++] = (uint32_t)(at + end);
		}
	}
	talloc_free(bytes);
	return status;
}

static struct known_text *know_text(struct patch_texts *texts, const struct tracee *tracee,
				    const struct mapping *of, const long *numbers, size_t count)
{
	struct known_text *text;

	for (size_t i = 0; i < sizeof(texts->texts) / sizeof(texts->texts[0]); i++) {
		text = &texts->texts[i];
		if (text->of.ino == of->ino && text->of.major == of->major &&
		    text->of.minor == of->minor && text->of.offset == of->offset &&
		    text->of.end - text->of.start == of->end - of->start)
			return text;
	}
	text = &texts->texts[texts->next++ % (sizeof(texts->texts) / sizeof(texts->texts[0]))];
	*text = (struct known_text){ .of = *of };
	if (look_through(tracee, text, numbers, count) < 0)
		text->of.ino = 0;
	return text;
}

void patch_text(struct patch_texts *texts, struct tracee *tracee, const struct tracee *child,
		const long *numbers, size_t count, unsigned int *ret_replaced)
{
	const struct known_text *known;
	struct gate_private head;
	struct mapping text;

	if (patch_read_private(tracee, &head) < 0 || !is_alone(tracee, child) ||
	    find_text(tracee, regs_ip(&tracee->regs), &text) < 0)
		return;
	known = know_text(texts, tracee, &text, numbers, count);
	for (unsigned int i = 0; i < known->count; i++) {
		uint8_t code[ARCH_SITE_LOOK + ARCH_SITE_AFTER];
		uint64_t ip = text.start + known->sites[i];
		struct site site;
		uint64_t stub;
		long sysno;

		if (memory_read(tracee, ip - ARCH_SITE_LOOK, code, sizeof(code)) < 0)
			break;
		if (site_find_common(code, ARCH_SITE_LOOK, sizeof(code), ip, numbers, count, &site,
				     &sysno) &&
		    replace(tracee, &head, &site, ip, sysno, &stub) == 0) {
			head.count++;
			for (size_t j = 0; j < count; j++)
				ret_replaced[j] += numbers[j] == sysno;
		}
	}
}
