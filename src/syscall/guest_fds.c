/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See guest_fds.h. */
#include "syscall/guest_fds.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gate/blob.h"
#include "syscall/dev.h"
#include "syscall/emulator.h"
#include "syscall/joined.h"
#include "syscall/sock_seat.h"
#include "util/fd.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif

/*
 * High enough to be out of a guest's way, low enough to keep its fork cheap: the kernel copies the
 * table up to the highest descriptor (at 4096 that took 13 us more than at 1024).
 */
#define BASE_MAX 1024U

struct guest_fds {
	int *list;
	unsigned int windows;
	int loader;
};

static int guest_fds_free(struct guest_fds *fds)
{
	fd_close(&fds->loader);
	return 0;
}

static int write_loader(int fd)
{
	const char *data = loader_blob;
	size_t rest = LOADER_BLOB_SIZE;

	while (rest > 0) {
		ssize_t written = write(fd, data, rest);

		if (written < 0)
			return -errno;
		data += written;
		rest -= (size_t)written;
	}
	return fchmod(fd, 0555) < 0 ? -errno : 0;
}

/*
 * A sealed memfd, re-opened read-only; or an unlinked file of the spool (which must not
 * be on a noexec file system then: the first exec says so).
 */
static int make_loader(const struct jail *jail, int *ret_fd)
{
	CLEANUP_FD int fd = -1;
	char name[48];
	int status;

	if (jail->features.memfd) {
		/* KERNEL: 6.3 MFD_EXEC says what vm.memfd_noexec would else decide. */
		fd = memfd_create("ptjail-loader", MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
		if (fd < 0)
			fd = memfd_create("ptjail-loader", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	} else {
		fd = openat(jail->spool, "loader", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
	}
	if (fd < 0)
		return -errno;
	status = write_loader(fd);
	if (status < 0)
		return status;
	(void)fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
	(void)snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	*ret_fd = open(name, O_RDONLY | O_CLOEXEC);
	status = *ret_fd < 0 ? -errno : 0;
	if (!jail->features.memfd)
		(void)unlinkat(jail->spool, "loader", 0);
	return status;
}

static bool is_window(const struct jail *jail, const struct mount *mount)
{
	/* Nobody would judge what is opened through it. */
	return jail->judge == NULL && (jail->fake_root == NULL || jail->root_windows) &&
	       mount->kind == MOUNT_DIRECTORY && !mount->read_only && !mount->synthetic &&
	       !dev_is_guarded(mount);
}

/*
 * Whether the number is another ptjail's, in which this one runs: it looks closed, and yet the
 * kernel passes it over when it looks for a free one.
 */
static bool is_protected(unsigned int number)
{
	CLEANUP_FD int lowest = -1;

	if (fcntl((int)number, F_GETFD) >= 0)
		return false;
	lowest = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, number);
	return lowest >= 0 && (unsigned int)lowest != number;
}

/* From where on `count` numbers can be had: `base`, or above those that are protected. */
static unsigned int base_above_protected(unsigned int base, unsigned int count)
{
	for (unsigned int number = base; number < base + count; number++)
		if (is_protected(number))
			base = number + 1;
	return base;
}

/* So many descriptors ptjail may still open before the program runs. */
#define OWN_LATER 64U

/* Above what ptjail itself has open, which is not to be covered. It may have inherited many. */
static unsigned int lowest_base(const struct jail *jail)
{
	int highest = gate_fd(jail->gate) > jail->content ? gate_fd(jail->gate) : jail->content;

	for (size_t i = 0; i < jail->mounts->count; i++)
		if (jail->mounts->mounts[i]->handle > highest)
			highest = jail->mounts->mounts[i]->handle;
	return (unsigned int)highest + OWN_LATER;
}

/*
 * Just above the soft limit where there is room, so that the kernel itself guards them: there is
 * nothing of ptjail's own either, then.
 */
static int choose_base(const struct jail *jail, unsigned int count, unsigned int *ret_base)
{
	struct rlimit limit;
	struct rlimit raised;
	unsigned int base = BASE_MAX;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -errno;
	raised = (struct rlimit){ limit.rlim_max, limit.rlim_max };
	if (limit.rlim_max < 64 + count)
		return -EMFILE;
	if (limit.rlim_cur <= BASE_MAX && limit.rlim_max >= limit.rlim_cur + count)
		base = (unsigned int)limit.rlim_cur;
	else if (limit.rlim_max < BASE_MAX + count)
		base = (unsigned int)limit.rlim_max - count;
	else if (lowest_base(jail) > base)
		base = lowest_base(jail);
	if (setrlimit(RLIMIT_NOFILE, &raised) < 0)
		return -errno;
	base = base_above_protected(base, count);
	if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -errno;
	*ret_base = base;
	return base + count <= limit.rlim_max ? 0 : -EMFILE;
}

static void add_mounts(struct jail *jail, bool windows, unsigned int *next)
{
	for (size_t i = 0; i < jail->mounts->count; i++) {
		struct mount *mount = jail->mounts->mounts[i];

		if (is_window(jail, mount) != windows)
			continue;
		jail->guest_fds->list[*next] = mount->handle;
		mount->guest_fd = (int)(jail->guest_fd_base + (*next)++);
	}
}

int guest_fds_assign(struct jail *jail)
{
	unsigned int count = (unsigned int)jail->mounts->count + 5 + JOINED_MAX + SOCK_SEATS +
			     (jail->emulator != NULL ? 1 : 0);
	struct guest_fds *fds = talloc_zero(jail, struct guest_fds);
	unsigned int next = 0;
	int status;

	if (fds == NULL)
		return -ENOMEM;
	fds->loader = -1;
	talloc_set_destructor(fds, guest_fds_free);
	fds->list = talloc_array(fds, int, count);
	if (fds->list == NULL)
		return -ENOMEM;
	jail->guest_fds = fds;
	status = choose_base(jail, count, &jail->guest_fd_base);
	if (status == 0)
		status = make_loader(jail, &fds->loader);
	if (status == 0)
		status = joined_new(jail);
	if (status < 0)
		return status;
	add_mounts(jail, true, &next);
	fds->windows = next;
	add_mounts(jail, false, &next);
	jail->guest_fd_content = (int)(jail->guest_fd_base + next);
	fds->list[next++] = jail->content;
	jail->guest_fd_terminals = (int)(jail->guest_fd_base + next);
	fds->list[next++] = jail->terminals;
	jail->guest_fd_gate = (int)(jail->guest_fd_base + next);
	fds->list[next++] = gate_fd(jail->gate);
	jail->guest_fd_loader = (int)(jail->guest_fd_base + next);
	fds->list[next++] = fds->loader;
	jail->guest_fd_joined = (int)(jail->guest_fd_base + next);
	for (unsigned int i = 0; i < JOINED_MAX && joined_fd(jail, i) >= 0; i++)
		fds->list[next++] = joined_fd(jail, i);
	/* Nobody would judge what is opened from it. */
	if (jail->judge == NULL)
		dev_find_devices(jail);
	if (jail->host_devices != 0) {
		jail->guest_fd_devices = (int)(jail->guest_fd_base + next);
		fds->list[next++] = jail->host_dev;
	}
	if (jail->emulator != NULL) {
		jail->emulator->guest_fd = (int)(jail->guest_fd_base + next);
		fds->list[next++] = jail->emulator->fd;
	}
	/* Something has to lie there, or the kernel would give the numbers to the guest. */
	jail->guest_fd_seats = (int)(jail->guest_fd_base + next);
	for (unsigned int i = 0; i < SOCK_SEATS; i++)
		fds->list[next++] = jail->content;
	jail->guest_fd_count = next;
	return 0;
}

const int *guest_fds_list(const struct jail *jail)
{
	return jail->guest_fds->list;
}

int guest_fds_loader(const struct jail *jail)
{
	return jail->guest_fds->loader;
}

bool guest_fds_is_window(const struct jail *jail, int guest_fd)
{
	return guest_fd >= (int)jail->guest_fd_base &&
	       guest_fd < (int)(jail->guest_fd_base + jail->guest_fds->windows);
}

void guest_fds_configure(const struct jail *jail, struct filter_config *config)
{
	config->guest_fd_base = jail->guest_fd_base;
	config->guest_fd_mounts = jail->guest_fds->windows;
	config->guest_fd_count = jail->guest_fd_count;
	config->guest_fd_seats = (unsigned int)jail->guest_fd_seats;
	config->guest_fd_devices = jail->host_devices != 0 ? (unsigned int)jail->guest_fd_devices
							   : 0;
}
