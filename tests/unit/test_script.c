/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* src/syscall/script.c against the rules of binfmt_script, and against the kernel itself. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "syscall/script.h"

struct line {
	const char *head;
	size_t size; /* 0: strlen */
	int status;
	const char *interpreter;
	const char *argument; /* NULL: none */
};

static const struct line lines[] = {
	{ "#!/bin/sh\n", 0, 0, "/bin/sh", NULL },
	{ "#!/bin/sh", 0, 0, "/bin/sh", NULL },
	{ "#! \t/bin/sh \t\n", 0, 0, "/bin/sh", NULL },
	{ "#!/bin/sh -e\nx", 0, 0, "/bin/sh", "-e" },
	{ "#!/bin/sh\t -e  -x \t \nx", 0, 0, "/bin/sh", "-e  -x" },
	{ "#!sh\n", 0, 0, "sh", NULL },
	{ "#!/bin/sh -e", 0, 0, "/bin/sh", "-e" },
	/* Without a newline trailing blanks stay, even alone. */
	{ "#!/bin/sh -e  ", 0, 0, "/bin/sh", "-e  " },
	{ "#!/bin/sh ", 0, 0, "/bin/sh", "" },
	{ "#!/bin/sh\r\n", 0, 0, "/bin/sh\r", NULL },
	{ "#!/bin/sh\0-e\n", 13, 0, "/bin/sh", NULL },
	{ "#!/bin/sh -a\0b\n", 15, 0, "/bin/sh", "-a" },
	{ "#!", 0, 0, "", NULL },
	{ "#!\n", 0, -ENOEXEC, NULL, NULL },
	{ "#!  \t\n/bin/sh\n", 0, -ENOEXEC, NULL, NULL },
	{ "", 0, -ENOEXEC, NULL, NULL },
	{ "#", 0, -ENOEXEC, NULL, NULL },
	{ " #!/bin/sh\n", 0, -ENOEXEC, NULL, NULL },
	{ "/bin/sh\n", 0, -ENOEXEC, NULL, NULL },
};

static void test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		const struct line *line = &lines[i];
		size_t size = line->size != 0 ? line->size : strlen(line->head);
		struct script script;

		assert_int_equal(script_parse(line->head, size, &script), line->status);
		if (line->status < 0)
			continue;
		assert_string_equal(script.interpreter, line->interpreter);
		assert_int_equal(script.has_argument, line->argument != NULL);
		if (line->argument != NULL)
			assert_string_equal(script.argument, line->argument);
	}
}

/* "#!" + `blanks` + `name` x's + `tail`, filled up with y's to more than a head. */
static int parse_long(size_t blanks, size_t name, const char *tail, struct script *ret_script)
{
	char head[600];
	size_t at = 2;

	memset(head, 'y', sizeof(head));
	memcpy(head, "#!", 2);
	memset(head + at, ' ', blanks);
	at += blanks;
	memset(head + at, 'x', name);
	at += name;
	memcpy(head + at, tail, strlen(tail));
	return script_parse(head, SCRIPT_HEAD_SIZE, ret_script);
}

static void test_cut_off(void **state)
{
	struct script script;

	(void)state;
	/* 253 bytes of name and a terminator fill the head. */
	assert_int_equal(parse_long(0, 253, "\n", &script), 0);
	assert_int_equal(strlen(script.interpreter), 253);
	assert_int_equal(parse_long(0, 253, " ", &script), 0);
	assert_int_equal(strlen(script.interpreter), 253);
	assert_int_equal(script.has_argument, 0);
	assert_int_equal(parse_long(0, 254, "\n", &script), -ENOEXEC);
	assert_int_equal(parse_long(0, 300, "\n", &script), -ENOEXEC);
	assert_int_equal(parse_long(254, 20, "\n", &script), -ENOEXEC);
	/* A cut-off argument is as good as any. */
	assert_int_equal(parse_long(0, 250, " ", &script), 0);
	assert_int_equal(script.has_argument, 1);
	assert_string_equal(script.argument, "yy");
}

/*
 * The kernel is asked: the script names the interpreter by a relative path, a link to
 * echo, in a directory of our own.
 */
static char directory[] = "/tmp/ptjail-script-XXXXXX";

static int start(void **state)
{
	(void)state;
	if (mkdtemp(directory) == NULL || chdir(directory) < 0)
		return -1;
	return symlink("/bin/echo", "e");
}

static int end(void **state)
{
	(void)state;
	(void)unlink("e");
	(void)unlink("s");
	return rmdir(directory);
}

static int kernel_says(const char *head, size_t size, char *output, size_t room)
{
	int fd = open("s", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755);
	int out[2], status;
	ssize_t got = 0, part;
	pid_t child;

	assert_int_equal(write(fd, head, size), size);
	close(fd);
	assert_int_equal(pipe(out), 0);
	child = fork();
	if (child == 0) {
		dup2(out[1], 1);
		execv("./s", (char *[]){ "s", NULL });
		_exit(errno);
	}
	close(out[1]);
	while ((part = read(out[0], output + got, room - 1 - (size_t)got)) > 0)
		got += part;
	output[got] = '\0';
	close(out[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return -WEXITSTATUS(status);
}

static void test_kernel_agrees(void **state)
{
	static const char pieces[][4] = { "e", " ", "\t", "\n", "", "-x", "yy", "#!" };
	unsigned int seed = 1;

	(void)state;
	for (int round = 0; round < 400; round++) {
		char head[SCRIPT_HEAD_SIZE * 2] = "#!e";
		size_t size = round % 2 ? 3 : 2;
		char output[1024], expected[1024] = "";
		struct script script;
		int status;

		for (int count = rand_r(&seed) % 12; count > 0; count--) {
			const char *piece = pieces[(unsigned int)rand_r(&seed) % 8];
			/* The empty piece stands for a NUL. */
			size_t length = piece[0] == '\0' ? 1 : strlen(piece);

			memcpy(head + size, piece, length);
			size += length;
		}
		if (round % 5 == 0) {
			memset(head + size, round % 3 ? ' ' : 'z', 260);
			size += 200 + (size_t)rand_r(&seed) % 60;
		}
		status = script_parse(head, size, &script);
		if (status == 0 && strcmp(script.interpreter, "e") != 0)
			/* KERNEL: open_exec("") finds the cwd, which is no regular file. */
			status = script.interpreter[0] == '\0' ? -EACCES : -ENOENT;
		if (status == 0)
			(void)snprintf(expected, sizeof(expected), "%s%s./s\n", script.argument,
				       script.has_argument ? " " : "");
		assert_int_equal(kernel_says(head, size, output, sizeof(output)), status);
		assert_string_equal(output, expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_cut_off),
		cmocka_unit_test(test_kernel_agrees),
	};

	return cmocka_run_group_tests(tests, start, end);
}
