/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See spool_guard.h. The rule is one as --hide makes them: it shuts the windows, which lead to what
 * a mount covers, too. Must not add one where the spool cannot be reached: all would be slower.
 */
#include "syscall/spool_guard.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/resolve.h"
#include "path/walk.h"
#include "policy/policy.h"
#include "syscall/call.h"

int spool_guard_create(struct jail *jail, const struct setup *setup, struct spool **ret_spool)
{
	const char **shown = talloc_zero_array(jail, const char *, setup->bind_count + 1);
	size_t count = 0;
	int status;

	if (shown == NULL)
		return -ENOMEM;
	shown[count++] = setup->rootfs;
	for (size_t i = 0; i < setup->bind_count; i++)
		if (setup->binds[i].host != NULL)
			shown[count++] = setup->binds[i].host;
	status = spool_create(jail, shown, count, ret_spool);
	talloc_free(shown);
	return status;
}

static bool read_name(int handle, char name[PATH_MAX])
{
	ssize_t length = readlink(handle_name(handle).text, name, PATH_MAX - 1);

	if (length <= 0 || name[0] != '/')
		return false;
	name[length == 1 ? 0 : length] = '\0';
	return true;
}

/* Where the spool would be seen by way of the mount, as a rule has it; NULL: nowhere. */
static int place_in(const struct jail *jail, const struct mount *mount, const char *spool,
		    char **ret_place)
{
	static const char special[] = "\\*?[\" \t#";
	const char *guest = mount->parent == NULL ? "" : mount->guest;
	char host[PATH_MAX];
	size_t length;
	char *text;
	char *to;

	*ret_place = NULL;
	if (mount->kind != MOUNT_DIRECTORY || mount->synthetic || !read_name(mount->handle, host))
		return 0;
	length = strlen(host);
	if (strncmp(spool, host, length) != 0 || spool[length] != '/')
		return 0;
	text = to = talloc_size(jail, 2 * (strlen(guest) + strlen(spool)) + 1);
	for (const char *part = guest; text != NULL; part = spool + length) {
		for (; *part != '\0'; part++) {
			if (strchr(special, *part) != NULL)
				*to++ = '\\';
			*to++ = *part;
		}
		if (part == spool + strlen(spool))
			break;
	}
	if (text == NULL)
		return -ENOMEM;
	*to = '\0';
	*ret_place = text;
	return 0;
}

/* By a lookup, or by a window that leads below what covers it: on the same mount of the host's. */
static bool is_reached(const struct jail *jail, const struct mount *mount, const char *spool)
{
	struct mount *root = jail->mounts->mounts[0];
	const struct path_view view = {
		.mounts = jail->mounts,
		.nodes = jail->proc == NULL ? NULL : &jail->nodes,
		.root = { root->handle, root, "", PATH_NO_GUEST_FD },
		.without_openat2 = !jail->features.openat2,
	};
	struct path_place place = PATH_PLACE_INIT;
	char host[PATH_MAX];
	struct stat wanted, found;
	char *path;
	bool reached;

	if (!path_crosses_host_mount(mount, jail->spool) || !read_name(mount->handle, host))
		return true;
	path = talloc_asprintf(jail, "%s%s", mount->parent == NULL ? "" : mount->guest,
			       spool + strlen(host));
	if (path == NULL || fstat(jail->spool, &wanted) < 0)
		return true;
	reached = path_resolve(path, &view, &view.root, path, PATH_FOLLOW, &place) == 0 &&
		  place.handle >= 0 && fstat(place.handle, &found) == 0 &&
		  found.st_ino == wanted.st_ino && found.st_dev == wanted.st_dev;
	place_release(&place);
	talloc_free(path);
	return reached;
}

static int hide_in(struct jail *jail, const struct mount *mount, const char *spool,
		   struct policy **policy)
{
	const char *why;
	char *place;
	size_t at;
	int status = place_in(jail, mount, spool, &place);

	if (status < 0 || place == NULL || !is_reached(jail, mount, spool))
		return status;
	if (*policy == NULL)
		*policy = policy_new(jail);
	return *policy == NULL ? -ENOMEM
			       : policy_add(*policy, POLICY_HIDE, POLICY_ALL, place, 0, &why, &at);
}

int spool_guard_hide(struct jail *jail, struct policy **policy)
{
	char spool[PATH_MAX];
	int status = 0;

	if (!read_name(jail->spool, spool))
		return -ENOENT;
	for (size_t i = 0; i < jail->mounts->count && status == 0; i++)
		status = hide_in(jail, jail->mounts->mounts[i], spool, policy);
	return status;
}
