/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * From the host's /dev the filter lets the gate's names of devices be opened, and nothing else: not
 * by a name of the caller's, which could be any file there and by ".." any on the host, not by a
 * piece of a name, not by an entry that creates or follows links.
 * ATTACK BROKEN: DEVICES
 */
#include <sys/sysmacros.h>

#include "escape.h"

#define NAMES_     0x100UL
#define NAME_SIZE_ 16UL
#define NAMES_END_ (NAMES_ + 6 * NAME_SIZE_)
#define NUMBERS_   24
#define PATH_      32 /* GATE_HOW_PATH */

static uint64_t gate;

/* Of each block some: reading, O_PATH, writing, creating, following, from anywhere. */
static const uint64_t entries[] = { 0,   1,   8,   31,   32,   39,   40,   44,   103,  104,  168,
				    552, 616, 680, 1127, 1128, 1160, 1167, 1168, 1200, 1208, 2000 };
#define ENTRIES_ (sizeof(entries) / sizeof(entries[0]))

static int from(int fd, uint64_t name, uint64_t entry)
{
	return (int)syscall(SYS_openat2, fd, name, gate + GATE_HOWS_ + 32 * entry, 24);
}

static bool is_device(int fd)
{
	struct stat info;

	return fstat(fd, &info) == 0 && S_ISCHR(info.st_mode) && major(info.st_rdev) == 1 &&
	       strchr("\3\5\7\10\11", (int)minor(info.st_rdev)) != NULL;
}

/* Those that the host's /dev has, and ways out of it. */
static void try_own_names(int fd)
{
	static const char *const names[] = { "null",      "kmsg",      "mem",     "tty",  "ptmx",
					     "fd/0",      "shm",       "pts",     ".",    "..",
					     "../etc",    "../proc/1", "net/tun", "fuse", "console",
					     "made-here", "log" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		for (size_t j = 0; j < ENTRIES_; j++)
			if (from(fd, (uint64_t)(uintptr_t)names[i], entries[j]) >= 0)
				escaped("a name of one's own opens in a protected directory");
}

static unsigned int try_names_of_the_gate(int fd)
{
	unsigned int opened = 0;

	for (uint64_t offset = NAMES_ - NAME_SIZE_; offset < NAMES_END_; offset++) {
		for (size_t j = 0; j < ENTRIES_; j++) {
			int got = from(fd, gate + offset, entries[j]);

			if (got < 0)
				continue;
			if (offset < NAMES_ || offset % NAME_SIZE_ != 0)
				escaped("a piece of a name opens something");
			if (!is_device(got))
				escaped("a name of a device opens something else");
			close(got);
			opened++;
		}
	}
	return opened;
}

/* A window leads into the guest's places: its own /dev has another number than the host's. */
static void refuse_host_devices(int window)
{
	struct stat own, info;
	int null = openat(window, "null", O_PATH);

	if (null >= 0 && is_device(null) && fstat(window, &info) == 0 && stat("/dev", &own) == 0 &&
	    (info.st_ino != own.st_ino || info.st_dev != own.st_dev))
		escaped("the host's /dev opens as a window");
	close(null);
}

int main(void)
{
	static const char here[] = ".";
	unsigned int opened = 0;
	int first;

	enter_scratch();
	gate = find_gate();
	first = find_protected();
	for (int fd = first; fd < first + NUMBERS_; fd++) {
		int window = from(fd, (uint64_t)(uintptr_t)here, PATH_);

		if (window >= 0) {
			refuse_host_devices(window);
			close(window);
			continue;
		}
		try_own_names(fd);
		opened += try_names_of_the_gate(fd);
	}
	printf("%u opens of devices\n", opened);
	contained();
}
