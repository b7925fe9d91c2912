/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* maps and smaps: what is rewritten, what vanishes, what is left alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/sysmacros.h>

#include <cmocka.h>

#include "syscall/proc_node.h"

static const struct path_pair pairs[] = {
	{ "/home/u/rootfs", "/", true },
	{ "/home/u/rootfs/srv/data", "/data", true },
	{ "/srv", "/host", true },
	{ "/etc/resolv.conf", "/etc/resolv.conf", false },
};
static void check(const char *host, const char *expected)
{
	const struct maps_guise guises[] = {
		{ makedev(0, 1), 77, 0x14000, makedev(0xfe, 0), 42, "/usr/lib/ld.so" },
	};
	struct maps_facts facts = { .hole = { 0x7000000000, 0x7002000000 },
				    .own = { { makedev(0, 1), 78 } },
				    .pairs = pairs,
				    .pair_count = ARRAY_SIZE(pairs),
				    .guises = guises,
				    .guise_count = ARRAY_SIZE(guises) };
	TALLOC_CTX *ctx = talloc_new(NULL);
	struct proc_text text = PROC_TEXT_INIT(ctx);
	char *copy = talloc_strdup(ctx, host);

	maps_rewrite(copy, &facts, &text);
	assert_int_equal(proc_text_end(&text), 0);
	assert_string_equal(text.data, expected);
	assert_int_equal(text.size, strlen(expected));
	talloc_free(copy);
	talloc_free(text.data);
	assert_int_equal(talloc_total_blocks(ctx), 1);
	talloc_free(ctx);
}

static void test_guest_paths(void **state)
{
	(void)state;
	check("55d0-55e0 r-xp 00001000 fd:00 1234                             "
	      "/home/u/rootfs/usr/bin/cat\n",
	      "55d0-55e0 r-xp 00001000 fd:00 1234                             /usr/bin/cat\n");
	check("1-2 r--p 0 08:01 7 /home/u/rootfs/a b (deleted)\n",
	      "1-2 r--p 0 08:01 7 /a b (deleted)\n");
	check("1-2 r--p 0 08:01 7 /home/u/rootfs/new\\012line\n",
	      "1-2 r--p 0 08:01 7 /new\\012line\n");
}

/* As if it were the other file; what lies before is not shown, nor its numbers. */
static void test_guises(void **state)
{
	(void)state;
	check("00007f00-00007f10 r-xp 00014000 00:01 77                       "
	      "/memfd:ptjail-joined (deleted)\nRss: 4 kB\n",
	      "00007f00-00007f10 r-xp 00000000 fe:00 42                         "
	      "        /usr/lib/ld.so\nRss: 4 kB\n");
	check("7f00-8f10 rw-p 00002000 00:01 77     /memfd:ptjail-joined (deleted)\nRss: 4 kB\n",
	      "");
	/* Stubs that are apart lie in front of it in the same mapping. */
	check("7f0000000-7f0020000 r-xp 00004000 00:01 77     /memfd:ptjail-joined (deleted)\n",
	      "7f0010000-7f0020000 r-xp 00000000 fe:00 42                           "
	      "    /usr/lib/ld.so\n");
	check("1-2 r-xp 00014000 00:02 77 /memfd:x\n", "1-2 r-xp 00014000 00:02 77 /memfd:x\n");
}

static void test_longest_mount_wins(void **state)
{
	(void)state;
	check("1-2 r--p 0 08:01 7 /home/u/rootfs/srv/data/x\n", "1-2 r--p 0 08:01 7 /data/x\n");
	check("1-2 r--p 0 08:01 7 /srv/x\n", "1-2 r--p 0 08:01 7 /host/x\n");
	check("1-2 r--p 0 08:01 7 /etc/resolv.conf\n", "1-2 r--p 0 08:01 7 /etc/resolv.conf\n");
}

/* A name is a prefix only up to a '/'; a file mount holds nothing below it. */
static void test_unknown_paths_vanish(void **state)
{
	(void)state;
	check("1-2 r--p 0 08:01 7      /home/u/rootfs2/secret\n", "1-2 r--p 0 08:01 7      \n");
	check("1-2 r--p 0 08:01 7 /home/u/.ssh/id\n", "1-2 r--p 0 08:01 7 \n");
	check("1-2 r--p 0 08:01 7 /etc/resolv.conf/x\n", "1-2 r--p 0 08:01 7 \n");
	check("1-2 r--p 0 08:01 7 /memfd:/home/u/secret\n", "1-2 r--p 0 08:01 7 \n");
	/* A head that is none: no kernel writes it, nothing of it is shown. */
	check("2- 1r-xp 0 08:01 7 /srv/x\nSize: 4 kB\n3-4 r--p 0 08:01 7 \n",
	      "3-4 r--p 0 08:01 7 \n");
}

static void test_kernel_names_stay(void **state)
{
	static const char same[] = "1-2 rw-p 0 00:00 0 [heap]\n"
				   "1-2 rw-p 0 00:00 0 \n"
				   "1-2 rw-s 0 00:01 9 /memfd:x (deleted)\n"
				   "1-2 rw-s 0 00:01 9 /dev/zero (deleted)\n"
				   "1-2 rw-s 0 00:01 9 /SYSV00000000 (deleted)\n";

	(void)state;
	check(same, same);
}

static void test_gate_vanishes(void **state)
{
	(void)state;
	check("6fff000000-7000000000 rw-p 0 00:00 0 \n"
	      "7000000000-7000010000 r--s 0 00:01 9 /memfd:gate (deleted)\n"
	      "7000010000-7000011000 r-xs 0 00:01 9 /memfd:gate (deleted)\n"
	      "7002000000-7002001000 rw-p 0 00:00 0 \n",
	      "6fff000000-7000000000 rw-p 0 00:00 0 \n7002000000-7002001000 rw-p 0 00:00 0 \n");
}

static void test_smaps_details_go_with_their_mapping(void **state)
{
	(void)state;
	check("10-20 r-xp 0 08:01 7 /srv/x\nSize: 4 kB\nVmFlags: rd ex\n"
	      "7000000000-7000010000 r--s 0 00:01 9 /memfd:gate (deleted)\nSize: 64 kB\n"
	      "30-40 rw-p 0 00:00 0 [stack]\nSize: 8 kB\n",
	      "10-20 r-xp 0 08:01 7 /host/x\nSize: 4 kB\nVmFlags: rd ex\n"
	      "30-40 rw-p 0 00:00 0 [stack]\nSize: 8 kB\n");
	/* A line that begins like a mapping and is none takes with it what belongs to it. */
	check("10-20 r-xp 0 08:01 7 /srv/x\nSize: 4 kB\n9-: 4 kB\nRss: 4 kB\n"
	      "30-40 rw-p 0 00:00 0 \nSize: 8 kB\n",
	      "10-20 r-xp 0 08:01 7 /host/x\nSize: 4 kB\n30-40 rw-p 0 00:00 0 \nSize: 8 kB\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guest_paths),
		cmocka_unit_test(test_longest_mount_wins),
		cmocka_unit_test(test_guises),
		cmocka_unit_test(test_unknown_paths_vanish),
		cmocka_unit_test(test_kernel_names_stay),
		cmocka_unit_test(test_gate_vanishes),
		cmocka_unit_test(test_smaps_details_go_with_their_mapping),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
