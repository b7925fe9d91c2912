/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* chown of each type: who may give what to whom, set-id bits, times. */
#include "as_user.h"

static void of_each_type(int kind)
{
	const char *n = kinds[kind];

	make_kind(kind, n, 0644);
	MOVES(n, ".", lchown(n, 123, 456));
	show_owner(n);
	MOVES(n, ".", lchown(n, -1, -1));
	show_owner(n);
	CALL(lchown(n, 0, -1));
	CALL(lchown(n, -1, 0));
	show_owner(n);
	if (kind != KIND_LINK) {
		MUST(symlink(n, "l"));
		CALL(chown("l", 3, 4));
		show_owner(n);
		show_owner("l");
		CALL(lchown("l", 5, 6));
		show_owner(n);
		show_owner("l");
		MUST(unlink("l"));
	}
	MUST(lchown(n, 500, 501));
	AS(500, 501, CALL(lchown(n, 500, 501)); CALL(lchown(n, 501, -1)); CALL(lchown(n, -1, 502));
	   CALL(lchown(n, -1, -1)); CALL(lchown(n, 500, -1)));
	IN_GROUP(500, 501, 502, MOVES(n, ".", lchown(n, -1, 502)); show_owner(n);
		 CALL(lchown(n, 500, 501)); CALL(lchown(n, 0, 502)); CALL(lchown(n, 502, 501)));
	show_owner(n);
	AS(501, 501, MOVES(n, ".", lchown(n, 501, 501)); CALL(lchown(n, -1, 501));
	   CALL(lchown(n, -1, -1)); CALL(lchown(n, 500, 501)));
	AS(501, 999, CALL(lchown(n, -1, 999)); CALL(lchown(n, -1, -1)));
	show_owner(n);
	remove_kind(kind, n);
}

static void set_ids(int kind)
{
	const char *n = kinds[kind];

	make_kind(kind, n, 0644);
	for (mode_t mode = 01000; mode <= 07000; mode += 01000) {
		for (int x = 0; x < 2; x++) {
			mode_t bits = mode | (x ? 0555 : 0444);

			printf("%s %04o\n", n, bits);
			MUST(lchown(n, 10, 11));
			MUST(chmod(n, bits));
			CALL(lchown(n, 10, 12));
			show_owner(n);
			MUST(chmod(n, bits));
			CALL(lchown(n, 0, 0));
			show_owner(n);
			MUST(chmod(n, bits));
			CALL(lchown(n, -1, -1));
			show_owner(n);
			MUST(lchown(n, 10, 11));
			MUST(chmod(n, bits));
			IN_GROUP(10, 11, 12, CALL(lchown(n, -1, 12)); show_owner(n));
			MUST(chmod(n, bits));
			AS(10, 12, CALL(lchown(n, 10, 12)); show_owner(n));
			MUST(chmod(n, bits));
			AS(10, 12, CALL(lchown(n, -1, -1)); show_owner(n));
			MUST(chmod(n, bits));
			AS(13, 12, CALL(lchown(n, -1, -1)); show_owner(n));
		}
	}
	remove_kind(kind, n);
}

int main(void)
{
	MUST(chmod(".", 0777));
	for (int kind = 0; kind < KINDS; kind++)
		of_each_type(kind);
	for (int kind = 0; kind < KIND_LINK; kind++)
		set_ids(kind);
	CALL(chown("missing", 1, 1));
	CALL(chown(repeat('x', 256), 1, 1));
	CALL(chown(bad_memory(), 1, 1));
	return 0;
}
