// SPDX-License-Identifier: LGPL-3.0-or-later
/*
 * Rules about the commands of fcntl and ioctl: allow-lists; a command nobody classified never
 * runs natively.
 */
#include "syscall/rules.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/random.h>
#include <linux/sockios.h>
#include <sys/socket.h>

#include "syscall/fd_owner.h"
#include "util/broken.h"
#include "util/compiler.h"

#ifndef F_DUPFD_QUERY
#define F_DUPFD_QUERY 1027 /* KERNEL: 6.10 */
#endif
#ifndef F_CREATED_QUERY
#define F_CREATED_QUERY 1028 /* KERNEL: 6.12 */
#endif

static const uint32_t fcntl_native[] = {
	F_DUPFD,     F_DUPFD_CLOEXEC, F_GETFD,       F_SETFD,       F_GETFL,         F_GETLK,
	F_SETLK,     F_SETLKW,        F_OFD_GETLK,   F_OFD_SETLK,   F_OFD_SETLKW,    F_GETOWN,
	F_GETOWN_EX, F_GETSIG,        F_GETLEASE,    F_SETPIPE_SZ,  F_GETPIPE_SZ,    F_ADD_SEALS,
	F_GET_SEALS, F_GET_RW_HINT,   F_SET_RW_HINT, F_DUPFD_QUERY, F_CREATED_QUERY,
};

/* Signals to others without kill(2) (SECURITY.md E24), and leases, which stall the tracer. */
static const uint32_t fcntl_judged[] = { F_SETOWN, F_SETOWN_EX, F_GETOWNER_UIDS,
					 F_SETSIG, F_NOTIFY,    F_SETLEASE };

void rule_fcntl(struct rule *rule)
{
	rule_if_protected(rule, 0, rule_refuse(rule, EBADF));
	rule_if_among(rule, 1, fcntl_native, ARRAY_SIZE(fcntl_native), rule_allow(rule));
	rule_if_among(rule, 1, fcntl_judged, ARRAY_SIZE(fcntl_judged), rule_trace(rule));
	rule_if_int(rule, 1, F_SETFL, BPF_NEXT, rule_refuse(rule, EINVAL));
	rule_if_bits(rule, 2, O_ASYNC | O_NOATIME, rule_trace(rule), rule_allow(rule));
	rule_end_allow(rule);
}

/* What reads or sets the state of the caller's own terminal, socket or file. */
static const uint32_t ioctl_native[] = {
	/* terminals */
	TCGETS, TCSETS, TCSETSW, TCSETSF, TCGETA, TCSETA, TCSETAW, TCSETAF, TCGETS2, TCSETS2,
	TCSETSW2, TCSETSF2, TCSBRK, TCSBRKP, TCFLSH, TIOCSBRK, TIOCCBRK, TIOCGPGRP, TIOCGSID,
	TIOCGWINSZ, TIOCSWINSZ, TIOCOUTQ, TIOCMGET, TIOCMSET, TIOCMBIS, TIOCMBIC, TIOCGSOFTCAR,
	TIOCSSOFTCAR, TIOCNOTTY, TIOCGETD, TIOCPKT, TIOCGPKT, TIOCGPTN, TIOCSPTLCK, TIOCGPTLCK,
	TIOCGEXCL, TIOCGDEV,
	/* any descriptor */
	FIONREAD, FIONBIO, FIOCLEX, FIONCLEX, FIOQSIZE,
	/* sockets: owners, reading only */
	FIOGETOWN, SIOCGPGRP, SIOCATMARK,
	/* files: cloning takes rights from both descriptors */
	FIGETBSZ, FICLONE, FICLONERANGE, FS_IOC_GETFLAGS, FS_IOC32_GETFLAGS, FS_IOC_GETVERSION,
	FS_IOC_FSGETXATTR, FS_IOC_FIEMAP, RNDGETENTCNT
};

/* The host's interfaces, reading only. KERNEL: any socket tells of them. */
static const uint32_t ioctl_interfaces[] = {
	SIOCGIFNAME,    SIOCGIFCONF,    SIOCGIFFLAGS,  SIOCGIFADDR, SIOCGIFDSTADDR,
	SIOCGIFBRDADDR, SIOCGIFNETMASK, SIOCGIFMETRIC, SIOCGIFMTU,  SIOCGIFHWADDR,
	SIOCGIFINDEX,   SIOCGIFTXQLEN,  SIOCGIFMAP,
};

/* ENODEV: as where there is no such interface. */
static void judge_interfaces(struct rule *rule)
{
	uint64_t domains = rule->config->socket_domains;
	bool none = domains != 0 && (domains & FILTER_DEFAULT_DOMAINS & ~(1ULL << AF_UNIX)) == 0;

	rule_if_among(rule, 1, ioctl_interfaces, ARRAY_SIZE(ioctl_interfaces),
		      none ? rule_refuse(rule, ENODEV) : rule_allow(rule));
}

/* Input for whoever reads the terminal next, also after the jail (SECURITY.md E49); namespaces. */
static const uint32_t ioctl_refused[] = { TIOCSTI, TIOCLINUX, TIOCSETD, TIOCCONS, SIOCGSKNS };

/*
 * All of these types are files that lead to namespaces: nsfs (0xb7) and pidfds (0xff).
 * ENOTTY: as kernels answer that do not know them.
 */
#define TYPE_BITS  0xff00U
#define TYPE_NSFS  0xb700U
#define TYPE_PIDFD 0xff00U
/* PIDFD_GET_INFO, of any size: tells of a process, and leads nowhere. */
#define NUMBER_BITS 0xffffU
#define PIDFD_INFO  0xff0bU

/* Everything else stops: the handler knows what the descriptor is. */
void rule_ioctl(struct rule *rule)
{
	rule_if_protected(rule, 0, rule_refuse(rule, EBADF));
	rule_if_among(rule, 1, ioctl_native, ARRAY_SIZE(ioctl_native), rule_allow(rule));
	judge_interfaces(rule);
	rule_if_among(rule, 1, ioctl_refused, ARRAY_SIZE(ioctl_refused), rule_refuse(rule, EPERM));
	bpf_emit_load_low(rule->assembler, 1);
	bpf_emit_and(rule->assembler, NUMBER_BITS);
	bpf_emit_if_equal(rule->assembler, PIDFD_INFO, rule_trace(rule), BPF_NEXT);
	bpf_emit_and(rule->assembler, TYPE_BITS);
	bpf_emit_if_equal(rule->assembler, TYPE_NSFS, rule_refuse(rule, ENOTTY), BPF_NEXT);
	bpf_emit_if_equal(rule->assembler, TYPE_PIDFD, rule_refuse(rule, ENOTTY), BPF_NEXT);
	if (BROKEN_IOCTLS)
		rule_end_allow(rule);
	else
		rule_end_trace(rule);
}
