// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * Makes the rows of table.def into data. Must never add anything to what a row says: who
 * wants to know what a call means reads the row.
 */
#include "syscall/table.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "native.h" /* ARCH_TABLE */
#include "util/compiler.h"

#define NATIVE              .route = ROUTE_NATIVE
#define TRACE               .route = ROUTE_TRACE
#define DENY(errnum)        .route = ROUTE_DENY, .refusal = (errnum)
#define RULE(name)          .route = ROUTE_RULE, .rule = RULE_##name
#define NATIVE_UNLESS(bits) .route = ROUTE_NATIVE_UNLESS, .conditions = (bits)

/* ARGS(FD, PTR) -> .nargs = 2, .args = { ARG_FD, ARG_PTR } */
#define ARGS(...)                                                                                  \
	.nargs = 0 __VA_OPT__(+ARGS_COUNT(__VA_ARGS__, 6, 5, 4, 3, 2, 1)),                         \
	.args = { __VA_OPT__(ARGS_EACH(ARGS_COUNT(__VA_ARGS__, 6, 5, 4, 3, 2, 1), __VA_ARGS__)) }
#define ARGS_COUNT(a, b, c, d, e, f, count, ...) count
#define ARGS_EACH(count, ...)                    ARGS_EACH_(count, __VA_ARGS__)
#define ARGS_EACH_(count, ...)                   ARGS_##count(__VA_ARGS__)
#define ARGS_1(a)                                ARG_##a
#define ARGS_2(a, ...)                           ARG_##a, ARGS_1(__VA_ARGS__)
#define ARGS_3(a, ...)                           ARG_##a, ARGS_2(__VA_ARGS__)
#define ARGS_4(a, ...)                           ARG_##a, ARGS_3(__VA_ARGS__)
#define ARGS_5(a, ...)                           ARG_##a, ARGS_4(__VA_ARGS__)
#define ARGS_6(a, ...)                           ARG_##a, ARGS_5(__VA_ARGS__)

#define ROW_FIELDS(call, x86_number, arm_number, family, by)                                       \
	.id = CALL_##call, .name = #call, .number = { x86_number, arm_number },                    \
	.class = CLASS_##family, .handler = HANDLER_##by

static const struct syscall_row rows[CALL_COUNT] = {
#define BOTH(call, x86, arm, family, route, by, args)                                              \
	[CALL_##call] = { ROW_FIELDS(call, x86, arm, family, by), route, args },
#define X86(call, x86, family, route, by, args)                                                    \
	[CALL_##call] = { ROW_FIELDS(call, x86, -1, family, by), route, args },
#define ARM(call, arm, family, route, by, args)                                                    \
	[CALL_##call] = { ROW_FIELDS(call, -1, arm, family, by), route, args },
#include "syscall/table.def"
#undef BOTH
#undef X86
#undef ARM
};

/* Number -> enum call_id + 1; 0: none. A number given twice is a compiler warning. */
#define NUMBER_LIMIT 512
static const uint16_t by_number[TABLE_ARCH_COUNT][NUMBER_LIMIT] = {
	[TABLE_X86_64] = {
#define BOTH(call, x86, arm, ...) [x86] = CALL_##call + 1,
#define X86(call, x86, ...)       [x86] = CALL_##call + 1,
#define ARM(call, arm, ...)
#include "syscall/table.def"
#undef BOTH
#undef X86
#undef ARM
	},
	[TABLE_AARCH64] = {
#define BOTH(call, x86, arm, ...) [arm] = CALL_##call + 1,
#define X86(call, x86, ...)
#define ARM(call, arm, ...) [arm] = CALL_##call + 1,
#include "syscall/table.def"
#undef BOTH
#undef X86
#undef ARM
	},
};

static const char *const handler_names[HANDLER_COUNT] = {
	[HANDLER_none] = "none",
#define HANDLER(name) [HANDLER_##name] = #name,
#include "syscall/handlers.def"
#undef HANDLER
};

static const char *const rule_names[RULE_COUNT] = {
#define RULE_DEF(name, text) [RULE_##name] = #name,
#include "syscall/rules.def"
#undef RULE_DEF
};

static const char *const rule_texts[RULE_COUNT] = {
#define RULE_DEF(name, text) [RULE_##name] = text,
#include "syscall/rules.def"
#undef RULE_DEF
};

const struct syscall_row *table_row(enum call_id id)
{
	return &rows[id];
}

const struct syscall_row *table_by_number(enum table_arch arch, long number)
{
	unsigned int index;

	if (number < 0 || number >= NUMBER_LIMIT)
		return NULL;
	index = by_number[arch][number];
	return index == 0 ? NULL : &rows[index - 1];
}

const struct syscall_row *table_by_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	}
	return NULL;
}

enum table_arch table_native_arch(void)
{
	return ARCH_TABLE;
}

long table_native_number(enum call_id id)
{
	return rows[id].number[ARCH_TABLE];
}

const char *table_class_name(enum call_class class)
{
	static const char *const names[] = {
		[CLASS_READ] = "READ",     [CLASS_WRITE] = "WRITE",   [CLASS_CREATE] = "CREATE",
		[CLASS_REMOVE] = "REMOVE", [CLASS_META] = "META",     [CLASS_EXEC] = "EXEC",
		[CLASS_FD] = "FD",         [CLASS_MEM] = "MEM",       [CLASS_PROC] = "PROC",
		[CLASS_SIGNAL] = "SIGNAL", [CLASS_TIME] = "TIME",     [CLASS_NET] = "NET",
		[CLASS_IPC] = "IPC",       [CLASS_SCHED] = "SCHED",   [CLASS_ID] = "ID",
		[CLASS_INFO] = "INFO",     [CLASS_KERNEL] = "KERNEL",
	};

	return names[class];
}

const char *table_handler_name(enum handler_id handler)
{
	return handler_names[handler];
}

const char *table_rule_name(enum rule_id rule)
{
	return rule_names[rule];
}

const char *table_rule_text(enum rule_id rule)
{
	return rule_texts[rule];
}
