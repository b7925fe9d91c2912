/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* nftw over a small tree, physical and following. */
#include "guest.h"

static char *lines[64];
static int count;

static int visit(const char *path, const struct stat *st, int type, struct FTW *at)
{
	char line[256];

	snprintf(line, sizeof(line), "%s type %d level %d %s", path, type, at->level,
		 type_name(st->st_mode));
	lines[count++] = strdup(line);
	return 0;
}

static void walk(int flags)
{
	count = 0;
	CALL(nftw("t", visit, 8, flags));
	qsort(lines, count, sizeof(lines[0]), name_order);
	for (int i = 0; i < count; i++)
		puts(lines[i]);
}

int main(void)
{
	MUST(mkdir("t", 0755));
	MUST(mkdir("t/a", 0755));
	MUST(mkdir("t/a/b", 0755));
	put_file("t/f", "x");
	put_file("t/a/b/g", "x");
	MUST(symlink("a", "t/l"));
	MUST(symlink("nowhere", "t/dangling"));
	walk(FTW_PHYS);
	walk(FTW_DEPTH);
	walk(FTW_PHYS | FTW_CHDIR);
	show_path("t");
	return 0;
}
