/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A script gets its interpreter, the one argument, its own path and the rest. */
#include "guest.h"

static void make_script(const char *self, const char *path, const char *format)
{
	char text[PATH_MAX + 64];

	snprintf(text, sizeof(text), format, self);
	put_file(path, text);
	MUST(chmod(path, 0755));
}

static void run(const char *path)
{
	printf("-- %s\n", path);
	IN_CHILD(execl(path, "argv-zero", "first", "", NULL); puts(err_name(errno)));
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		const char *execfn = (const char *)getauxval(AT_EXECFN);

		for (int i = 0; i < argc; i++)
			printf("[%s]%c", i ? argv[i] : "interpreter", i < argc - 1 ? ' ' : '\n');
		printf("execfn [%s] argv[0] is the interpreter %d\n", execfn, argv[0][0] == '/');
		show_file("/proc/self/comm");
		return 0;
	}
	make_script(argv[0], "plain", "#!%s\n");
	make_script(argv[0], "one", "#! %s  one argument with  blanks  \n");
	make_script(argv[0], "tabs", "#!\t%s\targ\t\n");
	make_script(argv[0], "unended", "#!%s arg");
	make_script(argv[0], "crlf", "#!%s arg\r\n");
	MUST(mkdir("d", 0755));
	MUST(symlink("../one", "d/link"));
	run("plain");
	run("./one");
	run("tabs");
	run("unended");
	run("crlf");
	run("d/link");
	return 0;
}
