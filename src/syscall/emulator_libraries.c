/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See emulator_libraries.h. Runs programs of the host's, and none of the jail's. */
#include "syscall/emulator_libraries.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/fd.h"

#define OUTPUT_MAX 65536U

/* "\tNAME => PATH (0xADDRESS)": the two in the middle. False: another kind of line. */
static bool split_line(TALLOC_CTX *ctx, const char *line, size_t length,
		       struct emulator_library *ret_library)
{
	static const char arrow[] = " => ";
	const char *end = line + length;
	const char *name = line + strspn(line, " \t");
	const char *middle = memmem(line, length, arrow, sizeof(arrow) - 1);
	const char *path, *behind;

	if (middle == NULL || name >= middle)
		return false;
	path = middle + sizeof(arrow) - 1;
	behind = memmem(path, (size_t)(end - path), " (0x", 4);
	if (behind == NULL)
		behind = end;
	ret_library->name = talloc_strndup(ctx, name, (size_t)(middle - name));
	ret_library->path = talloc_strndup(ctx, path, (size_t)(behind - path));
	return true;
}

static int check_library(const struct emulator_library *library)
{
	if (library->name == NULL || library->path == NULL)
		return -ENOMEM;
	return library->path[0] == '/' && strchr(library->name, '/') == NULL ? 0 : -ELIBACC;
}

int emulator_libraries_parse(TALLOC_CTX *ctx, const char *text,
			     struct emulator_library **ret_libraries, size_t *ret_count)
{
	struct emulator_library *list = talloc_array(ctx, struct emulator_library, 0);
	size_t count = 0;
	size_t length;
	int status;

	for (; list != NULL && *text != '\0'; text += length + (text[length] == '\n')) {
		struct emulator_library library = { NULL, NULL };

		length = strcspn(text, "\n");
		if (!split_line(list, text, length, &library))
			continue;
		status = check_library(&library);
		if (status < 0) {
			talloc_free(list);
			return status;
		}
		list = talloc_realloc(ctx, list, struct emulator_library, (unsigned int)count + 1);
		if (list != NULL)
			list[count++] = library;
	}
	if (list == NULL)
		return -ENOMEM;
	*ret_libraries = list;
	*ret_count = count;
	return 0;
}

static int start_listing(const char *linker, const char *program, int *ret_output, pid_t *ret_pid)
{
	char *const words[] = { (char *)(uintptr_t)linker, (char *)(uintptr_t) "--list",
				(char *)(uintptr_t)program, NULL };
	posix_spawn_file_actions_t actions;
	int pipes[2];
	int error;

	if (pipe2(pipes, O_CLOEXEC) < 0)
		return -errno;
	error = posix_spawn_file_actions_init(&actions);
	if (error == 0) {
		error = posix_spawn_file_actions_adddup2(&actions, pipes[1], STDOUT_FILENO);
		if (error == 0)
			error = posix_spawn(ret_pid, linker, &actions, NULL, words, environ);
		(void)posix_spawn_file_actions_destroy(&actions);
	}
	(void)close(pipes[1]);
	if (error != 0) {
		(void)close(pipes[0]);
		return -error;
	}
	*ret_output = pipes[0];
	return 0;
}

static int read_listing(int output, char *text)
{
	size_t size = 0;
	ssize_t got;

	do {
		got = TEMP_FAILURE_RETRY(read(output, text + size, OUTPUT_MAX - 1 - size));
		size += got > 0 ? (size_t)got : 0;
	} while (got > 0 && size < OUTPUT_MAX - 1);
	text[size] = '\0';
	if (got < 0)
		return -errno;
	return got > 0 ? -ELIBACC : 0;
}

int emulator_libraries_find(TALLOC_CTX *ctx, const char *linker, const char *program,
			    struct emulator_library **ret_libraries, size_t *ret_count)
{
	CLEANUP_FD int output = -1;
	char *text = talloc_array(ctx, char, OUTPUT_MAX);
	int how = 0;
	pid_t pid = -1;
	int status;

	if (text == NULL)
		return -ENOMEM;
	status = start_listing(linker, program, &output, &pid);
	if (status < 0)
		return status;
	status = read_listing(output, text);
	fd_close(&output); /* a linker that still writes ends by that */
	/* ECHILD: whoever started ptjail ignores SIGCHLD, and what was read has to do. */
	if (TEMP_FAILURE_RETRY(waitpid(pid, &how, 0)) < 0 && errno != ECHILD)
		return -errno;
	if (status == 0 && how != 0)
		status = -ELIBACC;
	if (status == 0)
		status = emulator_libraries_parse(ctx, text, ret_libraries, ret_count);
	talloc_free(text);
	return status;
}
