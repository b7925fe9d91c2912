/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* mounts, mountinfo, mountstats of a made-up table. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cmocka.h>

#include "fakeroot/fake_root.h"
#include "syscall/proc_node.h"

static struct mount root = { .place = (char *)"",
			     .guest = (char *)"/",
			     .host = (char *)"/secret/r" };
static struct mount proc_mount = { .parent = &root,
				   .place = (char *)"proc",
				   .guest = (char *)"/proc",
				   .kind = MOUNT_PROC,
				   .synthetic = true,
				   .handle = -1 };
static struct mount dev = {
	.parent = &root, .place = (char *)"dev", .guest = (char *)"/dev", .synthetic = true
};
static struct mount null = {
	.parent = &dev, .place = (char *)"null", .guest = (char *)"/dev/null", .kind = MOUNT_FILE
};
static struct mount data = { .parent = &root,
			     .place = (char *)"my data",
			     .guest = (char *)"/my data",
			     .host = (char *)"/secret/d",
			     .read_only = true };
static struct mount file = { .parent = &root,
			     .place = (char *)"etc/hosts",
			     .guest = (char *)"/etc/hosts",
			     .kind = MOUNT_FILE };
static struct mount *mounts[] = { &root, &proc_mount, &dev, &null, &data, &file };
static struct mount_table table = { .mounts = mounts, .count = ARRAY_SIZE(mounts) };
static struct fake_root fake;
static struct jail jail = { .mounts = &table, .fake_root = &fake };

static char *text_of(TALLOC_CTX *ctx, const char *from, enum mounts_format format)
{
	struct proc_text text = PROC_TEXT_INIT(ctx);

	mounts_text(&jail, from, format, &text);
	assert_int_equal(proc_text_end(&text), 0);
	return text.data;
}

/* Types and options depend on the host of the test: the columns that do not. */
static void test_fstab_format(void **state)
{
	static const char *const points[] = { "/", "/proc", "/dev", "/my\\040data", "/etc/hosts" };
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *text = text_of(ctx, "/", MOUNTS_FSTAB);
	char *rest;
	size_t i = 0;

	(void)state;
	assert_null(strstr(text, "secret"));
	assert_non_null(strstr(text, "\nproc /proc proc rw,nosuid,nodev,noexec,relatime 0 0\n"));
	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char source[64];
		char point[64];
		char type[64];
		char options[128];
		int end = 0;

		assert_int_equal(sscanf(line, "%63s %63s %63s %127s 0 0%n", source, point, type,
					options, &end),
				 4);
		assert_int_equal(end, (int)strlen(line));
		assert_true(i < ARRAY_SIZE(points));
		assert_string_equal(point, points[i++]);
		if (strcmp(point, "/my\\040data") == 0)
			assert_memory_equal(options, "ro", 2);
	}
	assert_int_equal(i, ARRAY_SIZE(points));
	talloc_free(ctx);
}

/* KERNEL: proc_pid_mountinfo(5): id parent major:minor root point options - type source super */
static void test_mountinfo_format(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *text = text_of(ctx, "/", MOUNTS_INFO);
	unsigned int id, parent, high, low;
	char line[96];

	(void)state;
	assert_int_equal(sscanf(text, "%u %u %u:%u / / r", &id, &parent, &high, &low), 4);
	assert_int_equal(high, major(root.dev));
	assert_int_equal(low, minor(root.dev));
	assert_true(parent < id);
	(void)snprintf(line, sizeof(line),
		       " %u 0:0 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw\n", id);
	assert_non_null(strstr(text, line));
	assert_non_null(strstr(text, " / /my\\040data ro"));
	assert_null(strstr(text, "/dev/null"));
	talloc_free(ctx);
}

static void test_mountstats_format(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *text = text_of(ctx, "/", MOUNTS_STATS);

	(void)state;
	assert_non_null(strstr(text, "device proc mounted on /proc with fstype proc\n"));
	talloc_free(ctx);
}

/* In a chroot only what lies below it exists, named from there. */
static void test_chroot(void **state)
{
	TALLOC_CTX *ctx = talloc_new(NULL);
	char *text = text_of(ctx, "/etc", MOUNTS_FSTAB);

	(void)state;
	assert_non_null(strstr(text, " /hosts "));
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	text = text_of(ctx, "/de", MOUNTS_FSTAB);
	assert_string_equal(text, "");
	text = text_of(ctx, "/dev", MOUNTS_FSTAB);
	assert_non_null(strstr(text, "tmpfs / "));
	talloc_free(ctx);
}

static void ids_at(const char *text, const char *rest, unsigned int *ret_id,
		   unsigned int *ret_parent)
{
	const char *line = strstr(text, rest);

	assert_non_null(line);
	while (line > text && line[-1] != '\n')
		line--;
	assert_int_equal(sscanf(line, "%u %u", ret_id, ret_parent), 2);
}

/* Below another mount, and each other. */
static void test_faked(void **state)
{
	static char point[] = "/my data/x", inner[] = "/my data/x/y";
	static char source[] = "none", type[] = "tmpfs";
	static struct fake_mount made[] = {
		{ .dev = 0x801, .point = point, .source = source, .type = type },
		{ .dev = 0x801, .point = inner, .source = source, .magic = 0x9fa0 },
	};
	TALLOC_CTX *ctx = talloc_new(NULL);
	unsigned int around, outer, parent, id;
	char *text;

	(void)state;
	fake.mounts = made;
	fake.mount_count = 2;
	text = text_of(ctx, "/", MOUNTS_INFO);
	ids_at(text, " / /my\\040data ro", &around, &parent);
	ids_at(text, " 8:1 / /my\\040data/x rw - tmpfs none rw\n", &outer, &parent);
	assert_int_equal(parent, around);
	ids_at(text, " 8:1 / /my\\040data/x/y rw - proc none rw\n", &id, &parent);
	assert_int_equal(parent, outer);
	assert_int_not_equal(id, outer);
	assert_int_not_equal(outer, around);
	text = text_of(ctx, "/my data/x", MOUNTS_FSTAB);
	assert_string_equal(text, "none / tmpfs rw 0 0\nnone /y proc rw 0 0\n");
	fake.mount_count = 0;
	talloc_free(ctx);
}

static int open_handles(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(mounts); i++) {
		struct stat st;
		const char *path = mounts[i] == &dev ? "/dev/shm" : "/";

		if (mounts[i]->kind == MOUNT_PROC)
			continue;
		mounts[i]->handle = open(path, O_PATH | O_CLOEXEC);
		if (mounts[i]->handle < 0 || fstat(mounts[i]->handle, &st) < 0)
			return -1;
		mounts[i]->dev = st.st_dev;
	}
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fstab_format),
		cmocka_unit_test(test_mountinfo_format),
		cmocka_unit_test(test_mountstats_format),
		cmocka_unit_test(test_chroot),
		cmocka_unit_test(test_faked),
	};

	return cmocka_run_group_tests(tests, open_handles, NULL);
}
