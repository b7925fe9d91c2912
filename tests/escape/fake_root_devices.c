/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Faked root makes devices, gives files away, marks programs setuid and takes capabilities: of all
 * that nothing is real.
 * ATTACK OPTIONS: -0
 */
#include "escape.h"

#include <linux/capability.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

static void attempt_device(int type, unsigned int major, unsigned int minor)
{
	char text[64] = "";
	struct stat info;
	int fd;

	(void)unlink("device");
	if (mknod("device", (mode_t)type | 0666, makedev(major, minor)) < 0)
		return;
	fd = open("device", O_RDWR | O_NONBLOCK);
	/* fstat is faked as well: what is it really? */
	if (fd >= 0 && lseek(fd, 0, SEEK_SET) < 0 && errno == ESPIPE)
		escaped("device %u:%u is real", major, minor);
	if (fd >= 0 && read(fd, text, sizeof(text)) > 0)
		escaped("device %u:%u is read", major, minor);
	close(fd);
	if (fstatat(AT_FDCWD, "device", &info, 0) == 0 && !S_ISREG(info.st_mode) && info.st_size > 0)
		escaped("a device with a size");
}

/* It may be said to be done; nothing is. */
static void attempt_mount(void)
{
	char text[64] = "";
	struct stat info;
	int fd;

	mkdir("place", 0755);
	(void)mount(outside("dir"), "place", NULL, MS_BIND, NULL);
	(void)mount("proc", "place", "proc", 0, NULL);
	fd = open("place/secret", O_RDONLY);
	if (fd >= 0 && read(fd, text, sizeof(text) - 1) > 0)
		escaped("a directory outside is mounted: %s", text);
	close(fd);
	if (stat("place/self", &info) == 0 || stat("place/1", &info) == 0)
		escaped("a /proc is mounted");
}

int main(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct all[2] = { { ~0U, ~0U, ~0U }, { ~0U, ~0U, ~0U } };
	char path[PATH_MAX];
	struct stat info;

	enter_scratch();
	attempt_device(S_IFCHR, 1, 1);  /* mem */
	attempt_device(S_IFCHR, 1, 11); /* kmsg */
	attempt_device(S_IFCHR, 5, 0);  /* tty */
	attempt_device(S_IFCHR, 136, (unsigned int)atoi(given("ESCAPE_TTY")));
	attempt_device(S_IFCHR, 10, 229); /* fuse */
	attempt_device(S_IFBLK, 7, 0);
	attempt_device(S_IFBLK, 8, 0);
	attempt_device(S_IFBLK, 254, 0);
	make_file("mine", "x");
	(void)chown("mine", 0, 0);
	(void)chmod("mine", 06777);
	(void)syscall(SYS_capset, &header, all);
	(void)setxattr("mine", "security.capability", "\2\0\0\2\377\377\377\377\0\0\0\0\377\377\377\377\0\0\0\0", 20, 0);
	(void)setresuid(0, 0, 0);
	(void)syscall(SYS_setgroups, 0, NULL);
	must_fail(kill(given_pid("ESCAPE_PID"), SIGUSR1), "kill");
	attempt_mount();
	must_fail(syscall(SYS_open_by_handle_at, AT_FDCWD, "\10\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0", O_RDONLY),
		  "open_by_handle_at");
	must_fail(syscall(SYS_bpf, 5, path, 64), "bpf");
	must_fail(syscall(SYS_setns, 3, 0), "setns");
	must_fail(unshare(0x10000000), "unshare");
	must_fail(setpriority(PRIO_PROCESS, (id_t)given_pid("ESCAPE_PID"), 5), "setpriority");
	must_fail(chown(outside("victim"), 0, 0), "chown");
	must_fail(stat(outside("victim"), &info), "stat");
	refuse_secret(open(outside("secret"), O_RDONLY), "faked root");
	contained();
}
