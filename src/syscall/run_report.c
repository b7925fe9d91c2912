/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See run_report.h. Names and units in the JSON are a contract (`--help=limits`, README): add
 * some, never rename one. Times are seconds, sizes bytes; what there is none of is null.
 */
#include "syscall/run_report.h"

#include <errno.h>
#include <sys/wait.h>

#include "syscall/unknown.h"
#include "tracer/limits.h"
#include "util/json.h"

#define NANOSECONDS 1000000000.0

static const char *limit_name(enum limits_reached reached)
{
	switch (reached) {
	case LIMITS_TIME:
		return "time";
	case LIMITS_CPU:
		return "cpu";
	case LIMITS_MEMORY:
		return "memory";
	case LIMITS_OUTPUT:
		return "output";
	case LIMITS_PROCESSES:
		return "processes";
	case LIMITS_FILES:
		return "files";
	case LIMITS_NONE:
		break;
	}
	return NULL;
}

static void add_or_null(struct json *json, const char *name, bool is_there, int value)
{
	if (is_there)
		json_add_integer(json, name, value);
	else
		json_add_null(json, name);
}

static void add_end(struct json *json, const struct jail *jail, bool ran, int status)
{
	enum limits_reached reached = jail == NULL ? LIMITS_NONE : limits_reached(jail->limits);
	bool ended = ran && reached == LIMITS_NONE && jail->engine->main_ended;
	int wait_status = ended ? jail->engine->main_status : 0;
	bool by_signal = ended && WIFSIGNALED(wait_status);

	json_add_string(json, "ended",
			reached != LIMITS_NONE ? "limit"
			: by_signal            ? "signal"
			: ended                ? "exit"
					       : "failure");
	json_add_string(json, "limit", limit_name(reached));
	add_or_null(json, "exit_code", ended && !by_signal, WEXITSTATUS(wait_status));
	add_or_null(json, "signal", by_signal, WTERMSIG(wait_status));
	json_add_integer(json, "status", status);
}

static void add_figures(struct json *json, const struct limits_figures *figures)
{
	json_open_object(json, "seconds");
	json_add_real(json, "wall", (double)figures->wall / NANOSECONDS);
	json_add_real(json, "cpu", (double)figures->cpu / NANOSECONDS);
	json_add_real(json, "user", (double)figures->user / NANOSECONDS);
	json_add_real(json, "system", (double)figures->system / NANOSECONDS);
	json_close_object(json);
	json_open_object(json, "memory");
	json_add_number(json, "peak", figures->peak_memory);
	json_add_number(json, "peak_of_a_process", figures->peak_process);
	json_close_object(json);
	json_open_object(json, "processes");
	json_add_number(json, "total", figures->processes);
	json_add_number(json, "total_threads", figures->threads);
	json_add_number(json, "most_at_once", figures->most_at_once);
	json_add_number(json, "refused", figures->refused);
	json_close_object(json);
}

static void add_limit(struct json *json, const char *name, uint64_t value)
{
	if (value == 0)
		json_add_null(json, name);
	else
		json_add_number(json, name, value);
}

static void add_time_limit(struct json *json, const char *name, uint64_t value)
{
	if (value == 0)
		json_add_null(json, name);
	else
		json_add_real(json, name, (double)value / NANOSECONDS);
}

static void add_limits(struct json *json, const struct limits_config *config)
{
	json_open_object(json, "limits");
	add_time_limit(json, "time", config->time);
	add_time_limit(json, "cpu", config->cpu);
	add_limit(json, "memory", config->memory);
	add_limit(json, "processes", config->processes);
	add_limit(json, "files", config->files);
	add_limit(json, "output", config->output);
	json_close_object(json);
}

static void add_stops(struct json *json, const struct engine_stats *stats)
{
	json_open_object(json, "stops");
	json_add_number(json, "entry", stats->stops_syscall_entry);
	json_add_number(json, "exit", stats->stops_syscall_exit);
	json_add_number(json, "remote", stats->stops_remote);
	json_add_number(json, "signal", stats->stops_signal);
	json_add_number(json, "group", stats->stops_group);
	json_add_number(json, "fork", stats->stops_fork);
	json_add_number(json, "birth", stats->stops_birth);
	json_add_number(json, "exec", stats->stops_exec);
	json_add_number(json, "end", stats->stops_death);
	json_close_object(json);
}

static void add_unknown(long number, uint64_t count, void *data)
{
	struct json *json = data;

	json_open_object(json, NULL);
	json_add_integer(json, "number", number);
	json_add_number(json, "count", count);
	json_close_object(json);
}

int run_report_write(const struct jail *jail, bool ran, int status, FILE *file)
{
	struct json json = { .file = file };

	json_open_object(&json, NULL);
	json_add_number(&json, "version", 1);
	add_end(&json, jail, ran, status);
	if (jail != NULL) {
		const struct limits_figures figures = limits_figures(jail->limits);

		add_figures(&json, &figures);
		if (jail->limits != NULL)
			add_limits(&json, limits_asked(jail->limits));
		add_stops(&json, &jail->engine->stats);
		json_add_number(&json, "denials", jail->refused);
		json_open_array(&json, "unknown_calls");
		unknown_each(jail, add_unknown, &json);
		json_close_array(&json);
	}
	json_close_object(&json);
	(void)fputc('\n', file);
	errno = EIO;
	return fflush(file) != 0 || ferror(file) ? -errno : 0;
}
