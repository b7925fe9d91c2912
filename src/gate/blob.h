/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What ptjail carries for its tracees: the loader's ELF file (to be written into a sealed,
 * executable memfd, and executed by AT_EMPTY_PATH) and the gate's code (to be written at
 * GATE_CODE_OFFSET; at most 64 KiB, position independent). Both are for the architecture
 * that ptjail itself was built for.
 */
#ifndef PTJAIL_GATE_BLOB_H
#define PTJAIL_GATE_BLOB_H

#include <stddef.h>

extern const char loader_blob[] __attribute__((visibility("hidden")));
extern const char loader_blob_end[] __attribute__((visibility("hidden")));
extern const char gate_code_start[] __attribute__((visibility("hidden")));
extern const char gate_code_end[] __attribute__((visibility("hidden")));
/* The tail; empty (gate_tail == gate_tail_end) where the architecture has none. */
extern const char gate_tail_again[] __attribute__((visibility("hidden")));
extern const char gate_tail[] __attribute__((visibility("hidden")));
extern const char gate_tail_end[] __attribute__((visibility("hidden")));
/* The instruction at which a tracee makes a call of the tracer's. */
extern const char gate_call[] __attribute__((visibility("hidden")));

/* In-process code, for GATE_CODE_OFFSET + GATE_INSIDE_OFFSET; begins with its head (inside.h). */
extern const char inside_blob[] __attribute__((visibility("hidden")));
extern const char inside_blob_end[] __attribute__((visibility("hidden")));

#define INSIDE_BLOB_SIZE ((size_t)(inside_blob_end - inside_blob))
#define LOADER_BLOB_SIZE ((size_t)(loader_blob_end - loader_blob))
#define GATE_CODE_SIZE   ((size_t)(gate_code_end - gate_code_start))

#endif
