/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* unlink, rmdir, rename and link of each type: sticky directories, rights, counts and times. */
#include "as_user.h"

static int take_away(int kind, const char *path)
{
	return kind == 1 ? rmdir(path) : unlink(path);
}

static void in_sticky(int kind)
{
	static const uid_t owners[] = { 0, 50, 51, 52 };
	const char *n = kinds[kind];
	char path[64];
	char other[64];

	snprintf(path, sizeof(path), "d/%s", n);
	snprintf(other, sizeof(other), "e/%s", n);
	MUST(mkdir("d", 0755));
	MUST(mkdir("e", 0755));
	for (size_t i = 0; i < 4; i++) {
		for (size_t k = 0; k < 4; k++) {
			MUST(chown("d", owners[i], owners[i]));
			MUST(chmod("d", 01777));
			MUST(chown("e", owners[3 - k], 7));
			MUST(chmod("e", k & 1 ? 0777 : 01777));
			make_kind(kind, path, 0644);
			MUST(lchown(path, owners[k], 8));
			printf("%s of %u in one of %u\n", n, owners[k], owners[i]);
			AS(51, 51, CALL(rename(path, "d/renamed")));
			rename("d/renamed", path);
			AS(51, 51, CALL(rename(path, other)));
			rename(other, path);
			make_kind(kind, other, 0644);
			MUST(lchown(other, owners[(k + 1) % 4], 8));
			AS(51, 51, CALL(rename(path, other)));
			if (!faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW))
				MUST(take_away(kind, path));
			MUST(take_away(kind, other));
			make_kind(kind, path, 0644);
			MUST(lchown(path, owners[k], 8));
			AS(51, 51, CALL(take_away(kind, path)));
			if (!faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW))
				AS(0, 0, CALL(take_away(kind, path)));
		}
	}
	MUST(rmdir("d"));
	MUST(rmdir("e"));
}

static void by_mode(int kind)
{
	static const mode_t parents[] = { 0700, 0070, 0007, 0500, 0300, 0600, 0111, 0222, 0333 };
	const char *n = kinds[kind];
	char path[64], other[64];

	snprintf(path, sizeof(path), "d/%s", n);
	snprintf(other, sizeof(other), "e/%s", n);
	MUST(mkdir("d", 0755));
	MUST(mkdir("e", 0777));
	MUST(chmod("e", 0777));
	make_kind(kind, path, 0644);
	MUST(chown("d", 50, 60));
	MUST(lchown(path, 50, 60));
	for (size_t i = 0; i < sizeof(parents) / sizeof(parents[0]); i++) {
		static const uid_t who[] = { 50, 51, 51, 0 };
		static const gid_t group[] = { 60, 60, 61, 0 };

		for (size_t k = 0; k < 4; k++) {
			MUST(chmod("d", parents[i]));
			printf("%s in %04o\n", n, parents[i]);
			AS(who[k], group[k], CALL(rename(path, other)));
			rename(other, path);
			if (kind != 1) {
				AS(who[k], group[k], CALL(link(path, other)));
				unlink(other);
				AS(who[k], group[k], CALL(link(path, "d/second")));
				unlink("d/second");
			}
			AS(who[k], group[k], CALL(take_away(kind, path)));
			if (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW)) {
				make_kind(kind, path, 0644);
				MUST(lchown(path, 50, 60));
			}
		}
	}
	MUST(take_away(kind, path));
	MUST(rmdir("d"));
	MUST(rmdir("e"));
}

static void times_and_counts(int kind)
{
	const char *n = kinds[kind];
	struct stat st;

	make_kind(kind, n, 0644);
	MUST(mkdir("to", 0777));
	MOVES("to", ".", rename(n, "to/it"));
	MOVES("to", ".", rename("to/it", n));
	if (kind != 1) {
		MUST(lchown(n, 1, 2));
		MOVES(n, "to", link(n, "to/second"));
		MUST(lstat("to/second", &st));
		printf("%s: %lu names\n", n, (unsigned long)st.st_nlink);
		MUST(lchown("to/second", 3, 4));
		show_owner(n);
		MOVES(n, "to", unlink("to/second"));
		MUST(lstat(n, &st));
		printf("%s: %lu names\n", n, (unsigned long)st.st_nlink);
		CALL(rmdir(n));
	} else {
		CALL(link(n, "to/second"));
		CALL(unlink(n));
		MUST(mkdir("dir/in", 0755));
		CALL(rmdir(n));
		MUST(lstat(n, &st));
		printf("%s: %lu names\n", n, (unsigned long)st.st_nlink);
		MUST(rmdir("dir/in"));
		CALL(rmdir("dir/."));
		CALL(rmdir("dir/.."));
	}
	CALL(rename(n, "to/missing/x"));
	CALL(rename("missing", "to"));
	CALL(rename("to", n));
	CALL(rename(n, "to"));
	CALL(take_away(kind, n));
	rmdir("to");
	unlink("to");
}

/* A directory that moves gets another "..": its owner, or who may write in it, may do that. */
static void moved_directories(void)
{
	static const mode_t modes[] = { 0755, 0775, 0777, 0555 };

	MUST(mkdir("a", 0777));
	MUST(mkdir("b", 0777));
	MUST(chmod("a", 0777));
	MUST(chmod("b", 0777));
	for (size_t i = 0; i < 4; i++) {
		MUST(mkdir("a/m", 0755));
		MUST(chown("a/m", 70, 71));
		MUST(chmod("a/m", modes[i]));
		printf("moved %04o\n", modes[i]);
		AS(70, 71, CALL(rename("a/m", "b/m")); CALL(rename("b/m", "a/m")));
		AS(72, 71, CALL(rename("a/m", "b/m")); CALL(rename("b/m", "a/m")));
		rename("b/m", "a/m");
		AS(72, 73, CALL(rename("a/m", "b/m")); CALL(rename("b/m", "a/m")));
		rename("b/m", "a/m");
		AS(72, 73, CALL(rename("a/m", "a/n")); CALL(rename("a/n", "a/m")));
		AS(0, 0, CALL(rename("a/m", "b/m")); CALL(rename("b/m", "b/m/x")));
		MUST(rmdir("b/m"));
	}
	MUST(rmdir("a"));
	MUST(rmdir("b"));
}

int main(void)
{
	MUST(chmod(".", 0777));
	for (int kind = 0; kind < KINDS; kind++) {
		in_sticky(kind);
		by_mode(kind);
		times_and_counts(kind);
	}
	moved_directories();
	return 0;
}
