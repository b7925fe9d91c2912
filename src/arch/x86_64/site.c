/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * x86_64 sites (arch/site.h): mov $nr, %eax; syscall. Seven bytes, and of the jump that
 * replaces them five are used; the other two, where `syscall` was, jump back to it.
 */
#include "arch/site.h"

#include <string.h>

#define MOV_EAX       0xb8
#define JMP_SHORT     0xeb
#define JMP_NEAR      0xe9
#define JMP_NEAR_SIZE 5
#define RED_ZONE      128

bool site_recognise(const uint8_t *code, uint64_t ip, long sysno, struct site *ret_site)
{
	static const uint8_t syscall_code[] = { 0x0f, 0x05 };
	static const uint8_t compare_code[] = { 0x48, 0x3d }; /* cmp $imm32, %rax */
	uint32_t number;

	memcpy(&number, code + 1, sizeof(number));
	if (code[0] != MOV_EAX || number != (uint32_t)sysno || sysno < 0 ||
	    memcmp(code + 5, syscall_code, sizeof(syscall_code)) != 0)
		return false;
	*ret_site = (struct site){ .start = ip - SITE_BEFORE, .compare = -4095 };
	if (memcmp(code + SITE_BEFORE, compare_code, sizeof(compare_code)) == 0)
		memcpy(&ret_site->compare, code + SITE_BEFORE + 2, sizeof(ret_site->compare));
	return true;
}

bool site_write_jump(const struct site *site, uint64_t target, uint8_t ret_code[SITE_BEFORE])
{
	int64_t distance = (int64_t)(target - (site->start + JMP_NEAR_SIZE));
	int32_t near = (int32_t)distance;

	if (near != distance)
		return false;
	ret_code[0] = JMP_NEAR;
	memcpy(ret_code + 1, &near, sizeof(near));
	ret_code[5] = JMP_SHORT;
	ret_code[6] = (uint8_t)-SITE_BEFORE;
	return true;
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
