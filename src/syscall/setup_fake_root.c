/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See setup_parts.h. */
#include "syscall/setup_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakeroot/fake_root.h"
#include "fakeroot/may.h"
#include "fakeroot/owners.h"
#include "syscall/dev.h"
#include "util/fd.h"

/* 0 where it cannot be read. */
static unsigned int sysctl_digit(const char *path)
{
	CLEANUP_FD int fd = open(path, O_RDONLY | O_CLOEXEC);
	char digit = '0';

	if (fd < 0 || read(fd, &digit, 1) != 1 || digit < '0' || digit > '9')
		return 0;
	return (unsigned int)(digit - '0');
}

int setup_fake_root(struct jail *jail, const struct setup *setup)
{
	struct fake_root *root = fake_root_new(jail, setup->fake_uid, setup->fake_gid);

	if (root == NULL)
		return -ENOMEM;
	root->refuses_mounts = setup->refuse_mounts;
	root->protected_hardlinks = sysctl_digit("/proc/sys/fs/protected_hardlinks") == 1;
	root->protected.regular = sysctl_digit("/proc/sys/fs/protected_regular");
	root->protected.fifos = sysctl_digit("/proc/sys/fs/protected_fifos");
	jail->fake_root = root;
	jail->root_windows = jail->features.seccomp && jail->features.openat2 &&
			     may_pass(root->first);
	return 0;
}

static void leave_out(struct owners *owners, int fd)
{
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0)
		owners_leave_out(owners, st.st_dev);
}

void setup_leave_out_nameless(const struct jail *jail)
{
	struct owners *owners = jail->fake_root->owners;
	const struct mount *terminals = dev_terminals(jail);
	CLEANUP_FD int memory = memfd_create("", MFD_CLOEXEC);
	CLEANUP_FD int sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	CLEANUP_FD int reader = -1;
	CLEANUP_FD int writer = -1;
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) == 0) {
		reader = ends[0];
		writer = ends[1];
	}
	leave_out(owners, memory);
	leave_out(owners, sock);
	leave_out(owners, reader);
	leave_out(owners, terminals == NULL ? -1 : terminals->handle);
}
