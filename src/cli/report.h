/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Turns "this step failed with this errno" into ONE sentence that names what was wrong and
 * what to do, and into the exit status. May look at the host for the cause (Yama's setting,
 * a mount's noexec flag, an ELF header); never changes anything and never prints: main puts
 * REPORT_PREFIX before the sentence and a newline after it.
 */
#ifndef PTJAIL_CLI_REPORT_H
#define PTJAIL_CLI_REPORT_H

#include <talloc.h>

#include "util/compiler.h"

#define REPORT_PREFIX "ptjail: "

/* Exit statuses besides the program's own (and 128 + N when signal N killed it). */
enum report_exit {
	REPORT_EXIT_FAILURE = 125, /* ptjail itself could not do it */
	REPORT_EXIT_NOT_EXECUTABLE = 126,
	REPORT_EXIT_NOT_FOUND = 127,
};

/* What ptjail was doing when it failed. `subject` is what it did it to. */
enum report_stage {
	REPORT_OPTIONS,     /* subject: the sentence of options_parse() */
	REPORT_ROOTFS,      /* subject: host path of the rootfs */
	REPORT_BIND,        /* subject: host path of the bind at fault, NULL: a default one */
	REPORT_BIND_PLACE,  /* subject: guest path of the bind at fault */
	REPORT_SPOOL,       /* subject: directory tried for the private spool, or NULL */
	REPORT_CWD,         /* subject: guest path of -w */
	REPORT_STANDARD_FD, /* subject: "standard input" ... */
	REPORT_PROGRAM,     /* subject: program as named; ELIBBAD: of a foreign machine */
	REPORT_INTERPRETER, /* subject: "PROGRAM needs INTERPRETER"'s INTERPRETER */
	REPORT_EMULATOR,    /* subject: the command of -q; error as emulator_open() answers */
	REPORT_PTRACE,      /* seizing the child; subject unused */
	REPORT_SECCOMP,     /* installing the filter; subject unused */
	REPORT_GATE,        /* making the gate's memory or the loader; subject unused */
	REPORT_PROCESS,     /* fork; subject unused */
	REPORT_LOOP,        /* while running: the jail was ended; subject: what, or NULL */
};

struct report {
	enum report_stage stage;
	int error;            /* errno value, either sign */
	const char *subject;  /* see the stage; may be NULL */
	const char *rootfs;   /* host path, or NULL */
	int fd;               /* REPORT_PROGRAM: the file, if there is one; else -1 */
	const char *machine;  /* REPORT_PROGRAM, ELIBBAD: which, or NULL (report_cause.h) */
	const char *emulator; /* REPORT_PROGRAM, ELIBBAD: the command of -q, or NULL */
	const char *rule;     /* REPORT_PROGRAM, EACCES: of the policy, that refused it, or NULL */
};

/*
 * The sentence (child of ctx, no prefix, no newline; NULL only when out of memory) and, in
 * *ret_exit unless NULL, one of enum report_exit.
 */
char *report_explain(TALLOC_CTX *ctx, const struct report *report, int *ret_exit) MUST_CHECK;

/* Exit status for a status of waitpid(): the program's own, or 128 + signal, which is what
 * others see if the process cannot end by that signal itself. */
int report_exit_status(int wait_status);

/* A warning if ptjail's own privileges weaken the jail (root, capabilities), else NULL. */
const char *report_privilege_warning(void);

#endif
