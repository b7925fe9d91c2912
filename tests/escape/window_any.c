/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The windows from any descriptor and the cwd: every byte offset around the blocks of the
 * table, wrong sizes, names that lead up and out. Then a peer comes into sight, and with him
 * the directories that he could hand in: the windows have to be shut before.
 * ATTACK BROKEN: BENEATH
 */
#include "escape.h"

static uint64_t gate;

static void try(int fd, uint64_t how, uint64_t size)
{
	static char up[PATH_MAX];

	if (up[0] == '\0') {
		for (int i = 0; i < 20; i++)
			strcat(up, "../");
		strcat(up, outside("secret") + 1);
	}
	refuse_secret((int)syscall(SYS_openat2, fd, up, how, size), "a window, upwards");
	refuse_secret((int)syscall(SYS_openat2, fd, outside("secret"), how, size),
		      "a window, absolutely");
	refuse_secret((int)syscall(SYS_openat2, fd, "out/secret", how, size), "a link");
	/* Other addresses are judged, and may well hold what asks for the attacker's own file. */
	if (how >= gate + GATE_HOWS_ + 32 * GATE_HOW_ANY_ && how % 32 == 0 && size == 24)
		must_fail(syscall(SYS_openat2, fd, "self/exe", how, size), "proc by a window");
}

static void try_all(int fd)
{
	uint64_t end = gate + GATE_HOWS_END_ + 0x80;

	for (uint64_t at = gate; at < end; at += at % 0x1000 < 0x40 ? 1 : 193)
		try(fd, at, 24);
	for (uint64_t size = 0; size < 80; size++)
		try(fd, gate + GATE_HOWS_ + 32 * GATE_HOW_ANY_, size);
}

static bool is_open(void)
{
	int fd = (int)syscall(SYS_openat2, AT_FDCWD, "mine",
			      gate + GATE_HOWS_ + 32 * GATE_HOW_ANY_, 24);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

int main(void)
{
	int fds[] = { AT_FDCWD, open("/", O_RDONLY | O_DIRECTORY),
		      open("/proc", O_RDONLY | O_DIRECTORY), open("/proc/self/fd", O_PATH),
		      open("/dev/pts", O_RDONLY | O_DIRECTORY) };
	struct sockaddr_un address;
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	gate = find_gate();
	enter_scratch();
	make_file("mine", "mine");
	(void)symlink(given("ESCAPE_OUT"), "out");
	for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		try_all(fds[i]);
	must_fail(syscall(SYS_openat2, fds[4], given("ESCAPE_TTY"),
			  gate + GATE_HOWS_ + 32 * GATE_HOW_ANY_, 24),
		  "a terminal by a window");
	if (!is_open())
		broken("the windows are shut from the start");
	if (bind(sock, (struct sockaddr *)&address, unix_address(&address, "socket")) < 0)
		broken("bind");
	if (is_open())
		escaped("a window is open from any descriptor while a peer may hand one in");
	contained();
}
