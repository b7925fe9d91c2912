/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Scripts whose first line leads nowhere. */
#include "guest.h"

static void try_script(const char *text)
{
	char *args[] = { "x", NULL };

	put_file("script", text);
	MUST(chmod("script", 0755));
	execve("./script", args, NULL);
	printf("%.30s: %s\n", strtok(strdup(text), "\n"), err_name(errno));
}

int main(int argc, char **argv)
{
	char text[PATH_MAX + 64];

	(void)argc;
	MUST(mkdir("dir", 0755));
	put_file("plain", "x");
	snprintf(text, sizeof(text), "#!%s\n", start_dir());
	try_script("#!/missing/interpreter\n");
	try_script("#!\n");
	try_script("#!   \n");
	try_script("#!");
	try_script("#!./dir\n");
	try_script("#!./plain\n");
	try_script("#!plain/x\n");
	try_script("#!./script\n");
	try_script("#!missing-relative\n");
	try_script("# !/bin/sh\n");
	try_script(" #!/bin/sh\n");
	snprintf(text, sizeof(text), "#!%s\n", repeat('/', 300));
	try_script(text);
	snprintf(text, sizeof(text), "#!/%s", repeat('a', 253));
	try_script(text);
	(void)argv;
	return 0;
}
