/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* aarch64: no form of a site is known yet (arch/site.h), so nothing is ever replaced. */
#include "arch/site.h"

bool site_recognise(const uint8_t *code, uint64_t ip, long sysno, struct site *ret_site)
{
	(void)code;
	(void)ip;
	(void)sysno;
	(void)ret_site;
	return false;
}

bool site_is_common(const uint8_t *code)
{
	(void)code;
	return false;
}

size_t site_next_call(const uint8_t *text, size_t at, size_t size)
{
	(void)text;
	(void)at;
	(void)size;
	return 0;
}

bool site_write_jump(const struct site *site, uint64_t target, uint8_t ret_code[SITE_SIZE])
{
	(void)site;
	(void)target;
	(void)ret_code;
	return false;
}

uint64_t regs_frame(const struct regs *regs)
{
	(void)regs;
	return 0;
}

void regs_leave_frame(struct regs *regs, const struct gate_frame *frame, uint64_t address)
{
	(void)regs;
	(void)frame;
	(void)address;
}
