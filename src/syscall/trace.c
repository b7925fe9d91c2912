/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See trace.h. What is printed of the guest's memory is read again for the reader's eyes
 * only: nothing is ever decided by it.
 */
#include "syscall/trace.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tracer/memory.h"

#define STRING_SHOWN 256U

/* TRUST: no name ends a line, or tells a terminal anything. */
static void print_bytes(FILE *file, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c == '"' || c == '\\')
			fprintf(file, "\\%c", c);
		else if (isprint(c))
			fputc(c, file);
		else
			fprintf(file, "\\%03o", c);
	}
}

static void print_string(FILE *file, const struct tracee *tracee, uint64_t address)
{
	char text[STRING_SHOWN];
	size_t length = 0;
	int status;

	if (address == 0) {
		fputs("NULL", file);
		return;
	}
	status = memory_read_string(tracee, address, text, sizeof(text), &length);
	if (status == -ENAMETOOLONG)
		length = sizeof(text);
	else if (status < 0) {
		fprintf(file, "%#llx", (unsigned long long)address);
		return;
	}
	fputc('"', file);
	print_bytes(file, text, length);
	fputs(status == -ENAMETOOLONG ? "\"..." : "\"", file);
}

static void print_open_flags(FILE *file, unsigned int flags)
{
	static const struct {
		unsigned int bit;
		const char *name;
	} names[] = {
		{ O_CREAT, "O_CREAT" },       { O_EXCL, "O_EXCL" },
		{ O_TRUNC, "O_TRUNC" },       { O_APPEND, "O_APPEND" },
		{ O_NONBLOCK, "O_NONBLOCK" }, { O_DIRECTORY, "O_DIRECTORY" },
		{ O_NOFOLLOW, "O_NOFOLLOW" }, { O_CLOEXEC, "O_CLOEXEC" },
		{ O_PATH, "O_PATH" },         { O_NOCTTY, "O_NOCTTY" },
	};
	static const char *const access[] = { "O_RDONLY", "O_WRONLY", "O_RDWR", "3" };
	unsigned int rest = flags & ~(unsigned int)O_ACCMODE;

	fputs(access[flags & O_ACCMODE], file);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if ((rest & names[i].bit) == 0)
			continue;
		fprintf(file, "|%s", names[i].name);
		rest &= ~names[i].bit;
	}
	if (rest != 0)
		fprintf(file, "|%#x", rest);
}

static void print_argument(FILE *file, const struct call *call, unsigned int index)
{
	uint64_t value = call->args[index];

	switch (call->row->args[index]) {
	case ARG_PATH:
	case ARG_PATH_NEW:
	case ARG_LINK_TEXT:
	case ARG_STR:
		print_string(file, call->tracee, value);
		break;
	case ARG_DIRFD:
		if ((int)(uint32_t)value == AT_FDCWD) {
			fputs("AT_FDCWD", file);
			break;
		}
		fprintf(file, "%d", (int)(uint32_t)value);
		break;
	case ARG_OPEN_FLAGS:
		print_open_flags(file, (unsigned int)value);
		break;
	case ARG_MODE:
		fprintf(file, "0%o", (unsigned int)value);
		break;
	case ARG_INT:
	case ARG_FD:
	case ARG_SIGNO:
	case ARG_PID:
	case ARG_PGRP:
	case ARG_UID:
	case ARG_GID:
	case ARG_RESOURCE:
	case ARG_WHENCE:
	case ARG_CLOCK:
	case ARG_FCNTL_COMMAND:
	case ARG_PRCTL_OPTION:
		fprintf(file, "%d", (int)(uint32_t)value);
		break;
	case ARG_UINT:
	case ARG_SOCKLEN:
		fprintf(file, "%u", (unsigned int)value);
		break;
	case ARG_LONG:
	case ARG_OFF:
		fprintf(file, "%lld", (long long)value);
		break;
	case ARG_ULONG:
	case ARG_SIZE:
		fprintf(file, "%llu", (unsigned long long)value);
		break;
	case ARG_NONE:
	case ARG_HEX:
	case ARG_PTR:
	case ARG_ADDR:
	case ARG_FD_PAIR_OUT:
	case ARG_BUF_IN:
	case ARG_BUF_OUT:
	case ARG_IOVEC:
	case ARG_ARGV:
	case ARG_DEV:
	case ARG_ACCESS_MODE:
	case ARG_AT_FLAGS:
	case ARG_OPEN_HOW:
	case ARG_CLONE_FLAGS:
	case ARG_MAP_FLAGS:
	case ARG_PROT:
	case ARG_STAT_OUT:
	case ARG_STATX_OUT:
	case ARG_STATFS_OUT:
	case ARG_SOCKADDR:
	case ARG_SOCKADDR_OUT:
	case ARG_MSGHDR:
	case ARG_MMSGHDR:
	case ARG_TIMESPEC:
	case ARG_IOCTL_COMMAND:
		if (value == 0)
			fputs("0", file);
		else
			fprintf(file, "%#llx", (unsigned long long)value);
		break;
	}
}

static void print_call(FILE *file, const struct call *call)
{
	if (call->trace_text != NULL) {
		fputs(call->trace_text, file);
		return;
	}
	fprintf(file, "%d ", call->tracee->tid);
	if (call->row == NULL) {
		fprintf(file, "syscall_%ld(", call->sysno);
	} else {
		fprintf(file, "%s(", call->row->name);
		for (unsigned int i = 0; i < call->row->nargs; i++) {
			if (i > 0)
				fputs(", ", file);
			print_argument(file, call, i);
		}
	}
	fputc(')', file);
}

void trace_entry(struct call *call)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file;

	if (call->row == NULL || call->row->class != CLASS_EXEC)
		return;
	file = open_memstream(&text, &size);
	if (file == NULL)
		return;
	print_call(file, call);
	if (fclose(file) == 0)
		call->trace_text = talloc_strdup(call->pool, text);
	free(text);
}

/* Where on the host the first place of the call lies: the handle's own name. */
static void print_host(FILE *file, const struct call *call)
{
	const struct path_place *place = &call->places[0];
	int handle = -1;
	char path[PATH_MAX];
	ssize_t length;

	if (call->place_count > 0)
		handle = place->handle >= 0 ? place->handle : place->parent;
	if (handle < 0)
		return;
	length = readlink(handle_name(handle).text, path, sizeof(path));
	if (length < 0)
		return;
	fputs(" -> ", file);
	print_bytes(file, path, (size_t)length);
	if (place->handle >= 0 || place->name == NULL)
		return;
	fputc('/', file);
	print_bytes(file, place->name, strlen(place->name));
}

void trace_result(struct call *call, long result)
{
	FILE *file = call->jail->trace;

	print_call(file, call);
	print_host(file, call);
	if (result < 0 && result > -4096)
		fprintf(file, " = -1 %s (%s)\n",
			strerrorname_np((int)-result) == NULL ? "?" : strerrorname_np((int)-result),
			strerror((int)-result));
	else
		fprintf(file, " = %ld\n", result);
}

void trace_native(struct call *call)
{
	FILE *file = call->jail->trace;

	print_call(file, call);
	fputs(" = (left to the kernel)\n", file);
}
