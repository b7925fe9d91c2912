/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See widened.h. Changes nothing but modes that ptjail itself had changed; must never make a file
 * set-id.
 */
#include "syscall/widened.h"

#include <fcntl.h>
#include <linux/stat.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <talloc.h>

#include "syscall/call.h"
#include "syscall/jail.h"
#include "util/fd.h"

#define MODE_BITS 07777U
#define NO_SET_ID 01777U

struct widened {
	unsigned int count;
	struct {
		int fd;
		dev_t dev;
		ino_t ino;
		mode_t before, after;
	} files[WIDENED_MAX];
};

/* No set-id bit of a file that may have been written to since: the write took it. */
static mode_t restorable(const struct stat *now, mode_t before)
{
	return S_ISDIR(now->st_mode) ? before : before & ~(mode_t)(S_ISUID | S_ISGID);
}

/* By descriptor: the files may have other names, or none, by now. */
static int put_back(struct widened *widened)
{
	while (widened->count > 0) {
		unsigned int i = --widened->count;
		struct handle_name object = handle_name(widened->files[i].fd);
		struct stat now;

		if (fstat(widened->files[i].fd, &now) == 0 &&
		    (now.st_mode & MODE_BITS) == widened->files[i].after)
			(void)chmod(object.text, restorable(&now, widened->files[i].before));
		fd_close(&widened->files[i].fd);
	}
	return 0;
}

void widened_note(struct jail *jail, int handle, mode_t before, mode_t after)
{
	struct widened *widened = jail->widened;
	struct stat info;
	int fd;

	if (widened == NULL) {
		widened = jail->widened = talloc_zero(jail, struct widened);
		if (widened == NULL)
			return;
		talloc_set_destructor(widened, put_back);
	}
	if (widened->count == WIDENED_MAX || fstat(handle, &info) < 0)
		return;
	fd = fcntl(handle, F_DUPFD_CLOEXEC, 0);
	if (fd < 0)
		return;
	widened->files[widened->count].fd = fd;
	widened->files[widened->count].dev = info.st_dev;
	widened->files[widened->count].ino = info.st_ino;
	widened->files[widened->count].before = before & MODE_BITS;
	widened->files[widened->count++].after = after & MODE_BITS;
}

void widened_chosen(struct jail *jail, const struct statx *host, mode_t mode)
{
	dev_t dev = makedev(host->stx_dev_major, host->stx_dev_minor);
	struct widened *widened = jail->widened;

	for (unsigned int i = 0; widened != NULL && i < widened->count; i++) {
		if (widened->files[i].ino != host->stx_ino || widened->files[i].dev != dev)
			continue;
		widened->files[i].after = host->stx_mode & MODE_BITS;
		widened->files[i].before = mode & (NO_SET_ID | widened->files[i].after);
	}
}
