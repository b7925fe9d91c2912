/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The gate's names of a thread's own descriptors, by which attributes of handles are read: pieces
 * of them and what lies around, names of one's own, and numbers that are not the guest's.
 * ATTACK BROKEN: FD_NAMES
 * ATTACK PIPED
 */
#include <sys/xattr.h>

#include "escape.h"

#define NAMES_     0x1e000UL
#define NAME_SIZE_ 32UL
#define NAMES_END_ (NAMES_ + 256 * NAME_SIZE_)

static uint64_t gate;
static char value[256];

static const char *at_gate(uint64_t offset)
{
	return (const char *)(uintptr_t)(gate + offset);
}

static bool tells(const char *name)
{
	return getxattr(name, "user.mark", value, sizeof(value)) >= 0 ||
	       lgetxattr(name, "user.mark", value, sizeof(value)) >= 0 ||
	       listxattr(name, value, sizeof(value)) > 0 ||
	       llistxattr(name, value, sizeof(value)) > 0;
}

/* The attacker's own strings, with every way out that there is. */
static void outwards(void)
{
	char up[PATH_MAX] = "";

	for (int i = 0; i < 20; i++)
		strcat(up, "../");
	strcat(up, outside("victim") + 1);
	if (tells(up) || tells(outside("victim")) || tells("out/victim") || tells("out"))
		escaped("a name of one's own led outside");
}

/* A piece of a name is relative: in these places lies what must not be reached by the kernel. */
static void pieces(void)
{
	(void)mkdir("proc", 0700);
	(void)symlink(given("ESCAPE_OUT"), "proc/thread-self");
	(void)symlink(given("ESCAPE_OUT"), "thread-self");
	(void)symlink(given("ESCAPE_OUT"), "fd");
	(void)symlink(outside("victim"), "1");
	for (uint64_t offset = NAMES_ - 40; offset < NAMES_END_ + 40; offset++)
		if (offset % NAME_SIZE_ != 0 && tells(at_gate(offset)))
			escaped("a piece of a name led somewhere");
}

static void numbers(int first_protected)
{
	for (int fd = first_protected; fd < 256; fd++)
		if (*at_gate(NAMES_ + (uint64_t)fd * NAME_SIZE_) != '\0')
			escaped("a protected descriptor has a name");
}

int main(void)
{
	char name[NAME_SIZE_];
	int mine;

	gate = find_gate();
	enter_scratch();
	(void)symlink(given("ESCAPE_OUT"), "out");
	make_file("mine", "");
	mine = open("mine", O_PATH);
	(void)snprintf(name, sizeof(name), "/proc/thread-self/fd/%d", mine);
	if (setxattr("mine", "user.mark", "x", 1, 0) < 0 || mine < 0)
		broken("no attributes here");
	for (int i = 0; i < 3; i++) {
		if (getxattr(name, "user.mark", value, sizeof(value)) != 1)
			broken("a handle's attributes cannot be read");
		/* Where there is no in-process code there are no names either. */
		if (*at_gate(NAMES_ + (uint64_t)mine * NAME_SIZE_) != '\0' &&
		    getxattr(at_gate(NAMES_ + (uint64_t)mine * NAME_SIZE_), "user.mark", value,
			     sizeof(value)) != 1)
			broken("a handle's attributes cannot be read by its name in the gate");
		outwards();
	}
	pieces();
	numbers(find_protected());
	contained();
}
