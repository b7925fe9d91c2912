/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A thread whose registers say that it is in an annex of in-process code when a signal comes. */
#ifndef PTJAIL_TESTS_ESCAPE_FORGED_H
#define PTJAIL_TESTS_ESCAPE_FORGED_H

#include <signal.h>
#include <stdint.h>

static volatile sig_atomic_t caught;

static void on_signal(int number)
{
	(void)number;
	caught++;
}

/* Spins at an address inside of the forged annex until a signal has come. */
static void spin(const int64_t *frame)
{
#ifdef __x86_64__
	__asm__ volatile("push %%rbx\n\tmov %0, %%rbx\n\t"
			 "1: cmpl $0, %1\n\tje 1b\n\tpop %%rbx"
			 :
			 : "r"(frame), "m"(caught)
			 : "memory", "rbx");
#else
	(void)frame;
#endif
}

#endif
