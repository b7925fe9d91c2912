// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * Says in words what the table says to the filter. Must never know more than the rows: what
 * it prints is what happens.
 */
#include "syscall/list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "syscall/table.h"
#include "util/compiler.h"

static const char *error_name(int error)
{
	switch (error) {
	case EPERM:
		return "EPERM";
	case EACCES:
		return "EACCES";
	case ENOSYS:
		return "ENOSYS";
	default:
		return strerror(error);
	}
}

static void print_conditions(FILE *file, unsigned int conditions)
{
	static const struct {
		unsigned int bit;
		const char *text;
	} texts[] = {
		{ COND_FAKE_ROOT, "ownership is faked" },
		{ COND_MERGED, "a directory lists mount points" },
		{ COND_BIRTHS_COUNTED, "processes are limited in number" },
		{ COND_SIZES_COUNTED, "files are limited in size" },
		{ COND_UNIX_NAMES, "names of unix sockets are translated" },
		{ COND_NET_JUDGED, "addresses are judged" },
		{ COND_SOCKETS_TOLD, "sockets are told of" },
		{ COND_UNAME, "the kernel has other names" },
	};
	const char *separator = "native, emulated where ";

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		if (!(conditions & texts[i].bit))
			continue;
		fprintf(file, "%s%s", separator, texts[i].text);
		separator = " or ";
	}
}

static void print_route(FILE *file, const struct syscall_row *row)
{
	switch (row->route) {
	case ROUTE_NATIVE:
		fputs("native", file);
		break;
	case ROUTE_TRACE:
		fputs("emulated", file);
		break;
	case ROUTE_DENY:
		fprintf(file, "refused %s", error_name(row->refusal));
		break;
	case ROUTE_RULE:
		fputs(table_rule_text(row->rule), file);
		break;
	case ROUTE_NATIVE_UNLESS:
		print_conditions(file, row->conditions);
		break;
	}
}

static void print_number(FILE *file, int number)
{
	if (number < 0)
		fprintf(file, " %7s", "-");
	else
		fprintf(file, " %7d", number);
}

static void print_row(FILE *file, const struct syscall_row *row)
{
	fprintf(file, "%-23s", row->name);
	print_number(file, row->number[TABLE_X86_64]);
	print_number(file, row->number[TABLE_AARCH64]);
	fprintf(file, "  %-7s ", table_class_name(row->class));
	print_route(file, row);
	fputc('\n', file);
}

static int compare_names(const void *left, const void *right)
{
	const struct syscall_row *const *a = left, *const *b = right;

	return strcmp((*a)->name, (*b)->name);
}

int list_print(FILE *file)
{
	const struct syscall_row *sorted[CALL_COUNT];

	for (enum call_id id = 0; id < CALL_COUNT; id++)
		sorted[id] = table_row(id);
	qsort(sorted, ARRAY_SIZE(sorted), sizeof(*sorted), compare_names);
	fprintf(file, "%-23s %7s %7s  %-7s %s\n", "NAME", "X86_64", "AARCH64", "CLASS", "THE JAIL");
	for (size_t i = 0; i < ARRAY_SIZE(sorted); i++)
		print_row(file, sorted[i]);
	if (fflush(file) != 0 || ferror(file))
		return errno != 0 ? -errno : -EIO;
	return 0;
}
