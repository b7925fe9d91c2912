/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * One row per node of the synthetic /proc. What has no row does not exist (I3). COPY rows
 * are host files that tell nothing but numbers of the machine; a row whose host file is
 * missing does not exist either.
 */
#include <errno.h>
#include <string.h>

#include "syscall/proc_node.h"

#define DIR(name, mode)                                                                            \
	{                                                                                          \
		name, NODE_DIRECTORY, mode, 0, NULL, NULL                                          \
	}
#define COPY(name)                                                                                 \
	{                                                                                          \
		name, NODE_FILE, 0, 0, proc_copy, NULL                                             \
	}
#define LIVE(name)                                                                                 \
	{                                                                                          \
		name, NODE_FILE, 0, PROC_LIVE, proc_copy, NULL                                     \
	}
#define MADE(name, mode, reader)                                                                   \
	{                                                                                          \
		name, NODE_FILE, mode, 0, reader, NULL                                             \
	}
#define LINK(name, text)                                                                           \
	{                                                                                          \
		name, NODE_LINK, 0777, 0, NULL, text                                               \
	}

/* Of all interfaces, of new ones and of the loopback: the names of others are not told. */
#define IPV4_CONF(interface)                                                                       \
	DIR("sys/net/ipv4/conf/" interface, 0555),                                                 \
		COPY("sys/net/ipv4/conf/" interface "/accept_redirects"),                          \
		COPY("sys/net/ipv4/conf/" interface "/accept_source_route"),                       \
		COPY("sys/net/ipv4/conf/" interface "/arp_announce"),                              \
		COPY("sys/net/ipv4/conf/" interface "/arp_ignore"),                                \
		COPY("sys/net/ipv4/conf/" interface "/forwarding"),                                \
		COPY("sys/net/ipv4/conf/" interface "/log_martians"),                              \
		COPY("sys/net/ipv4/conf/" interface "/proxy_arp"),                                 \
		COPY("sys/net/ipv4/conf/" interface "/route_localnet"),                            \
		COPY("sys/net/ipv4/conf/" interface "/rp_filter"),                                 \
		COPY("sys/net/ipv4/conf/" interface "/secure_redirects"),                          \
		COPY("sys/net/ipv4/conf/" interface "/send_redirects")
#define IPV6_CONF(interface)                                                                       \
	DIR("sys/net/ipv6/conf/" interface, 0555),                                                 \
		COPY("sys/net/ipv6/conf/" interface "/accept_ra"),                                 \
		COPY("sys/net/ipv6/conf/" interface "/accept_redirects"),                          \
		COPY("sys/net/ipv6/conf/" interface "/accept_source_route"),                       \
		COPY("sys/net/ipv6/conf/" interface "/autoconf"),                                  \
		COPY("sys/net/ipv6/conf/" interface "/disable_ipv6"),                              \
		COPY("sys/net/ipv6/conf/" interface "/forwarding"),                                \
		COPY("sys/net/ipv6/conf/" interface "/hop_limit"),                                 \
		COPY("sys/net/ipv6/conf/" interface "/mtu"),                                       \
		COPY("sys/net/ipv6/conf/" interface "/use_tempaddr")

/* "self" and "thread-self" have no constant text: proc.c makes it for the caller. */
static const struct proc_row global_rows[] = {
	LINK("self", NULL),
	LINK("thread-self", NULL),
	LINK("mounts", "self/mounts"),
	LINK("net", "self/net"),
	COPY("buddyinfo"),
	COPY("cgroups"),
	COPY("cmdline"),
	COPY("config.gz"),
	COPY("consoles"),
	COPY("cpuinfo"),
	COPY("crypto"),
	COPY("devices"),
	COPY("diskstats"),
	COPY("dma"),
	COPY("execdomains"),
	COPY("filesystems"),
	COPY("interrupts"),
	MADE("loadavg", 0444, proc_loadavg),
	MADE("locks", 0444, proc_locks),
	LIVE("meminfo"),
	COPY("misc"),
	COPY("modules"),
	COPY("partitions"),
	DIR("pressure", 0555),
	COPY("pressure/cpu"),
	COPY("pressure/io"),
	COPY("pressure/memory"),
	COPY("softirqs"),
	LIVE("stat"),
	MADE("swaps", 0444, proc_swaps),
	DIR("sys", 0555),
	DIR("sys/fs", 0555),
	COPY("sys/fs/aio-max-nr"),
	COPY("sys/fs/aio-nr"),
	DIR("sys/fs/binfmt_misc", 0555),
	COPY("sys/fs/dentry-state"),
	COPY("sys/fs/dir-notify-enable"),
	DIR("sys/fs/epoll", 0555),
	COPY("sys/fs/epoll/max_user_watches"),
	DIR("sys/fs/fanotify", 0555),
	COPY("sys/fs/fanotify/max_queued_events"),
	COPY("sys/fs/fanotify/max_user_groups"),
	COPY("sys/fs/fanotify/max_user_marks"),
	COPY("sys/fs/file-max"),
	COPY("sys/fs/file-nr"),
	COPY("sys/fs/inode-nr"),
	COPY("sys/fs/inode-state"),
	DIR("sys/fs/inotify", 0555),
	COPY("sys/fs/inotify/max_queued_events"),
	COPY("sys/fs/inotify/max_user_instances"),
	COPY("sys/fs/inotify/max_user_watches"),
	COPY("sys/fs/lease-break-time"),
	COPY("sys/fs/leases-enable"),
	COPY("sys/fs/mount-max"),
	DIR("sys/fs/mqueue", 0555),
	COPY("sys/fs/mqueue/msg_default"),
	COPY("sys/fs/mqueue/msg_max"),
	COPY("sys/fs/mqueue/msgsize_default"),
	COPY("sys/fs/mqueue/msgsize_max"),
	COPY("sys/fs/mqueue/queues_max"),
	COPY("sys/fs/nr_open"),
	COPY("sys/fs/overflowgid"),
	COPY("sys/fs/overflowuid"),
	COPY("sys/fs/pipe-max-size"),
	COPY("sys/fs/pipe-user-pages-hard"),
	COPY("sys/fs/pipe-user-pages-soft"),
	COPY("sys/fs/protected_fifos"),
	COPY("sys/fs/protected_hardlinks"),
	COPY("sys/fs/protected_regular"),
	COPY("sys/fs/protected_symlinks"),
	COPY("sys/fs/suid_dumpable"),
	DIR("sys/kernel", 0555),
	COPY("sys/kernel/arch"),
	COPY("sys/kernel/auto_msgmni"),
	COPY("sys/kernel/cap_last_cap"),
	COPY("sys/kernel/dmesg_restrict"),
	MADE("sys/kernel/core_pattern", 0, proc_core_pattern),
	COPY("sys/kernel/core_pipe_limit"),
	COPY("sys/kernel/core_uses_pid"),
	{ "sys/kernel/domainname", NODE_FILE, 0, 0, proc_kernel_name, NULL },
	{ "sys/kernel/hostname", NODE_FILE, 0, 0, proc_kernel_name, NULL },
	COPY("sys/kernel/io_uring_disabled"),
	COPY("sys/kernel/kptr_restrict"),
	COPY("sys/kernel/msgmax"),
	COPY("sys/kernel/msgmnb"),
	COPY("sys/kernel/msgmni"),
	COPY("sys/kernel/ngroups_max"),
	COPY("sys/kernel/nmi_watchdog"),
	COPY("sys/kernel/numa_balancing"),
	{ "sys/kernel/osrelease", NODE_FILE, 0, 0, proc_kernel_name, NULL },
	{ "sys/kernel/ostype", NODE_FILE, 0, 0, proc_kernel_name, NULL },
	COPY("sys/kernel/overflowgid"),
	COPY("sys/kernel/overflowuid"),
	COPY("sys/kernel/panic"),
	COPY("sys/kernel/panic_on_oops"),
	COPY("sys/kernel/panic_on_warn"),
	COPY("sys/kernel/perf_cpu_time_max_percent"),
	COPY("sys/kernel/perf_event_max_contexts_per_stack"),
	COPY("sys/kernel/perf_event_max_sample_rate"),
	COPY("sys/kernel/perf_event_max_stack"),
	COPY("sys/kernel/perf_event_mlock_kb"),
	COPY("sys/kernel/perf_event_paranoid"),
	COPY("sys/kernel/pid_max"),
	COPY("sys/kernel/printk"),
	DIR("sys/kernel/pty", 0555),
	COPY("sys/kernel/pty/max"),
	COPY("sys/kernel/pty/nr"),
	COPY("sys/kernel/pty/reserve"),
	DIR("sys/kernel/random", 0555),
	COPY("sys/kernel/random/boot_id"),
	COPY("sys/kernel/random/entropy_avail"),
	COPY("sys/kernel/random/poolsize"),
	COPY("sys/kernel/random/urandom_min_reseed_secs"),
	COPY("sys/kernel/random/uuid"),
	COPY("sys/kernel/random/write_wakeup_threshold"),
	COPY("sys/kernel/randomize_va_space"),
	COPY("sys/kernel/sched_autogroup_enabled"),
	COPY("sys/kernel/sched_cfs_bandwidth_slice_us"),
	COPY("sys/kernel/sched_child_runs_first"),
	COPY("sys/kernel/sched_deadline_period_max_us"),
	COPY("sys/kernel/sched_deadline_period_min_us"),
	COPY("sys/kernel/sched_rr_timeslice_ms"),
	COPY("sys/kernel/sched_rt_period_us"),
	COPY("sys/kernel/sched_rt_runtime_us"),
	DIR("sys/kernel/seccomp", 0555),
	COPY("sys/kernel/seccomp/actions_avail"),
	COPY("sys/kernel/seccomp/actions_logged"),
	COPY("sys/kernel/sem"),
	COPY("sys/kernel/shmall"),
	COPY("sys/kernel/shmmax"),
	COPY("sys/kernel/shmmni"),
	COPY("sys/kernel/shm_rmid_forced"),
	COPY("sys/kernel/sysctl_writes_strict"),
	COPY("sys/kernel/tainted"),
	COPY("sys/kernel/threads-max"),
	COPY("sys/kernel/timer_migration"),
	COPY("sys/kernel/unprivileged_bpf_disabled"),
	{ "sys/kernel/version", NODE_FILE, 0, 0, proc_kernel_name, NULL },
	DIR("sys/kernel/yama", 0555),
	COPY("sys/kernel/yama/ptrace_scope"),
	DIR("sys/net", 0555),
	DIR("sys/net/core", 0555),
	COPY("sys/net/core/optmem_max"),
	COPY("sys/net/core/rmem_default"),
	COPY("sys/net/core/rmem_max"),
	COPY("sys/net/core/somaxconn"),
	COPY("sys/net/core/wmem_default"),
	COPY("sys/net/core/wmem_max"),
	DIR("sys/net/ipv4", 0555),
	DIR("sys/net/ipv4/conf", 0555),
	IPV4_CONF("all"),
	IPV4_CONF("default"),
	IPV4_CONF("lo"),
	COPY("sys/net/ipv4/ip_default_ttl"),
	COPY("sys/net/ipv4/ip_forward"),
	COPY("sys/net/ipv4/ip_local_port_range"),
	COPY("sys/net/ipv4/ip_local_reserved_ports"),
	COPY("sys/net/ipv4/ip_unprivileged_port_start"),
	COPY("sys/net/ipv4/ping_group_range"),
	COPY("sys/net/ipv4/tcp_allowed_congestion_control"),
	COPY("sys/net/ipv4/tcp_available_congestion_control"),
	COPY("sys/net/ipv4/tcp_congestion_control"),
	COPY("sys/net/ipv4/tcp_fastopen"),
	COPY("sys/net/ipv4/tcp_fin_timeout"),
	COPY("sys/net/ipv4/tcp_keepalive_intvl"),
	COPY("sys/net/ipv4/tcp_keepalive_probes"),
	COPY("sys/net/ipv4/tcp_keepalive_time"),
	COPY("sys/net/ipv4/tcp_max_syn_backlog"),
	COPY("sys/net/ipv4/tcp_mem"),
	COPY("sys/net/ipv4/tcp_rmem"),
	COPY("sys/net/ipv4/tcp_sack"),
	COPY("sys/net/ipv4/tcp_syncookies"),
	COPY("sys/net/ipv4/tcp_timestamps"),
	COPY("sys/net/ipv4/tcp_tw_reuse"),
	COPY("sys/net/ipv4/tcp_window_scaling"),
	COPY("sys/net/ipv4/tcp_wmem"),
	DIR("sys/net/ipv6", 0555),
	COPY("sys/net/ipv6/bindv6only"),
	DIR("sys/net/ipv6/conf", 0555),
	IPV6_CONF("all"),
	IPV6_CONF("default"),
	IPV6_CONF("lo"),
	DIR("sys/net/unix", 0555),
	COPY("sys/net/unix/max_dgram_qlen"),
	DIR("sys/user", 0555),
	COPY("sys/user/max_cgroup_namespaces"),
	COPY("sys/user/max_fanotify_groups"),
	COPY("sys/user/max_fanotify_marks"),
	COPY("sys/user/max_inotify_instances"),
	COPY("sys/user/max_inotify_watches"),
	COPY("sys/user/max_ipc_namespaces"),
	COPY("sys/user/max_mnt_namespaces"),
	COPY("sys/user/max_net_namespaces"),
	COPY("sys/user/max_pid_namespaces"),
	COPY("sys/user/max_time_namespaces"),
	COPY("sys/user/max_user_namespaces"),
	COPY("sys/user/max_uts_namespaces"),
	DIR("sys/vm", 0555),
	COPY("sys/vm/admin_reserve_kbytes"),
	COPY("sys/vm/compact_unevictable_allowed"),
	COPY("sys/vm/compaction_proactiveness"),
	COPY("sys/vm/dirty_background_bytes"),
	COPY("sys/vm/dirty_background_ratio"),
	COPY("sys/vm/dirty_bytes"),
	COPY("sys/vm/dirty_expire_centisecs"),
	COPY("sys/vm/dirty_ratio"),
	COPY("sys/vm/dirty_writeback_centisecs"),
	COPY("sys/vm/extfrag_threshold"),
	COPY("sys/vm/hugetlb_shm_group"),
	COPY("sys/vm/laptop_mode"),
	COPY("sys/vm/legacy_va_layout"),
	COPY("sys/vm/lowmem_reserve_ratio"),
	COPY("sys/vm/max_map_count"),
	COPY("sys/vm/memfd_noexec"),
	COPY("sys/vm/min_free_kbytes"),
	COPY("sys/vm/mmap_min_addr"),
	COPY("sys/vm/mmap_rnd_bits"),
	COPY("sys/vm/nr_hugepages"),
	COPY("sys/vm/nr_hugepages_mempolicy"),
	COPY("sys/vm/nr_overcommit_hugepages"),
	COPY("sys/vm/oom_dump_tasks"),
	COPY("sys/vm/oom_kill_allocating_task"),
	COPY("sys/vm/overcommit_kbytes"),
	COPY("sys/vm/overcommit_memory"),
	COPY("sys/vm/overcommit_ratio"),
	COPY("sys/vm/page-cluster"),
	COPY("sys/vm/panic_on_oom"),
	COPY("sys/vm/stat_interval"),
	COPY("sys/vm/swappiness"),
	COPY("sys/vm/unprivileged_userfaultfd"),
	COPY("sys/vm/user_reserve_kbytes"),
	COPY("sys/vm/vfs_cache_pressure"),
	COPY("sys/vm/watermark_boost_factor"),
	COPY("sys/vm/watermark_scale_factor"),
	COPY("sys/vm/zone_reclaim_mode"),
	DIR("sysvipc", 0555),
	MADE("sysvipc/msg", 0444, proc_sysvipc_msg),
	MADE("sysvipc/sem", 0444, proc_sysvipc_sem),
	MADE("sysvipc/shm", 0444, proc_sysvipc_shm),
	DIR("tty", 0555),
	COPY("tty/drivers"),
	COPY("tty/ldiscs"),
	LIVE("uptime"),
	{ "version", NODE_FILE, 0, 0, proc_version, NULL },
	LIVE("vmstat"),
	COPY("zoneinfo"),
};

#undef DIR
#undef COPY
#undef LIVE
#undef MADE
#undef LINK
#undef IPV4_CONF
#undef IPV6_CONF
#define BOTH (PROC_FOR_PROCESS | PROC_FOR_TASK)
#define DIR(name, mode, flags)                                                                     \
	{                                                                                          \
		name, NODE_DIRECTORY, mode, flags, NULL, NULL                                      \
	}
#define COPY(name, flags)                                                                          \
	{                                                                                          \
		name, NODE_FILE, 0, flags, proc_copy, NULL                                         \
	}
#define MADE(name, flags, reader)                                                                  \
	{                                                                                          \
		name, NODE_FILE, 0, flags, reader, NULL                                            \
	}
#define MAGIC(name, flags)                                                                         \
	{                                                                                          \
		name, NODE_MAGIC, 0777, flags, NULL, NULL                                          \
	}
#define REFUSED(name, flags)                                                                       \
	{                                                                                          \
		name, NODE_FILE, 0, flags, NULL, NULL                                              \
	}

/*
 * REFUSED: there, as on any Linux, but no descriptor on it may exist (mem), it tells
 * addresses of the gate (syscall, stack), or it only serves to be written. With PROC_LIVE
 * only a copy is refused: the kernel tells it to the process itself, or it is too large for one.
 * Absent: map_files (needs a capability), attr, numa_maps, timers.
 */
static const struct proc_row process_rows[] = {
	COPY("arch_status", BOTH),
	COPY("auxv", BOTH | PROC_PRIVATE),
	COPY("autogroup", PROC_FOR_PROCESS),
	MADE("cgroup", BOTH, proc_cgroup),
	MADE("children", PROC_FOR_TASK, proc_children),
	REFUSED("clear_refs", BOTH | PROC_PRIVATE),
	COPY("cmdline", BOTH | PROC_FOR_ZOMBIE),
	COPY("comm", BOTH | PROC_FOR_ZOMBIE | PROC_WRITABLE),
	COPY("coredump_filter", PROC_FOR_PROCESS | PROC_WRITABLE),
	COPY("cpu_resctrl_groups", BOTH),
	MADE("cpuset", BOTH, proc_cpuset),
	MAGIC("cwd", BOTH | PROC_PRIVATE),
	COPY("environ", BOTH | PROC_PRIVATE),
	MAGIC("exe", BOTH | PROC_PRIVATE),
	DIR("fd", 0500, BOTH | PROC_PRIVATE),
	DIR("fdinfo", 0555, BOTH | PROC_PRIVATE),
	COPY("gid_map", BOTH),
	COPY("io", BOTH | PROC_PRIVATE),
	COPY("ksm_merging_pages", BOTH | PROC_PRIVATE),
	COPY("ksm_stat", BOTH | PROC_PRIVATE),
	MADE("limits", BOTH, proc_limits),
	/* pam_loginuid, of login and cron, goes on without it, but not where it refuses. */
	COPY("loginuid", BOTH | PROC_NOT_FAKED),
	MADE("maps", BOTH | PROC_PRIVATE, proc_maps),
	REFUSED("mem", BOTH | PROC_PRIVATE),
	MADE("mountinfo", BOTH, proc_mountinfo),
	MADE("mounts", BOTH, proc_mounts),
	MADE("mountstats", PROC_FOR_PROCESS, proc_mountstats),
	DIR("net", 0555, BOTH),
	MADE("net/arp", BOTH, proc_net_list),
	MADE("net/dev", BOTH, proc_net_list),
	MADE("net/dev_mcast", BOTH, proc_net_facts),
	MADE("net/fib_trie", BOTH, proc_net_facts),
	MADE("net/fib_triestat", BOTH, proc_net_facts),
	MADE("net/icmp", BOTH, proc_net_list),
	MADE("net/icmp6", BOTH, proc_net_list),
	MADE("net/if_inet6", BOTH, proc_net_facts),
	MADE("net/igmp", BOTH, proc_net_list),
	MADE("net/igmp6", BOTH, proc_net_facts),
	MADE("net/ipv6_route", BOTH, proc_net_facts),
	MADE("net/netlink", BOTH, proc_first_line),
	COPY("net/netstat", BOTH),
	MADE("net/packet", BOTH, proc_first_line),
	COPY("net/protocols", BOTH),
	COPY("net/psched", BOTH),
	MADE("net/ptype", BOTH, proc_net_list),
	MADE("net/raw", BOTH, proc_net_list),
	MADE("net/raw6", BOTH, proc_net_list),
	MADE("net/route", BOTH, proc_net_list),
	MADE("net/rt_cache", BOTH, proc_net_list),
	COPY("net/snmp", BOTH),
	COPY("net/snmp6", BOTH),
	COPY("net/sockstat", BOTH),
	COPY("net/sockstat6", BOTH),
	COPY("net/softnet_stat", BOTH),
	MADE("net/tcp", BOTH, proc_net_list),
	MADE("net/tcp6", BOTH, proc_net_list),
	MADE("net/udp", BOTH, proc_net_list),
	MADE("net/udp6", BOTH, proc_net_list),
	MADE("net/udplite", BOTH, proc_net_list),
	MADE("net/udplite6", BOTH, proc_net_list),
	/* its lines name sockets of the host by their paths */
	MADE("net/unix", BOTH, proc_first_line),
	MADE("net/wireless", BOTH, proc_net_list),
	DIR("ns", 0511, BOTH | PROC_PRIVATE),
	MAGIC("ns/cgroup", BOTH | PROC_PRIVATE),
	MAGIC("ns/ipc", BOTH | PROC_PRIVATE),
	MAGIC("ns/mnt", BOTH | PROC_PRIVATE),
	MAGIC("ns/net", BOTH | PROC_PRIVATE),
	MAGIC("ns/pid", BOTH | PROC_PRIVATE),
	MAGIC("ns/pid_for_children", BOTH | PROC_PRIVATE),
	MAGIC("ns/time", BOTH | PROC_PRIVATE),
	MAGIC("ns/time_for_children", BOTH | PROC_PRIVATE),
	MAGIC("ns/user", BOTH | PROC_PRIVATE),
	MAGIC("ns/uts", BOTH | PROC_PRIVATE),
	COPY("oom_adj", BOTH | PROC_WRITABLE),
	COPY("oom_score", BOTH),
	COPY("oom_score_adj", BOTH | PROC_WRITABLE),
	REFUSED("pagemap", BOTH | PROC_PRIVATE | PROC_LIVE | PROC_NOT_BY_ROOT),
	COPY("personality", BOTH | PROC_PRIVATE),
	COPY("projid_map", BOTH),
	MAGIC("root", BOTH | PROC_PRIVATE),
	COPY("sched", BOTH),
	COPY("schedstat", BOTH),
	COPY("sessionid", BOTH | PROC_NOT_FAKED),
	COPY("setgroups", BOTH),
	MADE("smaps", BOTH | PROC_PRIVATE, proc_maps),
	COPY("smaps_rollup", BOTH | PROC_PRIVATE),
	REFUSED("stack", BOTH | PROC_PRIVATE),
	MADE("stat", BOTH | PROC_FOR_ZOMBIE, proc_stat),
	MADE("statm", BOTH | PROC_FOR_ZOMBIE, proc_statm),
	MADE("status", BOTH | PROC_FOR_ZOMBIE, proc_status),
	REFUSED("syscall", BOTH | PROC_PRIVATE),
	DIR("task", 0555, PROC_FOR_PROCESS),
	COPY("timens_offsets", PROC_FOR_PROCESS),
	REFUSED("timerslack_ns", PROC_FOR_PROCESS | PROC_LIVE | PROC_WRITABLE),
	COPY("uid_map", BOTH),
	MADE("wchan", BOTH, proc_zero),
};

static const struct proc_row *rows_of(const struct proc_subject *subject, size_t *ret_count)
{
	if (subject->pid == 0) {
		*ret_count = ARRAY_SIZE(global_rows);
		return global_rows;
	}
	*ret_count = ARRAY_SIZE(process_rows);
	return process_rows;
}

static bool row_applies(const struct proc_row *row, const struct proc_subject *subject)
{
	if (subject->pid == 0)
		return true;
	if (subject->is_zombie)
		return (row->flags & PROC_FOR_ZOMBIE) != 0;
	return (row->flags & (subject->is_task ? PROC_FOR_TASK : PROC_FOR_PROCESS)) != 0;
}

const struct proc_row *proc_row_find(const struct proc_subject *subject)
{
	size_t count;
	const struct proc_row *rows = rows_of(subject, &count);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].name, subject->rest) == 0)
			return row_applies(&rows[i], subject) ? &rows[i] : NULL;
	}
	return NULL;
}

int proc_row_each(const struct proc_subject *dir,
		  int (*visit)(const struct proc_row *row, const char *name, void *data),
		  void *data)
{
	size_t length = strlen(dir->rest);
	size_t count;
	const struct proc_row *rows = rows_of(dir, &count);

	for (size_t i = 0; i < count; i++) {
		const char *name = rows[i].name;
		int status;

		if (!row_applies(&rows[i], dir) || strncmp(name, dir->rest, length) != 0)
			continue;
		name += length;
		if (length > 0 && *name++ != '/')
			continue;
		if (strchr(name, '/') != NULL)
			continue;
		status = visit(&rows[i], name, data);
		if (status < 0)
			return status;
	}
	return 0;
}
