/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * In-process code in processes with threads (inside.h): what is made ready at the first one's
 * birth. In doubt threads hold no transient descriptor, and more of their calls stop.
 */
#include <sched.h>

#include "syscall/inside.h"
#include "tracer/patch.h"
#include "util/compiler.h"

/*
 * Calls that give files to numbers of the guest's choice, or to others (gate/inside_turns.h). An
 * old C library has no close_range and closes one by one what it knows of.
 */
static const enum call_id givers[] = { CALL_dup2, CALL_dup3, CALL_clone, CALL_close_range };
#define GIVERS_NEEDED 3U

static bool all_give_by_turns(const long *numbers, const unsigned int *replaced)
{
	for (size_t i = 0; i < GIVERS_NEEDED; i++)
		if (numbers[i] >= 0 && replaced[i] == 0)
			return false;
	return true;
}

/* The last moment at which its C library's sites can be replaced. */
static void prepare_for_threads(struct member *parent, const struct member *child)
{
	struct jail *jail = parent->jail;
	long numbers[ARRAY_SIZE(givers) + CALL_COUNT];
	unsigned int replaced[ARRAY_SIZE(numbers)] = { 0 };
	size_t count = ARRAY_SIZE(givers);

	if (jail->engine->inside == NULL || jail->trace != NULL || parent->tracee->trace != NULL ||
	    parent->process->inside_off || parent->process->has_threads)
		return;
	parent->process->has_threads = true;
	if (jail->texts == NULL)
		jail->texts = patch_texts_new(jail);
	if (jail->texts == NULL)
		return;
	for (size_t i = 0; i < count; i++)
		numbers[i] = table_native_number(givers[i]);
	count += inside_served_numbers(jail, numbers + count);
	patch_text(jail->texts, parent->tracee, child->tracee, numbers, count, replaced);
	for (size_t i = 0; i < count; i++)
		jail->sites_replaced += replaced[i];
	if (all_give_by_turns(numbers, replaced))
		(void)patch_change_flags(parent->tracee, GATE_PRIVATE_TURNS, 0);
}

void inside_on_birth(struct member *child, struct member *parent, uint64_t clone_flags)
{
	bool memory = (clone_flags & (CLONE_VM | CLONE_VFORK)) == CLONE_VM;
	bool files = (clone_flags & CLONE_FILES) != 0;

	if (parent == NULL)
		return;
	if (!memory && !files) {
		if (parent->process->has_threads && (clone_flags & CLONE_VM) == 0)
			patch_forget_threads(child->tracee);
		return;
	}
	if (memory)
		prepare_for_threads(parent, child);
	/* Turns are taken by lists in memory. */
	(void)patch_change_flags(parent->tracee, GATE_PRIVATE_SHARED,
				 memory ? 0 : GATE_PRIVATE_TURNS);
	if ((clone_flags & CLONE_VM) == 0)
		(void)patch_change_flags(child->tracee, GATE_PRIVATE_SHARED, GATE_PRIVATE_TURNS);
}
