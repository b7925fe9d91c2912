// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * Binds handler names to functions; apart from table.c so that the table can be used
 * without them. Must never answer "no handler": what nobody decides about is refused.
 */
#include "syscall/handlers.h"

static handler_function *const functions[HANDLER_COUNT] = {
	[HANDLER_none] = on_unknown,
#define HANDLER(name) [HANDLER_##name] = on_##name,
#include "syscall/handlers.def"
#undef HANDLER
};

handler_function *handler_for(const struct syscall_row *row)
{
	return functions[row == NULL ? HANDLER_unknown : row->handler];
}
