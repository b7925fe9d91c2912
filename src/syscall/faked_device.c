/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See faked_device.h. Must never wait for a lock, nor hold an opening of a device: who waits for a
 * terminal's end would not see it.
 */
#include "syscall/faked_device.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fakeroot/fake_root.h"
#include "fakeroot/owners.h"
#include "util/fd.h"

#define DEVICES_MAX  256U /* placeholders; what was opened longest ago is forgotten then */
#define TAG_BIT      62U  /* a byte that far away nobody locks but with all that follow */
#define OPENING_BITS 20U  /* the low bits: one who only writes has to have a byte for himself */
#define TRIES        16U
#define INFO_MAX     8192U

struct device {
	uint64_t tag; /* the byte without OPENING_BITS */
	int handle;   /* O_PATH, owned */
	dev_t dev;
	ino_t ino;
};

struct faked_devices {
	struct device devices[DEVICES_MAX]; /* what was opened last is the first */
	size_t count;
	uint32_t openings;
};

static int free_devices(struct faked_devices *devices)
{
	for (size_t i = 0; i < devices->count; i++)
		fd_close(&devices->devices[i].handle);
	return 0;
}

static struct faked_devices *devices_of(struct jail *jail)
{
	if (jail->faked_devices == NULL) {
		jail->faked_devices = talloc_zero(jail, struct faked_devices);
		if (jail->faked_devices != NULL)
			talloc_set_destructor(jail->faked_devices, free_devices);
	}
	return jail->faked_devices;
}

bool faked_device_any(const struct jail *jail)
{
	return jail->faked_devices != NULL;
}

static void to_front(struct faked_devices *devices, size_t at)
{
	struct device device = devices->devices[at];

	memmove(&devices->devices[1], &devices->devices[0], at * sizeof(device));
	devices->devices[0] = device;
}

/* Makes it the first one: false: it cannot be kept. */
static bool remember(struct faked_devices *devices, int placeholder)
{
	struct device new = { .handle = -1 };
	struct stat st;
	uint64_t random;
	size_t at = 0;

	if (fstat(placeholder, &st) < 0)
		return false;
	while (at < devices->count &&
	       (devices->devices[at].ino != st.st_ino || devices->devices[at].dev != st.st_dev))
		at++;
	if (at < devices->count) {
		to_front(devices, at);
		return true;
	}
	if (getrandom(&random, sizeof(random), GRND_NONBLOCK) != (ssize_t)sizeof(random))
		return false;
	new.tag = (random >> (64 - TAG_BIT) | 1ULL << TAG_BIT) >> OPENING_BITS << OPENING_BITS;
	new.dev = st.st_dev;
	new.ino = st.st_ino;
	new.handle = fcntl(placeholder, F_DUPFD_CLOEXEC, 0);
	if (new.handle < 0)
		return false;
	if (devices->count == DEVICES_MAX)
		fd_close(&devices->devices[--devices->count].handle);
	devices->devices[devices->count++] = new;
	to_front(devices, devices->count - 1);
	return true;
}

void faked_device_opened(struct jail *jail, int copy, int placeholder)
{
	struct faked_devices *devices = devices_of(jail);
	int flags = fcntl(copy, F_GETFL);
	struct flock lock = {
		.l_type = (flags & O_ACCMODE) == O_WRONLY ? F_WRLCK : F_RDLCK,
		.l_whence = SEEK_SET,
		.l_len = 1,
	};

	if (devices == NULL || flags < 0 || !remember(devices, placeholder))
		return;
	owners_devices_are_open(jail->fake_root->owners);
	for (unsigned int i = 0; i < TRIES; i++) {
		lock.l_start = (off_t)(devices->devices[0].tag |
				       (devices->openings++ & ((1U << OPENING_BITS) - 1)));
		if (fcntl(copy, F_OFD_SETLK, &lock) == 0)
			return;
	}
}

/* "lock:\t1: OFDLCK ADVISORY READ -1 00:06:3 START END": whose tag it is; NULL: none's. */
static const struct device *find(const struct faked_devices *devices, const char *line)
{
	uint64_t start;

	if (sscanf(line, "lock: %*s OFDLCK %*s %*s %*s %*s %" SCNu64, &start) != 1)
		return NULL;
	start = start >> OPENING_BITS << OPENING_BITS;
	for (size_t i = 0; i < devices->count; i++)
		if (devices->devices[i].tag == start)
			return &devices->devices[i];
	return NULL;
}

/* In the text of a "TID/fdinfo/N"; *ret_line: where it says so. */
static const struct device *find_in(const struct faked_devices *devices, const char *text,
				    const char **ret_line)
{
	const struct device *device = NULL;

	for (const char *line = strstr(text, "lock:"); line != NULL && device == NULL;
	     line = strstr(line + 1, "lock:")) {
		device = find(devices, line);
		*ret_line = line;
	}
	return device;
}

void faked_device_resolve(const struct jail *jail, const char *link, int *handle)
{
	const char *name = strrchr(link, '/');
	CLEANUP_FD int info = -1;
	char text[INFO_MAX];
	const struct device *device;
	const char *line;
	struct stat st;
	ssize_t length;
	int placeholder;

	if (jail->faked_devices == NULL || fstat(*handle, &st) < 0 || !S_ISCHR(st.st_mode))
		return;
	(void)snprintf(text, sizeof(text), "/proc/%.*sinfo%s", (int)(name - link), link, name);
	info = open(text, O_RDONLY | O_CLOEXEC);
	length = info < 0 ? -1 : read(info, text, sizeof(text) - 1);
	if (length < 0)
		return;
	text[length] = '\0';
	device = find_in(jail->faked_devices, text, &line);
	placeholder = device == NULL ? -1 : fcntl(device->handle, F_DUPFD_CLOEXEC, 0);
	if (placeholder < 0)
		return;
	fd_close(handle);
	*handle = placeholder;
}

const char *faked_device_tag(const struct jail *jail, const char *info, ino_t *ret_ino)
{
	const struct device *device = NULL;
	const char *line;

	if (jail->faked_devices != NULL)
		device = find_in(jail->faked_devices, info, &line);
	if (device == NULL)
		return NULL;
	*ret_ino = device->ino;
	return line;
}
