/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See host_mounts.h. The device that a file tells is not asked: a subvolume has one of its own,
 * and a file of overlayfs another than its directory.
 */
#include "path/host_mounts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

uint64_t host_mount_of(int handle)
{
	struct statx info;

	if (statx(handle, "", AT_EMPTY_PATH, STATX_MNT_ID, &info) < 0 ||
	    (info.stx_mask & STATX_MNT_ID) == 0)
		return 0;
	return info.stx_mnt_id;
}

struct apart {
	uint64_t own, other;
	dev_t own_system, other_system; /* 0: not met */
	bool bears;                     /* something is mounted in `own` */
};

/* KERNEL: proc(5), "ID PARENT MAJOR:MINOR ...". False: it says something else. */
static bool take_line(struct apart *apart, const char *line)
{
	unsigned long long id, parent;
	unsigned int major_part, minor_part;
	dev_t system;

	if (sscanf(line, "%llu %llu %u:%u ", &id, &parent, &major_part, &minor_part) != 4)
		return false;
	system = makedev(major_part, minor_part);
	if (id == apart->own)
		apart->own_system = system;
	if (id == apart->other)
		apart->other_system = system;
	apart->bears = apart->bears || parent == apart->own;
	return true;
}

bool host_mounts_are_apart(uint64_t own, uint64_t other)
{
	struct apart apart = { .own = own, .other = other };
	FILE *file = own == 0 || other == 0 || own == other ? NULL
							    : fopen("/proc/self/mountinfo", "re");
	char *line = NULL;
	size_t room = 0;
	bool whole = file != NULL;

	while (whole && getline(&line, &room, file) > 0)
		whole = take_line(&apart, line);
	whole = whole && feof(file);
	free(line);
	if (file != NULL)
		(void)fclose(file);
	return whole && !apart.bears && apart.own_system != 0 && apart.other_system != 0 &&
	       apart.own_system != apart.other_system;
}
