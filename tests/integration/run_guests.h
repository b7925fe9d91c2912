/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the parts of run-guests share: one run of one guest program, natively or jailed, and
 * what it printed. run_guests.c plans, one_run.c starts and
 * collects, report.c compares and tells.
 */
#ifndef PTJAIL_TESTS_RUN_GUESTS_H
#define PTJAIL_TESTS_RUN_GUESTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

enum oracle {
	ORACLE_CHROOT, /* as root: a chroot in a mount namespace of its own */
	ORACLE_USERNS, /* the same within a user namespace */
	ORACLE_HOST,   /* neither is possible (as in a chroot whose "/" is no mount): on the host */
};

/* How and where programs are run; the same for all runs. */
struct setting {
	const char *ptjail; /* NULL: native runs only */
	const char *rootfs;
	uid_t uid; /* whom to become when started as root */
	enum oracle oracle;
	long timeout_ms;
};

/* One mode of running: its name, and what the ptjail command line gets for it. */
struct mode {
	const char *name;
	const char *option; /* NULL: none */
	bool native;
	bool root; /* as root: really so natively, with -0 in the jail; for guests fake_* only */
};

struct run {
	const char *guest;
	const struct mode *mode;
	/* The watcher, leader of the run's session; 0 before the start and after the end. */
	pid_t pid;
	int out; /* what the program prints arrives here */
	int err; /* its standard error */
	char *text, *error_text;
	size_t size, error_size;
	long deadline_ms;
	bool timed_out;
	int code; /* as a shell tells it: 128 + N for a signal */
};

/* Can a chroot be made in this way here? */
bool one_run_can_chroot(const struct setting *setting, enum oracle oracle);

/* Starts guest `run->guest` in `run->mode`; 0 or -errno. */
int one_run_start(const struct setting *setting, struct run *run);

/* Reads what there is to read of `out` or `err`; closes at the end of file. */
void one_run_read(struct run *run);

/*
 * Both pipes are at their end and the watcher has ended: takes the exit code, true. If the
 * time is up, kills first.
 */
bool one_run_finished(struct run *run);

long now_ms(void);

/* Where results go, and the counts so far. */
struct report {
	FILE *tap;
	FILE *log;
	const char *skips; /* path of the list of allowed skips */
	int passed, failed, skipped;
};

const char *oracle_name(enum oracle oracle);

/* The reason why `guest` may be skipped in `mode`, or NULL; valid until the next call. */
const char *report_skip_reason(const struct report *report, const char *guest, const char *mode);
void report_skipped(struct report *report, const struct run *run, const char *reason);
void report_failed(struct report *report, const struct run *run, const char *why);

/* Did the native run come to something that others can be compared with? Tells if not. */
bool report_judge_native(const struct setting *setting, struct report *report,
			 const struct run *native);
void report_compare(struct report *report, const struct run *native, const struct run *run);

#endif
