/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A write moves mtime, a chmod ctime, a read leaves both. */
#include "guest.h"

static int later(struct timespec a, struct timespec b)
{
	return b.tv_sec > a.tv_sec || (b.tv_sec == a.tv_sec && b.tv_nsec > a.tv_nsec);
}

static void show_change(const char *what, struct stat *old)
{
	struct stat st;

	MUST(stat("f", &st));
	printf("%s: mtime %s, ctime %s\n", what, later(old->st_mtim, st.st_mtim) ? "moved" : "kept",
	       later(old->st_ctim, st.st_ctim) ? "moved" : "kept");
	*old = st;
	nap_ms(20);
}

int main(void)
{
	struct stat old;

	put_file("f", "content");
	MUST(stat("f", &old));
	nap_ms(20);
	show_file("f");
	show_change("read", &old);
	MUST(chmod("f", 0600));
	show_change("chmod", &old);
	put_file("f", "new");
	show_change("write", &old);
	MUST(link("f", "g"));
	show_change("link", &old);
	MUST(rename("g", "h"));
	show_change("rename", &old);
	MUST(truncate("f", 1));
	show_change("truncate", &old);
	MUST(access("f", R_OK));
	show_change("access", &old);
	return 0;
}
