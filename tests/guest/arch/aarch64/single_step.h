/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* No program can step by itself here (PSTATE.SS is the kernel's). */
#ifndef PTJAIL_GUEST_SINGLE_STEP_H
#define PTJAIL_GUEST_SINGLE_STEP_H

#define SINGLE_STEPS 0

static inline void single_step(int on)
{
	(void)on;
}

#endif
