/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E3: slots are readable and used again and again: a call made with pointers into a slot, while
 * other threads' opens are written there, is judged like any other. ATTACK MAY DIE
 * ATTACK BROKEN: MARK
 */
#include "escape.h"

static uint64_t gate;

static void *fill(void *data)
{
	(void)data;
	for (;;) {
		close(open("/etc/passwd", O_RDONLY));
		close(open("/tmp", O_RDONLY | O_DIRECTORY));
		(void)symlink(outside("secret"), "/tmp/slot-link");
	}
	return NULL;
}

int main(void)
{
	struct race race = { 0 };

	gate = find_gate();
	start(fill, NULL);
	start(fill, NULL);
	while (racing(&race)) {
		for (uint64_t i = 0; i < 8; i++) {
			uint64_t slot = gate + GATE_SLOTS_ + i * 0x8000;

			refuse_secret((int)syscall(SYS_openat2, AT_FDCWD, outside("secret"), slot,
						   24, 0, slot),
				      "a slot's how");
			refuse_secret((int)syscall(SYS_openat, AT_FDCWD, outside("secret"),
						   O_RDONLY, 0, 0, slot),
				      "a mark");
			close((int)syscall(SYS_openat2, AT_FDCWD, slot + 128, slot, 24));
		}
	}
	contained();
}
