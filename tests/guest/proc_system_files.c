/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Files about the system exist and can be read. */
#include "guest.h"

static void check(const char *path)
{
	char text[256];
	int fd = open(path, O_RDONLY);
	ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof(text));

	printf("%s: %s\n", path, got > 0 ? "has text" : got ? err_name(errno) : "empty");
	if (fd >= 0)
		close(fd);
}

int main(void)
{
	check("/proc/cpuinfo");
	check("/proc/meminfo");
	check("/proc/stat");
	check("/proc/uptime");
	check("/proc/loadavg");
	check("/proc/version");
	check("/proc/filesystems");
	check("/proc/mounts");
	check("/proc/self/mountinfo");
	check("/proc/self/limits");
	check("/proc/self/auxv");
	check("/proc/sys/kernel/ostype");
	check("/proc/sys/kernel/pid_max");
	check("/proc/sys/kernel/random/uuid");
	check("/proc/sys/fs/pipe-max-size");
	check("/proc/sys/kernel/core_pattern");
	check("/proc/sys/kernel/core_uses_pid");
	check("/proc/sys/kernel/panic");
	check("/proc/sys/kernel/printk");
	check("/proc/sys/kernel/sysctl_writes_strict");
	check("/proc/sys/kernel/tainted");
	check("/proc/sys/kernel/threads-max");
	check("/proc/sys/vm/stat_interval");
	check("/proc/buddyinfo");
	check("/proc/crypto");
	check("/proc/net/psched");
	check("/proc/net/ptype");
	check("/proc/net/netlink");
	check("/proc/net/packet");
	check("/proc/self/autogroup");
	check("/proc/self/cpuset");
	check("/proc/self/ksm_stat");
	check("/proc/self/projid_map");
	check("/proc/self/timens_offsets");
	check("/proc/sys/fs/binfmt_misc");
	check("/proc/sys/fs/fanotify/max_user_marks");
	check("/proc/sys/kernel/nmi_watchdog");
	check("/proc/sys/kernel/perf_event_max_stack");
	check("/proc/sys/user/max_user_namespaces");
	check("/proc/sys/vm/dirty_expire_centisecs");
	check("/proc/sys/net/ipv4/conf/all/forwarding");
	check("/proc/sys/net/ipv4/conf/default/rp_filter");
	check("/proc/sys/net/ipv4/conf/lo/accept_redirects");
	check("/proc/sys/net/ipv4/ip_default_ttl");
	check("/proc/sys/net/ipv6/conf/all/forwarding");
	check("/proc/sys/net/ipv6/conf/lo/mtu");
	TRY_OPEN(open("/proc/sys/kernel/core_pattern", O_WRONLY));
	TRY_OPEN(open("/proc/sys/kernel/printk", O_RDWR));
	return 0;
}
