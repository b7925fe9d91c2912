/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Z-04: ptjail started by root. Its jail is not to be one with root's power over the machine, its
 * network, its devices or other processes, neither at once nor after an exec.
 * ATTACK AS ROOT
 */
#include "confined.h"

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/swap.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/xattr.h>

static void try_devices(void)
{
	char name[32];

	for (int i = 0; i < 8; i++) {
		snprintf(name, sizeof(name), "/tmp/device-%d-%d", getpid(), i);
		if (mknod(name, (i % 2 != 0 ? S_IFBLK : S_IFCHR) | 0600,
			  makedev(i < 4 ? 1 : 8 * (i % 2), (unsigned int)i)) == 0)
			escaped("a device was made");
	}
	must_fail(open("/dev/mem", O_RDONLY), "/dev/mem");
	must_fail(open("/dev/kmsg", O_RDONLY), "/dev/kmsg");
	must_fail(open("/dev/port", O_RDONLY), "/dev/port");
}

static void try_machine(void)
{
	struct rlimit limit = { 1 << 30, RLIM_INFINITY };
	struct sched_param first = { 1 };
	struct timeval time = { 1, 0 };
	struct ifreq interface = { .ifr_name = "lo" };
	int sock = socket(AF_INET, SOCK_DGRAM, 0);

	must_fail(mount("none", "/tmp", "tmpfs", 0, NULL), "mount");
	must_fail(umount2("/", MNT_DETACH), "umount2");
	must_fail(chroot("/tmp"), "chroot");
	must_fail(unshare(CLONE_NEWNS), "unshare");
	must_fail(swapoff("/dev/none"), "swapoff");
	must_fail(settimeofday(&time, NULL), "settimeofday");
	must_fail(sched_setscheduler(0, SCHED_FIFO, &first), "SCHED_FIFO");
	must_fail(setpriority(PRIO_PROCESS, 0, -20), "a lower nice");
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_max < 1 << 30) {
		limit.rlim_max = 1 << 30;
		must_fail(setrlimit(RLIMIT_NOFILE, &limit), "a higher hard limit");
	}
	must_fail(socket(AF_INET, SOCK_RAW, 1), "a raw socket");
	must_fail(socket(AF_PACKET, SOCK_RAW, 0), "a packet socket");
	if (sock >= 0 && ioctl(sock, SIOCGIFFLAGS, &interface) == 0)
		must_fail(ioctl(sock, SIOCSIFFLAGS, &interface), "flags of an interface");
	must_fail(syscall(SYS_open_by_handle_at, AT_FDCWD, &limit, 0), "open_by_handle_at");
}

/* What ptjail shows of the host's own is not root's to change. To what it is: no harm is done. */
static void try_metadata(void)
{
	static const char *const names[] = { "/dev/null", "/dev/full", "/dev/urandom", "/proc/meminfo",
					     "/proc/stat" };
	static const struct timespec now_both[2] = { { .tv_nsec = UTIME_NOW },
						     { .tv_nsec = UTIME_NOW } };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int fd = open(names[i], O_RDONLY);
		struct stat info;

		if (fd < 0 || fstat(fd, &info) < 0)
			broken("%s", names[i]);
		must_fail(fchmod(fd, info.st_mode & 0777), "fchmod of the host's");
		must_fail(fchown(fd, info.st_uid, info.st_gid), "fchown of the host's");
		must_fail(futimens(fd, now_both), "futimens of the host's");
		must_fail(fsetxattr(fd, "trusted.ptjail", "x", 1, XATTR_REPLACE) < 0 &&
					  errno != ENODATA
				  ? -1
				  : 0,
			  "fsetxattr of the host's");
		must_fail(chmod(names[i], info.st_mode & 0777), "chmod of the host's");
		must_fail(chown(names[i], info.st_uid, info.st_gid), "chown of the host's");
		must_fail(utimensat(AT_FDCWD, names[i], now_both, 0), "utimensat of the host's");
		close(fd);
	}
}

static void try_capabilities(void)
{
	/* CHOWN, DAC_OVERRIDE, FOWNER, FSETID, SETGID, SETUID, SETPCAP, NET_BIND_SERVICE, SETFCAP */
	const unsigned long long harmless = 0x800005dbULL;
	char line[256];
	FILE *file = fopen("/proc/self/status", "r");
	unsigned long long caps;
	int seen = 0;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "Cap%*3s: %llx", &caps) == 1 && ++seen && (caps & ~harmless) != 0)
			escaped("%s", line);
	if (seen < 4)
		broken("no capabilities in /proc/self/status");
	fclose(file);
	for (int cap = 0; cap < 41; cap++)
		if ((harmless >> cap & 1) == 0 && prctl(PR_CAPBSET_READ, cap) > 0)
			escaped("capability %d is in the bounding set", cap);
}

int main(int argc, char **argv)
{
	if (argc == 1 && getuid() != 0)
		skip("not started by root");
	try_capabilities();
	try_devices();
	try_machine();
	try_metadata();
	still_confined("root");
	if (argc == 1)
		execl(argv[0], argv[0], "again", NULL);
	if (argc == 2) {
		(void)setresuid(1000, 1000, 0);
		(void)setresuid(0, 0, 0);
		execl(argv[0], argv[0], "once", "more", NULL);
	}
	contained();
}
