/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * run-guests: runs guest programs natively and in the jail, in each mode, and compares what
 * they print and how they end. Linux is the oracle: nothing here knows what is right. One line
 * for each case that differs, a unified diff of it in the log, TAP lines for the summary.
 */
#include "run_guests.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { AT_ONCE = 2, GUESTS_MAX = 1024, MODES_MAX = 16 };

static const struct mode native_mode = { .name = "native", .native = true };
static const struct mode native_root_mode = { .name = "native", .native = true, .root = true };
static const struct mode all_modes[] = {
	{ .name = "again", .native = true },
	{ .name = "default" },
	{ .name = "no-seccomp", .option = "--without=seccomp" },
	{ .name = "no-openat2", .option = "--without=openat2" },
	{ .name = "no-process-vm", .option = "--without=process-vm" },
	{ .name = "no-memfd", .option = "--without=memfd" },
	{ .name = "no-patch", .option = "--no-patch" },
	{ .name = "root-again", .native = true, .root = true },
	{ .name = "fake-root", .root = true },
	{ .name = "fake-root-no-patch", .option = "--no-patch", .root = true },
	{ .name = "fake-root-no-seccomp", .option = "--without=seccomp", .root = true },
	{ .name = "fake-root-no-openat2", .option = "--without=openat2", .root = true },
};

/* What only root can do is compared with what a faked root can. */
static bool wants_root(const char *guest)
{
	return !strncmp(guest, "fake_", strlen("fake_"));
}

struct guest {
	char *name;
	struct run native;
	struct run jailed[MODES_MAX];
	bool native_done;
};

static void finish(struct run *run)
{
	free(run->text);
	free(run->error_text);
	run->text = run->error_text = NULL;
}

/* Waits until one of the active runs has ended, and takes it out of the list. */
static struct run *wait_for_one(struct run **active, size_t *count)
{
	for (;;) {
		struct pollfd fds[2 * AT_ONCE];

		for (size_t i = 0; i < *count; i++) {
			fds[2 * i] = (struct pollfd){ .fd = active[i]->out, .events = POLLIN };
			fds[2 * i + 1] = (struct pollfd){ .fd = active[i]->err, .events = POLLIN };
		}
		poll(fds, 2 * *count, 2);
		for (size_t i = 0; i < *count; i++) {
			struct run *run = active[i];

			one_run_read(run);
			if (!one_run_finished(run))
				continue;
			active[i] = active[--*count];
			return run;
		}
	}
}

/* All runs of all guests, AT_ONCE at a time: first each native one, then its jailed ones. */
struct plan {
	struct guest *guests;
	size_t guest_count, next_guest;
	struct mode modes[MODES_MAX];
	size_t mode_count;
	/* Each guest in the first mode that suits it, and in one of three of the rest. */
	bool spread;
	struct run *ready[GUESTS_MAX * MODES_MAX];
	size_t ready_count;
	struct run *active[AT_ONCE];
	size_t active_count;
};

static struct guest *guest_of(struct plan *plan, const struct run *run)
{
	for (size_t i = 0; i < plan->guest_count; i++)
		if (!strcmp(plan->guests[i].name, run->guest))
			return &plan->guests[i];
	abort();
}

static struct run *next_run(struct plan *plan)
{
	if (plan->ready_count)
		return plan->ready[--plan->ready_count];
	if (plan->next_guest < plan->guest_count) {
		struct guest *guest = &plan->guests[plan->next_guest++];

		guest->native = (struct run){ .guest = guest->name,
					      .mode = wants_root(guest->name) ? &native_root_mode
									      : &native_mode };
		return &guest->native;
	}
	return NULL;
}

/* KERNEL: 6.10; the number is the same everywhere, and a length of 0 seals nothing. */
static bool has_mseal(void)
{
	return syscall(462, NULL, 0UL, 0UL) == 0;
}

static bool is_first(const struct plan *plan, size_t mode)
{
	for (size_t i = 0; i < mode; i++)
		if (plan->modes[i].root == plan->modes[mode].root)
			return false;
	return true;
}

static void plan_modes(struct plan *plan, struct report *report, struct guest *guest)
{
	size_t turn = (size_t)(guest - plan->guests);

	for (size_t i = plan->mode_count; i-- > 0;) {
		struct run *run = &guest->jailed[i];
		const char *reason;

		*run = (struct run){ .guest = guest->name, .mode = &plan->modes[i] };
		if (wants_root(guest->name) != run->mode->root ||
		    (plan->spread && !is_first(plan, i) && (turn + i) % 3 != 0))
			continue;
		reason = report_skip_reason(report, guest->name, run->mode->name);
		if (!reason && !run->mode->native)
			reason = report_skip_reason(report, guest->name, "jailed");
		if (!reason && !run->mode->native && !has_mseal())
			reason = report_skip_reason(report, guest->name, "no-mseal");
		if (reason)
			report_skipped(report, run, reason);
		else
			plan->ready[plan->ready_count++] = run;
	}
}

static void run_all(struct plan *plan, const struct setting *setting, struct report *report)
{
	for (;;) {
		struct run *run;

		while (plan->active_count < AT_ONCE && (run = next_run(plan))) {
			int result = one_run_start(setting, run);

			if (result)
				report_failed(report, run, strerror(-result));
			else
				plan->active[plan->active_count++] = run;
		}
		if (!plan->active_count)
			return;
		run = wait_for_one(plan->active, &plan->active_count);
		if (run->mode == &native_mode || run->mode == &native_root_mode) {
			if (report_judge_native(setting, report, run))
				plan_modes(plan, report, guest_of(plan, run));
		} else {
			report_compare(report, &guest_of(plan, run)->native, run);
			finish(run);
		}
	}
}

static void add_guest(struct plan *plan, const char *prefix, const char *name,
		      char *const *patterns)
{
	char path[512];
	bool wanted = !*patterns;

	snprintf(path, sizeof(path), "%s%s", prefix, name);
	for (; *patterns; patterns++)
		wanted |= !fnmatch(*patterns, path, 0);
	if (wanted && plan->guest_count < GUESTS_MAX)
		plan->guests[plan->guest_count++].name = strdup(path);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct guest *)a)->name, ((const struct guest *)b)->name);
}

static void find_guests(struct plan *plan, const char *rootfs, const char *prefix,
			char *const *patterns)
{
	char path[4096];
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/guest/%s", rootfs, prefix);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		if (entry->d_type == DT_REG)
			add_guest(plan, prefix, entry->d_name, patterns);
	if (dir)
		closedir(dir);
}

/* Only a real root can show what a faked one has to be like. */
static void leave_out_root(struct plan *plan, struct report *report)
{
	size_t kept = 0;

	for (size_t i = 0; i < plan->guest_count; i++) {
		struct run run = { .guest = plan->guests[i].name, .mode = &native_root_mode };

		if (wants_root(run.guest))
			report_skipped(report, &run,
				       "not started by root: nothing to compare with");
		else
			plan->guests[kept++] = plan->guests[i];
	}
	plan->guest_count = kept;
}

static int add_mode(struct plan *plan, const char *name)
{
	for (size_t i = 0; i < sizeof(all_modes) / sizeof(all_modes[0]); i++)
		if (!strcmp(all_modes[i].name, name)) {
			plan->modes[plan->mode_count++] = all_modes[i];
			return 0;
		}
	fprintf(stderr, "run-guests: no mode \"%s\"\n", name);
	return -1;
}

static int read_arguments(int argc, char **argv, struct setting *setting, struct plan *plan,
			  struct report *report)
{
	int option;

	while ((option = getopt(argc, argv, "nHSm:p:r:u:s:o:l:t:")) != -1) {
		if (option == 'n' && (add_mode(plan, "again") || add_mode(plan, "root-again")))
			return -1;
		if (option == 'H')
			setting->oracle = ORACLE_HOST;
		if (option == 'S')
			plan->spread = true;
		if (option == 'm' && add_mode(plan, optarg))
			return -1;
		if (option == 'p')
			setting->ptjail = optarg;
		if (option == 'r')
			setting->rootfs = optarg;
		if (option == 'u')
			setting->uid = (uid_t)atoi(optarg);
		if (option == 's')
			report->skips = optarg;
		if (option == 'o')
			report->tap = fopen(optarg, "w");
		if (option == 'l')
			report->log = fopen(optarg, "w");
		if (option == 't')
			setting->timeout_ms = atol(optarg) * 1000;
		if (option == '?')
			return -1;
	}
	if (!plan->mode_count)
		for (size_t i = 0; i < sizeof(all_modes) / sizeof(all_modes[0]); i++)
			if (!all_modes[i].native)
				plan->modes[plan->mode_count++] = all_modes[i];
	return setting->rootfs && report->tap && report->log && report->skips ? 0 : -1;
}

int main(int argc, char **argv)
{
	static struct plan plan;
	struct setting setting = { .timeout_ms = 20000 };
	struct report report = { 0 };
	long start = now_ms();

	plan.guests = calloc(GUESTS_MAX, sizeof(*plan.guests));
	if (!plan.guests || read_arguments(argc, argv, &setting, &plan, &report)) {
		fputs("usage: run-guests [-n | -p PTJAIL] [-H] [-S] [-m MODE]... [-t SECONDS]\n"
		      "                  -r ROOTFS -u UID -s SKIPS -o TAP -l LOG [GUEST]...\n",
		      stderr);
		return 2;
	}
	if (geteuid() != 0 && setting.oracle != ORACLE_HOST)
		setting.oracle = ORACLE_USERNS;
	if (setting.oracle != ORACLE_HOST && !one_run_can_chroot(&setting, setting.oracle))
		setting.oracle = ORACLE_HOST;
	find_guests(&plan, setting.rootfs, "", argv + optind);
	find_guests(&plan, setting.rootfs, "dynamic/", argv + optind);
	if (setting.oracle != ORACLE_CHROOT)
		leave_out_root(&plan, &report);
	qsort(plan.guests, plan.guest_count, sizeof(*plan.guests), by_name);
	/* As they come: the machine may not see the end. */
	setlinebuf(report.tap);
	setlinebuf(report.log);
	run_all(&plan, &setting, &report);
	fclose(report.tap);
	fclose(report.log);
	printf("%zu guests, oracle %s, %ld s: %d passed, %d failed, %d skipped\n", plan.guest_count,
	       oracle_name(setting.oracle), (now_ms() - start) / 1000, report.passed, report.failed,
	       report.skipped);
	return report.failed || !report.passed;
}
