/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * x86_64 sites (arch/site.h):
 *
 *   mov $nr, %eax; syscall
 *   mov $nr, %eax; mov %rdi, %rsi; mov $AT_FDCWD, %edi; syscall      (the last two replaced)
 *   mov 8(%rsp), %r9; syscall      (syscall(2): whatever is in rax)
 *
 * Seven bytes, of which the jump takes five; the other two, where `syscall` was, jump to it.
 */
#include "arch/site.h"

#include <fcntl.h>
#include <string.h>

#define MOV_EAX       0xb8
#define MOV_EDI       0xbf
#define JMP_SHORT     0xeb
#define JMP_NEAR      0xe9
#define JMP_NEAR_SIZE 5
#define RED_ZONE      128

static bool loads(const uint8_t *code, uint8_t opcode, uint32_t value)
{
	uint32_t operand;

	memcpy(&operand, code + 1, sizeof(operand));
	return code[0] == opcode && operand == value;
}

bool site_recognise(const uint8_t *code, uint64_t ip, long sysno, struct site *ret_site)
{
	static const uint8_t syscall_code[] = { 0x0f, 0x05 };
	static const uint8_t compare_code[] = { 0x48, 0x3d };    /* cmp $imm32, %rax */
	static const uint8_t move_code[] = { 0x48, 0x89, 0xfe }; /* mov %rdi, %rsi */
	static const uint8_t load_code[] = { 0x4c, 0x8b, 0x4c, 0x24, 0x08 }; /* mov 8(%rsp), %r9 */
	const uint8_t *end = code + ARCH_SITE_BEFORE;
	uint32_t number = (uint32_t)sysno;

	if (sysno < 0 || memcmp(end - 2, syscall_code, sizeof(syscall_code)) != 0)
		return false;
	*ret_site = (struct site){ .start = ip - ARCH_SITE_SIZE, .compare = -4095 };
	if (memcmp(end - ARCH_SITE_SIZE, load_code, sizeof(load_code)) == 0) {
		ret_site->any_call = true;
	} else if (!loads(end - ARCH_SITE_SIZE, MOV_EAX, number)) {
		if (!loads(end - ARCH_SITE_SIZE, MOV_EDI, (uint32_t)AT_FDCWD) ||
		    memcmp(end - 10, move_code, sizeof(move_code)) != 0 ||
		    !loads(end - 15, MOV_EAX, number))
			return false;
		ret_site->sets_cwd = true;
	}
	if (memcmp(end, compare_code, sizeof(compare_code)) == 0)
		memcpy(&ret_site->compare, end + 2, sizeof(ret_site->compare));
	return true;
}

bool site_is_common(const uint8_t *text, size_t at, size_t size, long sysno)
{
	static const uint8_t glibc[] = { 0x48, 0x3d, 0x00, 0xf0, 0xff, 0xff }; /* cmp, %rax */
	static const uint8_t glibc_alone[] = { 0x48, 0x3d, 0x01, 0xf0, 0xff, 0xff }; /* the same */
	static const uint8_t glibc_int[] = { 0x3d, 0x00, 0xf0, 0xff, 0xff };   /* cmp, %eax */
	static const uint8_t musl[] = { 0x48, 0x89, 0xc7, 0xe8 }; /* mov %rax, %rdi; call */
	const uint8_t *end = text + at;
	struct site site;

	if (at < ARCH_SITE_BEFORE || at + ARCH_SITE_AFTER > size ||
	    !site_recognise(end - ARCH_SITE_BEFORE, at, sysno, &site))
		return false;
	return memcmp(end, glibc, sizeof(glibc)) == 0 ||
	       memcmp(end, glibc_alone, sizeof(glibc_alone)) == 0 ||
	       memcmp(end, glibc_int, sizeof(glibc_int)) == 0 ||
	       memcmp(end, musl, sizeof(musl)) == 0;
}

size_t site_next_call(const uint8_t *text, size_t at, size_t size)
{
	while (at + 1 < size) {
		const uint8_t *found = memchr(text + at, 0x0f, size - at - 1);

		if (found == NULL)
			return 0;
		at = (size_t)(found - text) + 1;
		if (found[1] == 0x05)
			return at + 1;
	}
	return 0;
}

bool site_write_jump(const struct site *site, uint64_t target, uint8_t ret_code[ARCH_SITE_SIZE])
{
	int64_t distance = (int64_t)(target - (site->start + JMP_NEAR_SIZE));
	int32_t near = (int32_t)distance;

	if (near != distance)
		return false;
	ret_code[0] = JMP_NEAR;
	memcpy(ret_code + 1, &near, sizeof(near));
	ret_code[5] = JMP_SHORT;
	ret_code[6] = (uint8_t)-ARCH_SITE_SIZE;
	return true;
}

bool site_write_back(uint64_t stub, uint64_t target, uint8_t *ret_code)
{
	(void)stub;
	(void)target;
	(void)ret_code;
	return true;
}

uint64_t regs_stub_index(const struct regs *regs)
{
	return (uint32_t)regs->user.r11;
}

long regs_stub_call(const struct regs *regs, uint32_t entry)
{
	return entry == GATE_ENTRY_ANY ? (int32_t)regs->user.rax : (long)(entry & ~GATE_ENTRY_CWD);
}

void regs_leave_probe(struct regs *regs, const uint64_t *pushed)
{
	(void)regs;
	(void)pushed;
}

uint64_t regs_frame(const struct regs *regs)
{
	return regs->user.rbx;
}

void regs_leave_frame(struct regs *regs, const struct gate_frame *frame, uint64_t address)
{
	for (unsigned int i = 0; i < 6; i++)
		regs_set_arg(regs, i, frame->args[i]);
	regs->user.rbx = frame->frame_register;
	regs->user.rsp = address + sizeof(*frame) + RED_ZONE;
}
