/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Looks at the host to tell apart causes that share an errno. Every function answers "not
 * that" when it cannot look; none changes anything.
 */
#ifndef PTJAIL_CLI_REPORT_CAUSE_H
#define PTJAIL_CLI_REPORT_CAUSE_H

#include <stdbool.h>
#include <stdint.h>

/* `fd` may be O_PATH, or -1 for "no file at hand". */
bool report_file_is_directory(int fd);
bool report_file_is_noexec(int fd);

/* The machine an ELF file is for if that is not ptjail's own, as a static string; else NULL. */
const char *report_file_foreign_machine(int fd);

/* The name of an ELF machine (e_machine, EI_CLASS), "another kind of machine" if unknown. */
const char *report_machine_name(uint16_t machine, unsigned char elf_class);

/* kernel.yama.ptrace_scope, or -1 where the host has none. */
int report_yama_scope(void);

/* Whether ptjail itself has a tracer. */
bool report_is_traced(void);

/* Whether ptjail has effective capabilities. */
bool report_has_capabilities(void);

#endif
