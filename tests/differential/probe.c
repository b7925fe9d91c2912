/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * probe [-a] [-f NAME,...] [-x NAME,...] DIR: for each call every value of every argument, and
 * every pair of values of two arguments (a sample of them without -a), each in a child of its own.
 * Owns the loop and the printing.
 */
#include "differential.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAIRS_SAMPLED 700
#define TEXT_SIZE     65536

struct result {
	bool returned;
	long value;
	int error;
};

static struct result *shared;
static char before[TEXT_SIZE];
static bool all_pairs;

/* Not called: what ends or replaces the prober, or tells something else each time. */
static const char *const left_out[] = {
	"rt_sigreturn",    "vfork",           "fork",  "clone",   "clone3", "sync",   "syncfs",
	"restart_syscall", "getcpu",          "pause", "time",    "times",  "reboot", "uretprobe",
	"uprobe",          "set_robust_list", "rseq",  "vhangup", "iopl",   "exit",   "exit_group",
	"shmget",          "semget",          "msgget", "mq_open", /* would outlive the prober */
};

/* Their result says where or who, which no two runs have in common. */
static const char *const success_only[] = {
	"getpid",     "gettid",       "getppid",         "getpgrp",     "getpgid",
	"getsid",     "setsid",       "set_tid_address", "brk",         "mmap",
	"mremap",     "shmat",        "shmget",          "msgget",      "semget",
	"shmctl",     "msgctl",       "semctl",          "personality", "getdents",
	"getdents64", "pidfd_open",   "ioprio_get",      "add_key",     "alarm",
	"getrandom",  "timer_create", "clock_adjtime",   "adjtimex",    "sched_getaffinity",
};

static bool is_among(const char *name, const char *const *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(name, list[i]) == 0)
			return true;
	return false;
}
#define AMONG(name, list) is_among(name, list, sizeof(list) / sizeof(list[0]))

unsigned int label_hash(const char *text)
{
	unsigned int hash = 2166136261U;

	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619U;
	return hash;
}

/* Whatever a call asks for, the machine must not run out of it: of core, files and memory. */
static void bound_resources(void)
{
	static const struct rlimit nothing = { 0, 0 };
	static const struct rlimit file = { 16 << 20, 16 << 20 };
	static const struct rlimit memory = { 512 << 20, 512 << 20 };

	if (setrlimit(RLIMIT_CORE, &nothing) != 0 || setrlimit(RLIMIT_FSIZE, &file) != 0 ||
	    setrlimit(RLIMIT_AS, &memory) != 0) {
		perror("setrlimit");
		exit(2);
	}
}

static void in_child(const struct syscall_row *row, const struct value *const *chosen,
		     unsigned int seconds)
{
	struct itimerval limit = { .it_value = { seconds, seconds == 0 ? 400000 : 0 } };
	long words[TABLE_ARGS_MAX] = { 0 };

	setpgid(0, 0);
	setitimer(ITIMER_REAL, &limit, NULL);
	for (unsigned int i = 0; i < row->nargs; i++)
		words[i] = chosen[i]->make != NULL ? chosen[i]->make(chosen[i]->word)
						   : chosen[i]->word;
	errno = 0;
	shared->value = syscall(row->number[table_native_arch()], words[0], words[1], words[2],
				words[3], words[4], words[5]);
	shared->error = shared->value == -1 ? errno : 0;
	shared->returned = true;
	raise(SIGKILL);
}

static int run_once(const struct syscall_row *row, const struct value *const *chosen,
		    unsigned int seconds)
{
	int status = -1;
	pid_t child;

	shared->returned = false;
	memset(values_buffer, 0, VALUES_BUFFER_SIZE);
	child = fork();
	if (child == 0)
		in_child(row, chosen, seconds);
	while (waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status)) {
		printf("stopped by %s; ", sigabbrev_np(WSTOPSIG(status)));
		kill(child, SIGKILL);
	}
	return status;
}

static void print_output(const struct syscall_row *row)
{
	if (row->class != CLASS_READ || shared->value <= 0 || shared->value > 300)
		return;
	for (unsigned int i = 0; i < row->nargs; i++)
		if (row->args[i] == ARG_BUF_OUT)
			printf(" \"%.40s\"", values_buffer);
}

static void print_result(const struct syscall_row *row, int status)
{
	if (!shared->returned) {
		if (WIFEXITED(status))
			printf("exited %d", WEXITSTATUS(status));
		else if (WTERMSIG(status) == SIGALRM)
			printf("blocks");
		else
			printf("killed by %s", sigabbrev_np(WTERMSIG(status)));
		return;
	}
	if (shared->error != 0)
		printf("%s", strerrorname_np(shared->error));
	else if (AMONG(row->name, success_only) || shared->value > 65535 || shared->value < -1)
		printf("ok");
	else
		printf("%ld", shared->value);
	print_output(row);
}

/* The parts of `after` that `before` does not have, and the other way round. */
static void print_parts(char sign, const char *these, const char *those)
{
	while (*these != '\0') {
		size_t length = strcspn(these, ";") + 1;
		char part[700] = ";";

		memcpy(part + 1, these, length);
		part[length + 1] = '\0';
		if (strncmp(those, part + 1, length) != 0 && strstr(those, part) == NULL)
			printf(" %c%.*s", sign, (int)length - 1, these);
		these += length;
	}
}

static void restore_fixtures(void)
{
	static char after[TEXT_SIZE];

	fixtures_describe(after, sizeof(after));
	if (strcmp(before, after) == 0)
		return;
	printf(" [");
	print_parts('-', before, after);
	print_parts('+', after, before);
	printf(" ]");
	fixtures_clear();
	fixtures_make();
	fixtures_describe(before, sizeof(before));
}

static void keep_peer(void)
{
	if (values_peer > 0) {
		if (waitpid(values_peer, NULL, WNOHANG) == 0)
			return;
		printf("(the peer died)\n");
	}
	values_peer = fork();
	if (values_peer == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		setpgid(0, 0);
		for (;;)
			pause();
	}
	setpgid(values_peer, values_peer);
}

static void probe(const struct syscall_row *row, const struct value *const *chosen)
{
	int status;

	keep_peer();
	printf("%s(", row->name);
	for (unsigned int i = 0; i < row->nargs; i++)
		printf("%s%s", i == 0 ? "" : ", ", chosen[i]->label);
	printf(") = ");
	fflush(stdout);
	status = run_once(row, chosen, 0);
	if (!shared->returned && WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		status = run_once(row, chosen, 3);
	print_result(row, status);
	restore_fixtures();
	printf("\n");
}

static void probe_pair(const struct syscall_row *row, const struct values *values, unsigned int i,
		       unsigned int j)
{
	size_t total = values[i].count * values[j].count;

	for (size_t a = 0; a < values[i].count; a++) {
		for (size_t b = 0; b < values[j].count; b++) {
			const struct value *chosen[TABLE_ARGS_MAX];
			char label[200];

			for (unsigned int k = 0; k < row->nargs; k++)
				chosen[k] = &values[k].all[0];
			chosen[i] = &values[i].all[a];
			chosen[j] = &values[j].all[b];
			if ((i > 0 && a == 0) || (b == 0 && (i > 0 || j > 1)))
				continue; /* was seen with another pair */
			snprintf(label, sizeof(label), "%s %s %s", row->name, chosen[i]->label,
				 chosen[j]->label);
			if (!all_pairs && a != 0 && b != 0 && total > PAIRS_SAMPLED &&
			    label_hash(label) % total >= PAIRS_SAMPLED)
				continue;
			probe(row, chosen);
		}
	}
}

static void probe_row(const struct syscall_row *row)
{
	struct values values[TABLE_ARGS_MAX] = { 0 };

	for (unsigned int i = 0; i < row->nargs; i++)
		values[i] = values_for(row, i);
	if (row->nargs == 0) {
		probe(row, NULL);
	} else if (row->nargs == 1) {
		for (size_t a = 0; a < values[0].count; a++)
			probe(row, (const struct value *[]){ &values[0].all[a] });
	} else {
		for (unsigned int i = 0; i < row->nargs; i++)
			for (unsigned int j = i + 1; j < row->nargs; j++)
				probe_pair(row, values, i, j);
	}
}

static bool in_list(const char *list, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = list; (at = strstr(at, name)) != NULL; at += length)
		if ((at == list || at[-1] == ',') && (at[length] == ',' || at[length] == '\0'))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	const char *only = NULL;
	const char *but = "";
	int option;

	while ((option = getopt(argc, argv, "af:x:")) != -1) {
		if (option == 'a')
			all_pairs = true;
		else if (option == 'f')
			only = optarg;
		else if (option == 'x')
			but = optarg;
		else
			return 2;
	}
	if (optind + 1 != argc || chdir(argv[optind]) != 0) {
		fprintf(stderr, "usage: probe [-a] [-f NAME,...] [-x NAME,...] DIR\n");
		return 2;
	}
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	bound_resources();
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	values_buffer = mmap(NULL, VALUES_BUFFER_SIZE, PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	fixtures_clear();
	fixtures_make();
	fixtures_describe(before, sizeof(before));
	for (int id = 0; id < CALL_COUNT; id++) {
		const struct syscall_row *row = table_row((enum call_id)id);

		if (row->number[table_native_arch()] < 0 || AMONG(row->name, left_out) ||
		    (only != NULL && !in_list(only, row->name)) || in_list(but, row->name))
			continue;
		probe_row(row);
	}
	kill(values_peer, SIGKILL);
	fixtures_clear();
	return 0;
}
