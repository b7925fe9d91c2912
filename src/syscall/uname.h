/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Other names for the kernel than its own (-k): what uname(2) and the files of /proc that
 * repeat it say. Never what the host is called where another name was asked for.
 */
#ifndef PTJAIL_SYSCALL_UNAME_H
#define PTJAIL_SYSCALL_UNAME_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/utsname.h>

/* As in struct utsname, at most 64 bytes each; NULL: the kernel's own. */
struct kernel_names {
	const char *sysname, *nodename, *release, *version, *machine, *domainname;
	bool capable_given; /* programs are told `capable` in AT_HWCAP */
	uint64_t capable;
};

/* What uname(2) says; `names` may be NULL. */
void kernel_names_fill(const struct kernel_names *names, struct utsname *ret_names);

#endif
