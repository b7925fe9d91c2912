/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What a faked root may do without a stop, asked for by hand: marked calls on every protected
 * descriptor, on directories that ptjail makes up and on a bind's file whose number another thread
 * exchanges; entries that create, from every descriptor, with names that lead up, out and into a
 * link; what is left of all that once a peer may hand in a directory.
 * ATTACK OPTIONS: -0 -b @OUT@/dir:/b
 * ATTACK PIPED
 * ATTACK BROKEN: BENEATH
 */
#include <sys/xattr.h>

#include "escape.h"

static uint64_t gate;

static uint64_t marked(int fd)
{
	return (uint32_t)fd | GATE_FD_MARK_;
}

/* Bit by bit which of the calls are done. */
static int change(int fd)
{
	struct timespec times[2] = { { .tv_sec = 7 }, { .tv_sec = 7 } };
	char names[256];

	return (syscall(SYS_fchmod, marked(fd), 0777) == 0) |
	       (syscall(SYS_utimensat, marked(fd), NULL, times, 0) == 0) << 1 |
	       (syscall(SYS_fchown, marked(fd), -1, -1) == 0) << 2 |
	       (syscall(SYS_flistxattr, marked(fd), names, sizeof(names)) >= 0) << 3 |
	       (syscall(SYS_fgetxattr, marked(fd), "user.note", names, sizeof(names)) >= 0) << 4;
}

static void change_protected(void)
{
	int first = find_protected(), done;

	for (int fd = first - 64; fd < first + 512; fd++)
		if (is_kept_from_us(fd) && (done = change(fd)) != 0)
			escaped("by a mark, calls %x on the protected descriptor %d", done, fd);
}

/* The new file, if there is one, has to be our own. */
static void look_at_new(int fd, const char *how)
{
	char text[64], name[PATH_MAX];
	ssize_t length;

	if (fd < 0)
		return;
	snprintf(text, sizeof(text), "/proc/self/fd/%d", fd);
	length = readlink(text, name, sizeof(name) - 1);
	if (length < 0 || strncmp(name, "/tmp/attack-", 12) != 0)
		escaped("%s makes %.*s", how, (int)(length < 0 ? 0 : length), name);
	name[length] = '\0';
	(void)unlink(name);
	close(fd);
}

static void create_from(int fd, uint64_t how, bool own)
{
	static char up[PATH_MAX];

	if (up[0] == '\0') {
		for (int i = 0; i < 20; i++)
			strcat(up, "../");
		strcat(up, outside("dir/made") + 1);
	}
	must_fail(syscall(SYS_openat2, fd, up, how, 24), "a new file, upwards");
	must_fail(syscall(SYS_openat2, fd, outside("dir/made"), how, 24), "a new file by its path");
	if (own)
		return;
	must_fail(syscall(SYS_openat2, fd, "out/made", how, 24), "a new file behind a link");
	must_fail(syscall(SYS_openat2, fd, "dangling", how, 24), "a new file for a link");
	must_fail(syscall(SYS_openat2, fd, "self/made", how, 24), "a new file in /proc");
	look_at_new((int)syscall(SYS_openat2, fd, "made", how, 24), "an entry");
}

static void create(void)
{
	int fds[] = { AT_FDCWD,
		      open("/", O_RDONLY | O_DIRECTORY),
		      open(".", O_PATH | O_DIRECTORY),
		      open("/proc", O_RDONLY | O_DIRECTORY),
		      open("/proc/self/fd", O_RDONLY | O_DIRECTORY),
		      open("/dev", O_RDONLY | O_DIRECTORY),
		      open("/dev/pts", O_RDONLY | O_DIRECTORY) };

	for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++) {
		/*
		 * "/" and "/dev" are ours to make files in; what stands for /dev/pts is a directory of
		 * members only, and no name leads into it.
		 */
		bool own = i == 1 || i == 5 || i == 6;

		for (uint64_t n = GATE_HOW_NEW_ - 64; n < GATE_HOW_ROOT_; n += 5) {
			uint64_t how = gate + GATE_HOWS_ + 32 * n;

			create_from(fds[i], how, own);
			create_from(fds[i], how + 32 * GATE_HOW_ANY_, own);
		}
		close(fds[i]);
	}
}

/* Who may make files where ptjail makes things up leads it nowhere. */
static void change_made_up(void)
{
	static const char *const places[] = { "/proc", "/proc/self", "/proc/self/fd",
					      "/proc/self/task", "/dev" };
	char text[4096];
	int fd;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		fd = open(places[i], O_RDONLY | O_DIRECTORY);
		(void)change(fd);
		for (uint64_t n = GATE_HOW_NEW_; n < GATE_HOW_NEW_ + 64; n += 9) {
			static const char *const names[] = { "status", "maps", "1", "exe",
							     "status:0" };

			for (size_t j = 0; j < sizeof(names) / sizeof(names[0]); j++)
				close((int)syscall(SYS_openat2, fd, names[j],
						   gate + GATE_HOWS_ + 32 * (GATE_HOW_ANY_ + n),
						   24));
		}
		close(fd);
	}
	fd = open("/proc/self/status", O_RDONLY);
	if (read(fd, text, sizeof(text)) < 64 || strncmp(text, "Name:", 5) != 0)
		escaped("/proc/self/status is the attacker's");
	close(fd);
}

static int own, other;
static const int working = 100;

static void *flip(void *data)
{
	(void)data;
	for (;;) {
		dup2(own, working);
		linger(300);
		dup2(other, working);
		linger(300);
	}
	return NULL;
}

/* Host's set-id bits and owners: whatever the number leads to at the time. */
static void change_flipping(void)
{
	struct race race = { 0 };

	make_file("own", "x");
	make_file("other", "x");
	own = open("own", O_RDWR);
	other = open("other", O_RDWR);
	if (fchmod(own, 06755) < 0 || fchown(own, 33, 33) < 0)
		broken("fchmod");
	(void)start(flip, NULL);
	while (racing(&race)) {
		(void)fchmod(working, race.rounds % 2 == 0 ? 06755 : 0644);
		(void)syscall(SYS_fchmod, marked(working), 06777);
		(void)fchown(working, race.rounds % 3 == 0 ? 0 : 33, 33);
		for (int i = 0; i < 2; i++) {
			int mode = host_mode(i == 0 ? own : other, gate);

			if (mode < 0)
				broken("statx");
			if ((mode & 07000) != 0)
				escaped("the host has mode %o", mode);
		}
	}
}

static bool is_open(void)
{
	uint64_t any = GATE_HOW_ANY_ + GATE_HOW_NEW_;
	bool made = false;

	for (uint64_t n = 0; n < 8 * 64; n++) {
		int fd = (int)syscall(SYS_openat2, AT_FDCWD, "made",
				      gate + GATE_HOWS_ + 32 * (any + n), 24);

		made = made || fd >= 0;
		close(fd);
		unlink("made");
	}
	return made;
}

int main(void)
{
	struct sockaddr_un address;
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	gate = find_gate();
	enter_scratch();
	if (symlink(outside("dir"), "out") < 0 || symlink(outside("dir/made"), "dangling") < 0)
		broken("symlink");
	change_protected();
	create();
	change_made_up();
	if (!is_open())
		broken("no entry creates from the cwd");
	if (bind(sock, (struct sockaddr *)&address, unix_address(&address, "socket")) < 0)
		broken("bind");
	if (is_open())
		escaped("an entry creates in what a peer may hand in");
	change_flipping();
	contained();
}
