/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * In-process code in a fresh process (loader.h, inside.h): where it lies, and the interpreter's
 * sites that jump into it from the start, since a short program ends before they have stopped
 * often enough.
 * Never writes where the bytes are not those that the tracer saw in the file.
 */
#include <linux/mman.h>

#include "gate/gate.h"
#include "gate/inside.h"
#include "gate/loader.h"

static int same_bytes(const unsigned char *a, const unsigned char *b)
{
	for (unsigned int i = 0; i < ARCH_SITE_SIZE; i++)
		if (a[i] != b[i])
			return 0;
	return 1;
}

static void write_sites(const struct gate_plan *plan, const struct loader_image *image,
			struct gate_private *private)
{
	const struct gate_patch *patches =
		(const struct gate_patch *)((const char *)plan + plan->patches);

	for (uint32_t i = 0; i < plan->patch_count; i++) {
		unsigned long at = image->base + patches[i].address;

		if (at < image->text_start || at + ARCH_SITE_SIZE > image->text_end ||
		    !same_bytes((unsigned char *)at, patches[i].old))
			continue;
		for (unsigned int byte = 0; byte < ARCH_SITE_SIZE; byte++)
			((unsigned char *)at)[byte] = patches[i].new[byte];
		private->entries[i] = (struct gate_entry){
			.back = at + ARCH_SITE_SIZE,
			.compare = patches[i].compare,
			.number = patches[i].number,
		};
	}
	private->count = plan->patch_count;
}

/*
 * Nobody else runs in this process yet. A security module may refuse that changed pages become
 * code: then they are taken from the file again.
 */
static void replace_sites(const struct gate_plan *plan, const struct loader_image *image, int fd,
			  struct gate_private *private)
{
	unsigned long start = image->text_start;
	unsigned long size = image->text_end - start;

	if (plan->patch_count == 0 || plan->patch_count > GATE_PATCHES_MAX ||
	    image->text_count != 1 || image->text_prot == 0 ||
	    CALL3(__NR_mprotect, start, size, PROT_READ | PROT_WRITE) != 0)
		return;
	write_sites(plan, image, private);
	if (CALL3(__NR_mprotect, start, size, image->text_prot) == 0)
		return;
	if (CALL6(__NR_mmap, start, size, image->text_prot, MAP_PRIVATE | MAP_FIXED, fd,
		  image->text_offset) != (long)start)
		loader_break();
	private->count = 0;
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

unsigned long loader_map_inside(const struct gate_plan *plan, unsigned long gate, int gate_fd,
				const struct loader_image *program,
				const struct loader_image *interpreter, int interpreter_fd,
				unsigned long page)
{
	struct gate_private *private;
	unsigned long place = choose_place(program, interpreter);
	int flags = place == 0 ? MAP_PRIVATE : MAP_PRIVATE | MAP_FIXED_NOREPLACE;
	long annex;
	long mapped = CALL6(__NR_mmap, gate + GATE_SIZE, page, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (mapped != (long)(gate + GATE_SIZE) || (interpreter == NULL && program->is_fixed &&
						   program->start_code < GATE_ANNEX_SIZE + 0x40000))
		return 0;
	annex = CALL6(__NR_mmap, place, GATE_ANNEX_SIZE, PROT_READ | PROT_EXEC, flags, gate_fd,
		      GATE_CODE_OFFSET);
	if (LOADER_IS_ERROR(annex) || (place != 0 && annex != (long)place))
		return 0;
	private = (struct gate_private *)mapped;
	private->flags = (plan->flags & GATE_PLAN_CWD_ODD) != 0 ? GATE_PRIVATE_CWD_ODD : 0;
	private->annex = (unsigned long)annex;
	if (place != 0 && interpreter != NULL)
		replace_sites(plan, interpreter, interpreter_fd, private);
	return (unsigned long)annex;
}
