/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The errors of execve. */
#include "guest.h"

static void try_exec(const char *path)
{
	char *args[] = { "x", NULL };
	char *env[] = { NULL };

	execve(path, args, env);
	printf("%.40s: %s\n", path, err_name(errno));
}

int main(int argc, char **argv)
{
	char *args[] = { "x", NULL };

	(void)argc;
	put_file("plain", "not a program\n");
	MUST(mkdir("d", 0755));
	MUST(mkdir("nox", 0755));
	copy_program(argv[0], "nox/prog", 0755);
	copy_program(argv[0], "no-x-bit", 0644);
	MUST(chmod("nox", 0600));
	put_file("text", "just text\n");
	MUST(chmod("text", 0755));
	put_file("nothing", "");
	MUST(chmod("nothing", 0755));
	MUST(symlink("loop", "loop"));
	MUST(symlink("nowhere", "dangling"));
	MUST(mkfifo("fifo", 0755));
	try_exec("missing");
	try_exec("plain");
	try_exec("no-x-bit");
	try_exec("d");
	try_exec("nox/prog");
	try_exec("text");
	try_exec("text/");
	try_exec("nothing");
	try_exec("loop");
	try_exec("dangling");
	try_exec("fifo");
	try_exec("");
	try_exec("/");
	try_exec("/dev/null");
	try_exec(repeat('a', 256));
	/* An empty name before unknown flags, these before the descriptor. */
	CALL(syscall(SYS_execveat, AT_FDCWD, "", args, NULL, 4));
	CALL(syscall(SYS_execveat, 99, "", args, NULL, AT_EMPTY_PATH | 4));
	CALL(syscall(SYS_execveat, 99, "missing", args, NULL, 4));
	CALL(execve(bad_memory(), args, NULL));
	CALL(execve(argv[0], (char **)bad_memory(), NULL));
	CALL(execve(argv[0], args, (char **)bad_memory()));
	args[0] = bad_memory();
	CALL(execve(argv[0], args, NULL));
	MUST(chmod("nox", 0755));
	return 0;
}
