/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* realpath through links, dots and errors. */
#include "guest.h"

static void show_real(const char *path)
{
	char *real = realpath(path, NULL);

	if (!real)
		printf("%s -> %s\n", path, err_name(errno));
	else
		show_name(path, real, start_dir());
	free(real);
}

int main(void)
{
	start_dir();
	MUST(mkdir("a", 0755));
	MUST(mkdir("a/b", 0755));
	put_file("a/b/f", "x");
	MUST(symlink("a/b", "l"));
	MUST(symlink("l/f", "lf"));
	MUST(symlink("loop", "loop"));
	show_real(".");
	show_real("l");
	show_real("lf");
	show_real("l/../b//./f");
	show_real("/");
	show_real("/..");
	show_real("/dev/null");
	show_real("missing");
	show_real("lf/");
	show_real("loop");
	show_real("/proc/self/cwd/a");
	show_real("/proc/self/root/dev/null");
	return 0;
}
