/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A faked root's windows are there for those whom no mode stops. Whoever gave up his rights, by any
 * call, in one thread or by an exec, tries every entry from every descriptor on what a mode keeps
 * from him; nobody gets an entry that writes to what is there. The calls that in-process code marks do
 * no more for him than others, and give the host no set-id bit.
 * ATTACK OPTIONS: -0
 * ATTACK PIPED
 * ATTACK BROKEN: WINDOWS
 */
#include "escape.h"

#include <linux/capability.h>
#include <sys/fsuid.h>
#include <sys/resource.h>

enum { NUMBERS = 28, GATE_HOW_WRITE_ = 40 };

static uint64_t gate;

static bool is_read(int fd)
{
	char text[16] = "";
	bool read_it = fd >= 0 && read(fd, text, sizeof(text) - 1) > 0;

	if (fd >= 0)
		close(fd);
	return read_it;
}

/* Where the mounts' descriptors are, and some of his own. */
static int number_of(int i)
{
	struct rlimit limit;

	if (i < 8)
		return i == 0 ? AT_FDCWD : i;
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		broken("getrlimit");
	return (int)(limit.rlim_cur > 4096 ? 4096 : limit.rlim_cur) + i - 8;
}

static unsigned int try_all(const char *path, const char *absolute)
{
	unsigned int open_ones = 0;

	for (int i = 0; i < NUMBERS; i++) {
		int fd = number_of(i);

		for (uint64_t n = 0; n < GATE_HOW_ANY_ + 64;
		     n += n < 48 || n >= GATE_HOW_ROOT_ - 8 ? 1 : 31) {
			uint64_t how = gate + GATE_HOWS_ + 32 * n;

			open_ones += is_read((int)syscall(SYS_openat2, fd, path, how, 24));
			open_ones += is_read((int)syscall(SYS_openat2, fd, absolute, how, 24));
		}
	}
	return open_ones;
}

static char place[PATH_MAX];

static void make_new(const char *who)
{
	for (int i = 0; i < NUMBERS; i++)
		for (uint64_t n = GATE_HOW_NEW_; n < GATE_HOW_ROOT_; n += 13)
			for (uint64_t any = 0; any < 2; any++) {
				uint64_t how = gate + GATE_HOWS_ + 32 * (n + any * GATE_HOW_ANY_);

				if ((int)syscall(SYS_openat2, number_of(i), "closed/new", how,
						 24) >= 0)
					escaped("%s makes a file where he may not", who);
			}
}

/* Opened by root, who has it still. */
static int held = -1;

static void change_held(const char *who)
{
	uint64_t marked = (uint32_t)held | GATE_FD_MARK_;
	struct timespec times[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };
	struct stat st;

	if (syscall(SYS_fchmod, marked, 0666) == 0 || syscall(SYS_fchmod, held, 0666) == 0)
		escaped("%s changes root's mode", who);
	if (syscall(SYS_utimensat, marked, NULL, times, 0) == 0)
		escaped("%s sets the times of root's file", who);
	(void)syscall(SYS_fchown, marked, 1000, 1000);
	if (fstat(held, &st) < 0 || st.st_uid != 0 || (st.st_mode & 0777) != 0600 ||
	    st.st_mtime == 1)
		escaped("%s changed root's file", who);
}

/* The host's own idea is told to in-process code. */
static void set_bits_on_host(void)
{
	static const unsigned int modes[] = { 04755, 02755, 06777, 01777, 0x10000 | 04755 };
	uint64_t marked = (uint32_t)held | GATE_FD_MARK_;
	int mode;

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (syscall(SYS_fchmod, marked, modes[i]) < 0)
			broken("fchmod");
		mode = host_mode(held, gate);
		if (mode < 0)
			broken("statx");
		if ((mode & 07000) != 0)
			escaped("the host has mode %o", mode);
	}
	if (syscall(SYS_fchown, marked, 1000, 1000) < 0 || fchown(held, 0, 0) < 0 ||
	    fchmod(held, 0600) < 0)
		broken("fchown");
}

static void attack(const char *who)
{
	make_new(who);
	if (held >= 0)
		change_held(who);
	if (try_all("closed/file", place + 1) != 0 || is_read(open("closed/file", O_RDONLY)))
		escaped("%s reads what is closed to him", who);
}

static void *alone(void *data)
{
	(void)data;
	if (syscall(SYS_setresuid, 1000, 1000, 1000) < 0)
		broken("setresuid");
	attack("a thread that gave up root");
	return NULL;
}

static void drop_caps(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct none[2] = { { 0 } };

	/* Root without capabilities owns it: nobody else's then. */
	if (chown("closed", 7, 7) < 0 || syscall(SYS_capset, &header, none) < 0)
		broken("capset");
	held = -1;
}

static void in_child(int way, char *self)
{
	pid_t pid = fork();

	if (pid != 0) {
		join(pid);
		return;
	}
	if (way == 0 && setuid(1000) < 0)
		broken("setuid");
	if (way == 1)
		setfsuid(1000);
	if (way == 2)
		drop_caps();
	if (way == 3) {
		if (seteuid(1000) < 0)
			broken("seteuid");
		execl(self, self, "as another", place, (char *)NULL);
		broken("exec");
	}
	if (way == 4 && (setresuid(0, 1000, 0) < 0 || setresuid(1000, 0, 1000) < 0))
		broken("setresuid");
	if (way == 4) {
		/* Root again, but not by his real id: allowed by modes, and no window is needed. */
		if (!is_read(open("closed/file", O_RDONLY)))
			broken("root again is refused");
		_exit(0);
	}
	attack("a child that gave up root");
	pid = fork();
	if (pid == 0) {
		attack("its child");
		_exit(0);
	}
	join(pid);
	_exit(0);
}

static void write_by_windows(void)
{
	for (int i = 0; i < NUMBERS; i++)
		for (uint64_t n = GATE_HOW_WRITE_; n < GATE_HOW_ROOT_; n += 3) {
			uint64_t how = gate + GATE_HOWS_ + 32 * n;
			int fd = (int)syscall(SYS_openat2, number_of(i), place + 1, how, 24);

			if (fd >= 0)
				escaped("a window writes");
		}
}

int main(int argc, char **argv)
{
	char self[PATH_MAX];
	pthread_t thread;
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);

	gate = find_gate();
	if (argc > 2) {
		(void)snprintf(place, sizeof(place), "%s", argv[2]);
		attack("a program executed by who gave up root");
		return 0;
	}
	if (length <= 0)
		broken("no name of its own");
	self[length] = '\0';
	enter_scratch();
	if (mkdir("closed", 0700) < 0)
		broken("mkdir");
	make_file("closed/file", "kept");
	if (getcwd(place, sizeof(place) - 16) == NULL)
		broken("getcwd");
	strcat(place, "/closed/file");
	if (!is_read(open("closed/file", O_RDONLY)))
		broken("root cannot read it");
	make_file("held", "kept");
	held = open("held", O_RDWR | O_CLOEXEC);
	if (held < 0)
		broken("open");
	set_bits_on_host();
	for (int way = 0; way < 5; way++)
		in_child(way, self);
	if (chown("closed", 0, 0) < 0)
		broken("chown");
	if (pthread_create(&thread, NULL, alone, NULL) != 0)
		broken("thread");
	pthread_join(thread, NULL);
	write_by_windows();
	contained();
}
