/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A pointer between two entries of the gate's table loses RESOLVE_BENEATH: every byte offset of
 * the table and of its surroundings, every size, from every protected descriptor.
 */
#include "escape.h"

int main(void)
{
	uint64_t gate = find_gate();
	int first = find_protected();
	char up[PATH_MAX] = "";

	for (int i = 0; i < 20; i++)
		strcat(up, "../");
	strcat(up, outside("secret") + 1);
	for (int fd = first; exists(fd); fd++) {
		for (uint64_t at = gate; at < gate + GATE_HOWS_END_ + 0x200;
		     at += at < gate + 0xf00 || at > gate + 0x1200 ? 97 : 1) {
			refuse_secret((int)syscall(SYS_openat2, fd, up, at, 24),
				      "a window, upwards");
			refuse_secret((int)syscall(SYS_openat2, fd, outside("secret"), at, 24),
				      "a window, absolutely");
		}
		for (uint64_t size = 0; size < 80; size++) {
			refuse_secret((int)syscall(SYS_openat2, fd, up, gate + GATE_HOWS_, size),
				      "a size");
			refuse_secret((int)syscall(SYS_openat2, fd, up, gate + GATE_HOWS_,
						   size | 1ULL << 32),
				      "a size with a high word");
		}
		for (uint64_t slot = gate + GATE_SLOTS_; slot < gate + GATE_SIZE_;
		     slot += 0x8000 * 16)
			refuse_secret((int)syscall(SYS_openat2, fd, up, slot, 24), "a slot");
	}
	contained();
}
