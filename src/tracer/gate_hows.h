/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The gate's table of `struct open_how` (gate/gate.h). Every window of the filter is an entry of
 * it, so every entry is confined by the kernel, whatever name it is used with.
 */
#ifndef PTJAIL_TRACER_GATE_HOWS_H
#define PTJAIL_TRACER_GATE_HOWS_H

#include "gate/gate.h"

void gate_hows_fill(struct gate_how hows[GATE_HOW_ALL]);

#endif
