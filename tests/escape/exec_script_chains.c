/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * chains of scripts, their first lines as odd as they can be: too deep, too long, without an
 * end, with relative, outside and synthetic interpreters. None leads outside.
 */
#include "escape.h"

static void attempt(const char *line, size_t size)
{
	int fd = open("script", O_WRONLY | O_CREAT | O_TRUNC, 0755), status;
	pid_t pid;

	(void)!write(fd, line, size);
	close(fd);
	pid = fork();
	if (pid == 0) {
		alarm(10);
		dup2(open("output", O_RDWR | O_CREAT | O_TRUNC, 0600), 1);
		dup2(1, 2);
		execl("./script", "script", outside("secret"), NULL);
		_exit(5);
	}
	waitpid(pid, &status, 0);
	refuse_secret(open("output", O_RDONLY), line);
}

int main(int argc, char **argv)
{
	static char text[8192], name[16];
	const char *out = given("ESCAPE_OUT");
	static const char *const forms[] = { "#!%s/program", "#! %s/program \n", "#!/bin/sh %s/program\n",
					     "#!/..%s/program\n", "#!../../../..%s/program\n",
					     "#!/proc/self/root%s/program\n", "#!/proc/self/cwd/../..%s/program\n",
					     "#!/bin/cat %s/secret\n", "#!/bin/sh\ncat %s/secret\n",
					     "#!/proc/self/exe\n%s", "#!/dev/fd/0\n%s", "#!\n%s", "#!/\n%s" };

	/* As the interpreter of a script of its own. */
	(void)argv;
	if (argc > 1)
		return 0;
	enter_scratch();
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		snprintf(text, sizeof(text), forms[i], out);
		attempt(text, strlen(text));
		attempt(text, strlen(text) + 1);
		/* So long that the kernel would cut it. */
		memset(text, ' ', sizeof(text));
		memcpy(text, "#!", 2);
		snprintf(text + 200 + i * 8, 4096, forms[i] + 2, out);
		attempt(text, sizeof(text));
	}
	for (int i = 0; i < 8; i++) {
		snprintf(name, sizeof(name), "s%d", i);
		if (i == 0)
			snprintf(text, sizeof(text), "#!%s/program\n", out);
		else
			snprintf(text, sizeof(text), "#!./s%d\n", i - 1);
		make_file(name, text);
		chmod(name, 0755);
		snprintf(text, sizeof(text), "#!./%s\n", name);
		attempt(text, strlen(text));
	}
	attempt("#!./script\n", 11);
	contained();
}
