/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* From a row to the function that decides; the functions' prototypes are in call.h. */
#ifndef PTJAIL_SYSCALL_HANDLERS_H
#define PTJAIL_SYSCALL_HANDLERS_H

#include "syscall/call.h"
#include "syscall/table.h"

typedef struct outcome handler_function(struct call *call);

/*
 * Who decides about a stopped call. NULL row (a number without one) and rows whose handler
 * is `none`, which the filter never stops, go to on_unknown: ENOSYS (I3).
 */
handler_function *handler_for(const struct syscall_row *row);

#endif
