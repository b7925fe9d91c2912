/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Attributes and tiny macros that every folder may use. */
#ifndef PTJAIL_UTIL_COMPILER_H
#define PTJAIL_UTIL_COMPILER_H

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#endif
