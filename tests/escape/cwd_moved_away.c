/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A working directory, and a descriptor, that is renamed, removed and made again: "..", getcwd, opens. */
#include "escape.h"

int main(void)
{
	char path[PATH_MAX] = "", where[PATH_MAX];

	enter_scratch();
	mkdir("a", 0755);
	mkdir("a/b", 0755);
	if (chdir("a/b") < 0)
		broken("chdir");
	for (int i = 0; i < 12; i++)
		strcat(path, "../");
	strcat(path, outside("secret") + 1);
	rename("../../a", "../../moved");
	refuse_secret(open(path, O_RDONLY), "a moved working directory");
	rmdir("../../moved/b");
	rmdir("../moved");
	refuse_secret(open(path, O_RDONLY), "a removed working directory");
	refuse_secret(open("../secret", O_RDONLY), "a removed working directory");
	refuse_secret(open("../out/secret", O_RDONLY), "a removed working directory");
	must_fail(open("new", O_CREAT | O_WRONLY, 0600), "creating in a removed directory");
	if (getcwd(where, sizeof(where)) != NULL && strstr(where, "esc.") != NULL)
		escaped("getcwd tells %s", where);
	(void)chdir("..");
	(void)chdir("..");
	(void)chdir("..");
	refuse_secret(open("out/secret", O_RDONLY), "above a removed directory");
	refuse_secret(open("../out/secret", O_RDONLY), "above a removed directory");
	contained();
}
