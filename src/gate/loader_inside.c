/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * In-process code in a fresh process (loader.h, inside.h): where it lies, and what stubs have to
 * know of a joined interpreter's sites, which jump into it from the start, since a short program
 * ends before its sites have stopped often enough.
 */
#include <linux/mman.h>

#include "gate/gate.h"
#include "gate/inside.h"
#include "gate/loader.h"

static void fill_entries(const struct gate_plan *plan, unsigned long base,
			 struct gate_private *private)
{
	const struct gate_patch *patches =
		(const struct gate_patch *)((const char *)plan + plan->patches);

	if (plan->patch_count > GATE_PATCHES_MAX)
		loader_kill();
	for (uint32_t i = 0; i < plan->patch_count; i++)
		private->entries[i] = (struct gate_entry){
			.back = base + patches[i].address + ARCH_SITE_SIZE,
			.compare = patches[i].compare,
			.number = patches[i].number,
		};
	private->count = plan->patch_count;
}

/* Within a 32-bit jump: below the interpreter, or below what is alone at a fixed place. */
static unsigned long choose_place(const struct loader_image *program,
				  const struct loader_image *interpreter)
{
	if (interpreter != NULL)
		return interpreter->is_fixed ? 0 : interpreter->base - GATE_ANNEX_SIZE;
	return program->is_fixed ? (program->start_code & ~0xffffUL) - GATE_ANNEX_SIZE - 0x10000
				 : 0;
}

/* The private page and the annex, `size` bytes of it; 0: not to be had. */
static unsigned long map_both(unsigned long gate, int gate_fd, unsigned long place,
			      unsigned long size, int flags, unsigned long page)
{
	long annex;
	long mapped = CALL6(__NR_mmap, gate + GATE_SIZE, page, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (mapped != (long)(gate + GATE_SIZE))
		return 0;
	annex = CALL6(__NR_mmap, place, size, PROT_READ | PROT_EXEC, flags | MAP_PRIVATE, gate_fd,
		      GATE_CODE_OFFSET);
	if (LOADER_IS_ERROR(annex) || (place != 0 && annex != (long)place))
		return 0;
	return (unsigned long)annex;
}

unsigned long loader_map_inside(const struct gate_plan *plan, unsigned long gate, int gate_fd,
				const struct loader_image *program,
				const struct loader_image *interpreter, unsigned long page)
{
	struct gate_private *private = (struct gate_private *)(gate + GATE_SIZE);
	unsigned long place = choose_place(program, interpreter);
	unsigned long size = GATE_ANNEX_SIZE;
	unsigned long annex;
	int flags = place == 0 ? 0 : MAP_FIXED_NOREPLACE;

	if (interpreter == NULL && program->is_fixed &&
	    program->start_code < GATE_ANNEX_SIZE + 0x40000)
		return 0;
	/* What lies there are zeroes of the executed file, and stubs that are its own. */
	if (plan->joined != 0) {
		flags = MAP_FIXED;
		size -= ARCH_STUBS_SIZE;
	}
	annex = map_both(gate, gate_fd, place, size, flags, page);
	if (annex == 0) {
		if (plan->joined != 0) /* its sites jump there */
			loader_break();
		return 0;
	}
	private->flags = ((plan->flags & GATE_PLAN_CWD_ODD) != 0 ? GATE_PRIVATE_CWD_ODD : 0) |
			 ((plan->flags & GATE_PLAN_NO_NAMES) != 0 ? GATE_PRIVATE_NO_NAMES : 0);
	private->annex = annex;
	if (plan->joined != 0)
		fill_entries(plan, interpreter->base, private);
	return annex;
}
