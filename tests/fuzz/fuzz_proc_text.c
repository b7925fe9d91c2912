/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Any text as the host's maps, status, stat and statm: nothing of the host's paths, the
 * gate or the tracer is left in what the guest is shown.
 */
#include "fuzz.h"
#include "syscall/proc_node.h"

#define SECRET "/home/u/secret"

static const struct path_pair pairs[] = {
	{ "/home/u/rootfs", "/", true },
	{ "/home/u/rootfs/srv/data", "/data", true },
	{ "/srv", "/host", true },
	{ "/etc/resolv.conf", "/etc/resolv.conf", false },
};

/* The name in the head of a mapping; NULL: the line is none, or it has no path. */
static const char *path_of(const char *line)
{
	unsigned long long start, end;
	int used = 0;

	if (line[0] == '\0' || strchr("0123456789abcdef", line[0]) == NULL ||
	    sscanf(line, "%llx-%llx %*4s %*x %*x:%*x %*u%n", &start, &end, &used) != 2 || used == 0)
		return NULL;
	line += used;
	line += strspn(line, " ");
	return line[0] == '/' ? line : NULL;
}

static void check_maps(const char *text)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");
		char *line = strndup(text, length);
		const char *path;

		INSIST(line != NULL);
		path = path_of(line);
		if (path != NULL) {
			/* Nothing outside, and no host name of what is inside. */
			INSIST(strncmp(path, SECRET, strlen(SECRET)) != 0);
			INSIST(strncmp(path, "/home/u/rootfs/", 15) != 0);
			INSIST(strncmp(path, "/srv/", 5) != 0);
		}
		free(line);
		text += length + (text[length] == '\n');
	}
}

static void try_maps(TALLOC_CTX *ctx, const struct input *input)
{
	struct maps_facts facts = { .hole = { 0x7000000000, 0x7002000000 },
				    .pairs = pairs,
				    .pair_count = ARRAY_SIZE(pairs) };
	struct proc_text text = PROC_TEXT_INIT(ctx);
	char *copy = input_rest(input, 1);

	maps_rewrite(copy, &facts, &text);
	INSIST(proc_text_end(&text) == 0);
	/* The root's own paths may well be "/srv/..." in the guest: only with none is it clear. */
	if (memmem(input->at, input->left, "rootfs", 6) == NULL)
		check_maps(text.data);
	free(copy);
}

static void try_status(TALLOC_CTX *ctx, const struct input *input)
{
	const struct status_facts facts = { .jail_filters = 1, .umask = 022, .gate_bytes = 4096 };
	struct proc_text text = PROC_TEXT_INIT(ctx);
	char *copy = input_rest(input, 1);
	const char *tracer;

	status_filter(copy, &facts, &text);
	INSIST(proc_text_end(&text) == 0);
	tracer = text.data;
	while ((tracer = strstr(tracer, "\nTracerPid:")) != NULL) {
		tracer += strlen("\nTracerPid:");
		INSIST(strncmp(tracer, "\t0\n", 3) == 0);
	}
	free(copy);
}

static void try_stat(TALLOC_CTX *ctx, const struct input *input)
{
	const struct status_facts facts = { .gate_bytes = 4096 };
	struct proc_text stat = PROC_TEXT_INIT(ctx);
	struct proc_text statm = PROC_TEXT_INIT(ctx);
	char *copy = input_rest(input, 1);
	const char *state;

	statm_filter(copy, 8, &statm);
	INSIST(proc_text_end(&statm) == 0);
	stat_filter(copy, &facts, &stat);
	INSIST(proc_text_end(&stat) == 0);
	state = strrchr(stat.data, ')');
	INSIST(state == NULL || strncmp(state, ") t", 3) != 0);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	TALLOC_CTX *ctx = talloc_new(NULL);

	INSIST(ctx != NULL);
	switch (input_byte(&input) & 3) {
	case 0:
	case 1:
		try_maps(ctx, &input);
		break;
	case 2:
		try_status(ctx, &input);
		break;
	case 3:
		try_stat(ctx, &input);
		break;
	}
	talloc_free(ctx);
	return 0;
}
