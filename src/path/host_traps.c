/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See host_traps.h. What the kernel tells of its mounts is kept until it says that they have
 * changed; whose the directories are is looked at each time. Must never take a place for
 * harmless because it could not be looked at.
 */
#include "path/host_traps.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/host_fs.h"
#include "util/broken.h"

/* One for each run of ptjail, as the mounts that it tells of. */
static struct {
	int news; /* of /proc/self/mountinfo, asked whether it has changed */
	bool known;
	char **places; /* of refused file systems */
	size_t count;
} seen = { .news = -1 };

/* KERNEL: mangle() writes blanks and the like in octal. */
static void unescape(char *text)
{
	char *to = text;

	for (const char *from = text; *from != '\0'; to++) {
		unsigned int code;

		if (from[0] == '\\' && sscanf(from + 1, "%3o", &code) == 1) {
			*to = (char)code;
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
}

static bool keep(char *place)
{
	char **more = realloc(seen.places, (seen.count + 1) * sizeof(*more));

	if (more == NULL)
		return false;
	seen.places = more;
	seen.places[seen.count++] = place;
	return true;
}

/* KERNEL: proc(5), "ID PARENT DEV ROOT PLACE ... - TYPE SOURCE ...". */
static bool read_places(FILE *file)
{
	char *line = NULL;
	size_t room = 0;
	bool whole = true;

	while (whole && getline(&line, &room, file) > 0) {
		const char *type = strstr(line, " - ");
		char *place = NULL;

		if (type != NULL &&
		    !host_fs_is_refused_type(type + 3, strcspn(type + 3, " \n")))
			continue;
		whole = type != NULL && sscanf(line, "%*s %*s %*s %*s %ms", &place) == 1;
		if (whole) {
			unescape(place);
			whole = keep(place);
		}
	}
	free(line);
	return whole && feof(file);
}

static void read_again(void)
{
	FILE *file = fopen("/proc/self/mountinfo", "re");

	while (seen.count > 0)
		free(seen.places[--seen.count]);
	seen.known = file != NULL && read_places(file);
	if (file != NULL)
		(void)fclose(file);
}

/* KERNEL: mounts_poll() tells a change, once, by POLLERR and POLLPRI. */
static bool look(void)
{
	struct pollfd news = { .events = POLLPRI };

	if (seen.news < 0)
		seen.news = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
	news.fd = seen.news;
	if (seen.news < 0)
		return false;
	if (poll(&news, 1, 0) != 0 || !seen.known)
		read_again();
	return seen.known;
}

/* Who owns a directory can allow himself to change it. */
static bool may_rename_in(const char *directory)
{
	struct stat info;

	return stat(directory, &info) < 0 || info.st_uid == geteuid() ||
	       faccessat(AT_FDCWD, directory, W_OK, AT_EACCESS) == 0;
}

/* What could be moved are the directories between the mount's own and the place. */
static bool can_be_led_to(const char *source, const char *place)
{
	size_t length = strcmp(source, "/") == 0 ? 0 : strlen(source);
	const char *rest = place + length;
	char directory[PATH_MAX];

	if (strncmp(source, place, length) != 0 || rest[0] != '/' || strlen(place) >= PATH_MAX)
		return false;
	for (const char *end = rest; strchr(end + 1, '/') != NULL; end = strchr(end + 1, '/')) {
		(void)snprintf(directory, sizeof(directory), "%.*s/", (int)(end - place), place);
		if (may_rename_in(directory))
			return true;
	}
	return false;
}

static bool is_trap(const struct mount_table *mounts, const char *place)
{
	for (size_t i = 0; i < mounts->count; i++) {
		const struct mount *mount = mounts->mounts[i];
		char name[32], source[PATH_MAX];
		ssize_t size;

		if (mount->kind != MOUNT_DIRECTORY)
			continue;
		(void)snprintf(name, sizeof(name), "/proc/self/fd/%d", mount->handle);
		size = readlink(name, source, sizeof(source) - 1);
		if (size <= 0)
			return true;
		source[size] = '\0';
		if (can_be_led_to(source, place))
			return true;
	}
	return false;
}

static bool has_component(const char *way, const char *name)
{
	size_t own = strlen(name);

	for (size_t length; *way != '\0'; way += length + (way[length] == '/')) {
		length = strcspn(way, "/");
		if (length == own && strncmp(way, name, length) == 0)
			return true;
	}
	return false;
}

bool host_traps_on_way(const struct mount_table *mounts, const char *way)
{
	if (BROKEN_TRAPS)
		return false;
	if (!look())
		return true;
	for (size_t i = 0; i < seen.count; i++) {
		const char *last = strrchr(seen.places[i], '/');

		if (last != NULL && has_component(way, last + 1) &&
		    is_trap(mounts, seen.places[i]))
			return true;
	}
	return false;
}
