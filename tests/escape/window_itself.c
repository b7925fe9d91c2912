/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The gate's own string, by which a handle's file is changed: every byte offset around it, with all
 * flags, from all descriptors there are and the host's files beside; then a peer comes into sight,
 * and it must be no string for that any more.
 * ATTACK BROKEN: ITSELF
 * ATTACK PIPED
 */
#include "escape.h"

#define NR_FCHMODAT2    452
#define FIRST_PROTECTED 1024

static uint64_t gate;

static const struct timespec then[2] = { { 5, 5 }, { 5, 5 } };

static const char *at_gate(uint64_t offset)
{
	return (const char *)(uintptr_t)(gate + offset);
}

/* Whether in-process code is told that it may (struct gate_config, flags). */
static bool may_alter(void)
{
	uint32_t flags;

	memcpy(&flags, at_gate(0x200 + 48), sizeof(flags));
	return (flags & 2048) != 0;
}

/* One after the other: what works on what it may is no harm. */
static bool change(int fd, const char *name, int flags)
{
	bool done = syscall(NR_FCHMODAT2, fd, name, 0751, flags) == 0;

	done |= syscall(SYS_fchownat, fd, name, -1, -1, flags) == 0;
	done |= syscall(SYS_utimensat, fd, name, then, flags) == 0;
	return done;
}

static void around(int fd)
{
	static const int flags[] = { 0, AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW,
				     AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, -1 };

	for (uint64_t i = GATE_ITSELF_ - 40; i < GATE_ITSELF_ + 340;
	     i += i < GATE_ITSELF_ + 40 ? 1 : 37)
		for (size_t j = 0; j < sizeof(flags) / sizeof(flags[0]); j++)
			(void)change(fd, at_gate(i), flags[j]);
}

/* The attacker's own strings, with every way out that there is. */
static void outwards(int fd)
{
	static char up[PATH_MAX];

	if (up[0] == '\0') {
		for (int i = 0; i < 20; i++)
			strcat(up, "../");
		strcat(up, outside("victim") + 1);
	}
	if (change(fd, up, AT_EMPTY_PATH) || change(fd, outside("victim"), AT_EMPTY_PATH) ||
	    change(fd, "out/victim", AT_EMPTY_PATH) || change(fd, up, 0))
		escaped("a name led outside");
}

int main(void)
{
	struct sockaddr_un address;
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);
	int mine;

	gate = find_gate();
	enter_scratch();
	(void)symlink(given("ESCAPE_OUT"), "out");
	make_file("mine", "");
	mine = open("mine", O_PATH);
	if (*at_gate(GATE_ITSELF_) != '\0')
		broken("there is a peer already");
	for (int fd = 0; fd < FIRST_PROTECTED + 100; fd = fd == 32 ? FIRST_PROTECTED - 4 : fd + 1) {
		outwards(fd);
		if (fd >= FIRST_PROTECTED && change(fd, at_gate(GATE_ITSELF_), AT_EMPTY_PATH))
			escaped("a protected descriptor's file was changed");
		around(fd);
	}
	outwards(AT_FDCWD);
	around(AT_FDCWD);
	if (!change(mine, at_gate(GATE_ITSELF_), AT_EMPTY_PATH) && may_alter())
		broken("a handle's file cannot be changed");
	if (bind(sock, (struct sockaddr *)&address, unix_address(&address, "socket")) < 0)
		broken("bind");
	if (*at_gate(GATE_ITSELF_) == '\0' || strlen(at_gate(GATE_ITSELF_)) < PATH_MAX)
		escaped("a handle's file can be changed while a peer may hand one in");
	if (strchr(at_gate(GATE_ITSELF_), '/') != NULL)
		escaped("the string is a path");
	around(mine);
	contained();
}
