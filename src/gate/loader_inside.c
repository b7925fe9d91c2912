/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * In-process code in a fresh process (loader.h, inside.h): where it lies, and what stubs have to
 * know of a joined interpreter's sites, which jump into it from the start, since a short program
 * ends before its sites have stopped often enough.
 */
#include <linux/mman.h>

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

static unsigned long map_annex(int gate_fd, unsigned long place)
{
	long annex = CALL6(__NR_mmap, place, GATE_ANNEX_SIZE, PROT_READ | PROT_EXEC,
			   MAP_PRIVATE | (place == 0 ? 0 : MAP_FIXED_NOREPLACE), gate_fd,
			   GATE_CODE_OFFSET);

	return LOADER_IS_ERROR(annex) || (place != 0 && annex != (long)place)
		       ? 0
		       : (unsigned long)annex;
}

unsigned long loader_map_inside(const struct gate_plan *plan, unsigned long gate, int gate_fd,
				const struct loader_image *program,
				const struct loader_image *interpreter)
{
	struct gate_private *private = (struct gate_private *)(gate + GATE_SIZE);
	unsigned long annex = choose_place(program, interpreter);

	if (interpreter == NULL && program->is_fixed &&
	    program->start_code < GATE_ANNEX_SIZE + 0x40000)
		return 0;
	if (plan->joined == 0)
		annex = map_annex(gate_fd, annex);
	if (annex == 0)
		return 0;
	private->flags = ((plan->flags & GATE_PLAN_CWD_ODD) != 0 ? GATE_PRIVATE_CWD_ODD : 0) |
			 ((plan->flags & GATE_PLAN_NO_NAMES) != 0 ? GATE_PRIVATE_NO_NAMES : 0) |
			 ((plan->flags & GATE_PLAN_NOT_ROOT) != 0 ? GATE_PRIVATE_NOT_ROOT : 0);
	private->annex = annex;
	if (plan->joined != 0)
		fill_entries(plan, interpreter->base, private);
	return annex;
}
