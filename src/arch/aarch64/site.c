/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * aarch64 sites (arch/site.h): `svc #0`, alone. It is one instruction, so nobody stands in it, and
 * the stub takes the number from x8 when it comes: whatever loads it, and wherever, is the same.
 * So a word that looks like a site, in a file, is wrong only where it is no instruction at all.
 */
#include "arch/site.h"

#include <string.h>

#define SVC           0xd4000001U
#define BRANCH        0x14000000U /* b, with 26 bits of distance in instructions */
#define BRANCH_MASK   0x03ffffffU
#define BRANCH_REACH  (128L << 20)
#define MOVE_X8       0xd2800008U /* movz x8, and w8 */
#define MOVE_W8       0x52800008U
#define MOVE_MASK     0xffe0001fU
#define MOVE_W8_W0    0x2a0003e8U /* syscall(2) of glibc: any number */
#define REST_FLAGS    12
#define REST_X16      15
#define FLAGS_MASK    0xf0000000U

static uint32_t word_at(const uint8_t *code)
{
	uint32_t word;

	memcpy(&word, code, sizeof(word));
	return word;
}

bool site_recognise(const uint8_t *code, uint64_t ip, long sysno, struct site *ret_site)
{
	(void)sysno;
	if (word_at(code) != SVC || ip % sizeof(uint32_t) != 0)
		return false;
	*ret_site = (struct site){ .start = ip - ARCH_SITE_SIZE };
	return true;
}

bool site_is_common(const uint8_t *text, size_t end, size_t size, long sysno)
{
	(void)size;
	for (size_t back = 8; back <= ARCH_SITE_LOOK && back <= end; back += sizeof(uint32_t)) {
		uint32_t word = word_at(text + end - back);

		if (word == MOVE_W8_W0)
			return true;
		if ((word & MOVE_MASK) == MOVE_X8 || (word & MOVE_MASK) == MOVE_W8)
			return (long)(word >> 5 & 0xffff) == sysno;
	}
	return false;
}

size_t site_next_call(const uint8_t *text, size_t at, size_t size)
{
	for (at = (at + 3) & ~(size_t)3; at + sizeof(uint32_t) <= size; at += sizeof(uint32_t))
		if (word_at(text + at) == SVC)
			return at + sizeof(uint32_t);
	return 0;
}

static bool write_branch(uint64_t from, uint64_t to, uint8_t *ret_code)
{
	int64_t distance = (int64_t)(to - from);
	uint32_t word = BRANCH | ((uint32_t)(distance / 4) & BRANCH_MASK);

	if (distance < -BRANCH_REACH || distance >= BRANCH_REACH || distance % 4 != 0)
		return false;
	memcpy(ret_code, &word, sizeof(word));
	return true;
}

bool site_write_jump(const struct site *site, uint64_t target, uint8_t ret_code[ARCH_SITE_SIZE])
{
	return write_branch(site->start, target, ret_code);
}

bool site_write_back(uint64_t stub, uint64_t target, uint8_t *ret_code)
{
	return write_branch(stub, target, ret_code);
}

uint64_t regs_stub_index(const struct regs *regs)
{
	return regs->user.regs[16];
}

long regs_stub_call(const struct regs *regs, uint32_t entry)
{
	(void)entry;
	return (long)(regs->user.regs[8] & 0xffffffffU);
}

void regs_leave_probe(struct regs *regs, const uint64_t *pushed)
{
	regs->user.regs[16] = pushed[0];
	regs->user.regs[17] = pushed[1];
	regs->user.sp += 2 * sizeof(pushed[0]);
}

uint64_t regs_frame(const struct regs *regs)
{
	return regs->user.regs[19];
}

void regs_leave_frame(struct regs *regs, const struct gate_frame *frame, uint64_t address)
{
	/* In the order of the frame's `rest` (inside_entry.S). */
	static const uint8_t kept[] = { 6, 7, 9, 10, 11, 12, 13, 14, 15, 18, 29, 30 };

	for (unsigned int i = 0; i < 6; i++)
		regs->user.regs[i] = frame->args[i];
	for (unsigned int i = 0; i < sizeof(kept); i++)
		regs->user.regs[kept[i]] = frame->rest[i];
	regs->user.regs[8] = frame->number;
	regs->user.regs[16] = frame->rest[REST_X16];
	regs->user.regs[17] = frame->rest[REST_X16 + 1];
	regs->user.regs[19] = frame->frame_register;
	regs->user.pstate = (regs->user.pstate & ~(uint64_t)FLAGS_MASK) |
			    (frame->rest[REST_FLAGS] & FLAGS_MASK);
	regs->user.sp = address + sizeof(*frame);
}
