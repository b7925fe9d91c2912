/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See inside_turns.h. A thread may die on a list, or write into it what it likes: nobody may
 * wait for another for ever.
 */
#include "gate/inside_turns.h"

#include <asm/unistd.h>
#include <linux/sched.h>
#include <linux/time_types.h>

#include "gate/inside_calls.h"
#include "gate/inside_lookup.h"
#include "gate/inside_shown.h"

/*
 * A holder needs some microseconds; longer where others use the processor, or while the tracer
 * looks at a signal for it. So a giver yields so many times, then sleeps so many milliseconds.
 */
#define GIVER_YIELDS 100
#define GIVER_SLEEPS 1000
#define MILLISECOND  1000000

bool inside_is_shared(void)
{
	return (inside_private_page()->flags & GATE_PRIVATE_SHARED) != 0;
}

bool inside_enlist(uint64_t *list, uint32_t size, const struct gate_frame *frame)
{
	for (uint32_t i = 0; i < size; i++) {
		uint64_t free_place = 0;

		if (__atomic_compare_exchange_n(&list[i], &free_place, (uint64_t)(uintptr_t)frame,
						false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
			return true;
	}
	return false;
}

void inside_strike(uint64_t *list, uint32_t size, const struct gate_frame *frame)
{
	for (uint32_t i = 0; i < size; i++)
		if (__atomic_load_n(&list[i], __ATOMIC_RELAXED) == (uint64_t)(uintptr_t)frame)
			__atomic_store_n(&list[i], 0, __ATOMIC_RELEASE);
}

bool inside_is_idle(const uint64_t *list, uint32_t size)
{
	for (uint32_t i = 0; i < size; i++)
		if (__atomic_load_n(&list[i], __ATOMIC_SEQ_CST) != 0)
			return false;
	return true;
}

/* Whoever has not gone away by then died there, or takes part no more. */
static void wait_for_holders(uint64_t *holders)
{
	const struct __kernel_timespec nap = { .tv_nsec = MILLISECOND };

	for (int i = 0; i < GIVER_YIELDS + GIVER_SLEEPS; i++) {
		if (inside_is_idle(holders, GATE_HOLDERS))
			return;
		if (i < GIVER_YIELDS)
			(void)inside_call(__NR_sched_yield, 0, 0, 0, 0, 0);
		else
			(void)inside_call(__NR_nanosleep, (uint64_t)(uintptr_t)&nap, 0, 0, 0, 0);
	}
	for (uint32_t i = 0; i < GATE_HOLDERS; i++)
		__atomic_store_n(&holders[i], 0, __ATOMIC_RELEASE);
}

static bool begin_give(struct gate_frame *frame)
{
	struct gate_private *private = inside_private_page();

	if (!inside_is_shared() || !inside_enlist(private->givers, GATE_GIVERS, frame))
		return false;
	wait_for_holders(private->holders);
	return true;
}

static void end_give(struct gate_frame *frame)
{
	inside_strike(inside_private_page()->givers, GATE_GIVERS, frame);
}

int64_t inside_serve_give(struct gate_frame *frame)
{
	const uint64_t *args = frame->args;
	int64_t result;

	if (!begin_give(frame))
		return GATE_CALL_IT;
	result = inside_once(frame->number, args[0], args[1], args[2], 0, 0);
	end_give(frame);
	return result;
}

int64_t inside_serve_fork(struct gate_frame *frame)
{
	const uint64_t *args = frame->args;
	int64_t result;

	/* Not with a stack of its own, which none of this lies on. */
	if ((args[0] & (CLONE_VM | CLONE_VFORK | CLONE_FILES)) != 0 || args[1] != 0 ||
	    !begin_give(frame))
		return GATE_CALL_IT;
	result = inside_once(__NR_clone, args[0], 0, args[2], args[3], args[4]);
	end_give(frame);
	return result;
}
