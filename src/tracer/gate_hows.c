/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See gate_hows.h. Must never write an entry that lets a lookup leave the place it begins at. */
#include "tracer/gate_hows.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <stdbool.h>
#include <string.h>

#include "util/broken.h"
#include "util/compiler.h"

#define CONFINED (RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV)
#define BENEATH  (BROKEN_BENEATH ? 0U : CONFINED | RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS)
#define IN_ROOT  (CONFINED | RESOLVE_IN_ROOT)

static uint64_t flag_if(unsigned int bits, unsigned int bit, int flag)
{
	return (bits & bit) != 0 ? (uint64_t)(unsigned int)flag : 0;
}

static uint64_t common_flags(unsigned int bits)
{
	return flag_if(bits, GATE_HOW_CLOEXEC, O_CLOEXEC) |
	       flag_if(bits, GATE_HOW_NOFOLLOW, O_NOFOLLOW);
}

static void fill_reading(struct gate_how *block, uint64_t resolve)
{
	for (unsigned int bits = 0; bits < GATE_HOW_READ_BITS; bits++)
		block[bits] = (struct gate_how){
			.flags = O_RDONLY | O_NOCTTY | common_flags(bits) |
				 flag_if(bits, GATE_HOW_DIRECTORY, O_DIRECTORY) |
				 flag_if(bits, GATE_HOW_NONBLOCK, O_NONBLOCK) |
				 flag_if(bits, GATE_HOW_NOATIME, O_NOATIME),
			.resolve = resolve,
		};
}

static void fill_paths(struct gate_how *block, uint64_t resolve)
{
	for (unsigned int bits = 0; bits < GATE_HOW_PATH_BITS; bits++)
		block[bits] = (struct gate_how){
			.flags = O_PATH | common_flags(bits) |
				 flag_if(bits, GATE_HOW_DIRECTORY, O_DIRECTORY),
			.resolve = resolve,
		};
}

static void fill_writing(struct gate_how *block, uint64_t creation, uint64_t mode)
{
	for (unsigned int bits = 0; bits < GATE_HOW_WRITE_BITS; bits++)
		block[bits] = (struct gate_how){
			.flags = creation | O_NOCTTY | common_flags(bits) |
				 ((bits & GATE_HOW_RDWR) != 0 ? O_RDWR : O_WRONLY) |
				 flag_if(bits, GATE_HOW_NONBLOCK, O_NONBLOCK) |
				 flag_if(bits, GATE_HOW_TRUNC, O_TRUNC) |
				 flag_if(bits, GATE_HOW_APPEND, O_APPEND),
			.mode = mode,
			.resolve = BENEATH,
		};
}

void gate_hows_fill(struct gate_how hows[GATE_HOW_ALL])
{
	static const uint16_t modes[GATE_HOW_MODE_COUNT] = GATE_HOW_MODES;
	struct gate_how *block = hows + GATE_HOW_WRITE;

	fill_reading(hows + GATE_HOW_READ, BENEATH);
	fill_paths(hows + GATE_HOW_PATH, BENEATH);
	fill_writing(block, 0, 0);
	for (unsigned int i = 0; i < GATE_HOW_MODE_COUNT; i++) {
		fill_writing(block + (1 + i) * GATE_HOW_WRITE_BITS, O_CREAT, modes[i]);
		fill_writing(block + (1 + GATE_HOW_MODE_COUNT + i) * GATE_HOW_WRITE_BITS,
			     O_CREAT | O_EXCL, modes[i]);
	}
	fill_reading(hows + GATE_HOW_ROOT_READ, IN_ROOT);
	fill_paths(hows + GATE_HOW_ROOT_PATH, IN_ROOT);
	memcpy(hows + GATE_HOW_ANY, hows, GATE_HOW_ROOT_READ * sizeof(*hows));
}
