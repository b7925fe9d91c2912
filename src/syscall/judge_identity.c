/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What rules know by what it is, and not by its name (judge_private.h): the places that they name,
 * which other mounts may show as well, and what lies in these. Decides by handles and identities;
 * must not be led by a name that could be moved meanwhile.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "path/host_mounts.h"
#include "syscall/judge_private.h"
#include "util/fd.h"

#define LEVELS_MAX 4096

static bool is_of(const struct pinned *pinned, const struct stat *st)
{
	return pinned->ino == st->st_ino && pinned->dev == st->st_dev;
}

/* Cuts the last name; what stays is what the directory above should be called. */
static void cut_name(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash != NULL)
		slash[slash == path] = '\0';
}

static int keep(struct call *call, const struct pinned *pinned, char *path,
		struct judge_names *names)
{
	struct judge_alias *all = talloc_realloc(call->pool, names->aliases, struct judge_alias,
						 names->count + 1);

	if (all == NULL)
		return -ENOMEM;
	names->aliases = all;
	all[names->count++] = (struct judge_alias){ pinned, path };
	return 0;
}

/* `path` with another beginning than `above`, what this object is called by rules. */
static int add_alias(struct call *call, const struct pinned *pinned, const char *above,
		     struct judge_names *names)
{
	char *path = talloc_asprintf(call->pool, "%s%s", pinned->path, names->path + strlen(above));

	if (path == NULL)
		return -ENOMEM;
	if (pinned->only == NULL || policy_path_is_within(path, pinned->only))
		return keep(call, pinned, path, names);
	talloc_free(path);
	return 0;
}

int judge_add_leading(struct call *call, int handle, struct judge_names *names)
{
	const struct judge *judge = call->jail->judge;
	struct stat st;
	int status = fstat(handle, &st) < 0 ? -errno : 0;

	for (size_t i = 0; status == 0 && i < judge->pinned_count; i++) {
		const struct pinned *pinned = &judge->pinned[i];

		if (pinned->only != NULL && is_of(pinned, &st) &&
		    strcmp(pinned->path, names->path) != 0)
			status = keep(call, pinned, pinned->path, names);
	}
	return status;
}

/* `above`, the beginning of the path, is this object: every rule that names it says how. */
static int note(struct call *call, const struct stat *st, const char *above,
		struct judge_names *names)
{
	const struct judge *judge = call->jail->judge;
	int status = 0;

	for (size_t i = 0; status == 0 && i < judge->pinned_count; i++) {
		const struct pinned *pinned = &judge->pinned[i];

		if (is_of(pinned, st) && strcmp(pinned->path, above) != 0)
			status = add_alias(call, pinned, above, names);
	}
	return status;
}

/* Who binds something gives it a place of its own there, whatever else shows it. */
static bool is_bound_at(const struct call *call, const struct stat *st, const char *path)
{
	const struct mount_table *mounts = call->jail->mounts;

	for (size_t i = 0; i < mounts->count; i++) {
		const struct mount *mount = mounts->mounts[i];

		if (mount->ino == st->st_ino && mount->dev == st->st_dev &&
		    strcmp(mount->guest, path) == 0)
			return true;
	}
	return false;
}

static int open_parent(struct call *call, int handle, int *ret_parent)
{
	struct mount *root = call->jail->mounts->mounts[0];
	struct path_view view = call_view(call);

	view.root = (struct path_start){ root->handle, root, "", root->guest_fd };
	return path_open_parent(call->pool, &view, handle, ret_parent) < 0 ? -EACCES : 0;
}

/* One that may not be searched has its parent all the same. */
static int open_above(struct call *call, int directory, const struct stat *st, int *ret_above)
{
	*ret_above = openat(directory, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (*ret_above >= 0 || st->st_nlink == 0)
		return 0;
	return open_parent(call, directory, ret_above);
}

/* From a directory, which is its own from here on, and should be called `above`. */
static int climb(struct call *call, int directory, char *above, struct judge_names *names)
{
	CLEANUP_FD int at = directory;
	struct stat st, last = { 0 };

	for (int level = 0; at >= 0 && level < LEVELS_MAX; level++) {
		int status, up;

		if (fstat(at, &st) < 0 ||
		    (level > 0 && st.st_ino == last.st_ino && st.st_dev == last.st_dev) ||
		    is_bound_at(call, &st, above))
			return 0;
		last = st;
		status = note(call, &st, above, names);
		if (status < 0 || strcmp(above, "/") == 0)
			return status;
		cut_name(above);
		status = open_above(call, at, &st, &up);
		if (status < 0)
			return status;
		fd_close(&at);
		at = up;
	}
	return 0;
}

/* What is no directory is looked at itself. *ret_done: nothing above it counts. */
static int note_object(struct call *call, int handle, struct judge_names *names, bool *ret_done)
{
	struct stat st;

	*ret_done = false;
	if (fstat(handle, &st) < 0)
		return -EACCES;
	if (is_bound_at(call, &st, names->path)) {
		*ret_done = true;
		return 0;
	}
	/* Of what is removed the last name is all that there is (judge_removed). */
	*ret_done = st.st_nlink == 0;
	return note(call, &st, names->path, names);
}

static bool is_directory(int handle)
{
	struct stat st;

	return fstat(handle, &st) == 0 && S_ISDIR(st.st_mode);
}

int judge_names_of(struct call *call, int handle, int parent, const char *path,
		   struct judge_names *ret_names)
{
	char *above = talloc_strdup(call->pool, path);
	int directory = -1;
	bool done = false;
	int status = 0;

	*ret_names = (struct judge_names){ .path = path };
	if (above == NULL)
		return -ENOMEM;
	if (call->jail->judge->pinned_count == 0)
		return 0;
	if (handle >= 0 && is_directory(handle)) {
		directory = fcntl(handle, F_DUPFD_CLOEXEC, 0);
		return directory < 0 ? -EACCES : climb(call, directory, above, ret_names);
	}
	if (handle >= 0)
		status = note_object(call, handle, ret_names, &done);
	if (status < 0 || done)
		return status;
	if (parent >= 0)
		directory = fcntl(parent, F_DUPFD_CLOEXEC, 0);
	else
		status = open_parent(call, handle, &directory);
	if (status < 0 || directory < 0)
		return status < 0 ? status : -EACCES;
	cut_name(above);
	return climb(call, directory, above, ret_names);
}

struct policy_decision judge_aliases(const struct call *call, const struct judge_names *names,
				     unsigned int classes)
{
	struct policy_decision decision = { POLICY_ALLOW, POLICY_LOOK, NULL };

	for (size_t i = 0; i < names->count && decision.action == POLICY_ALLOW; i++)
		decision = policy_decide_all(call->jail->judge->policy, names->aliases[i].path,
					     classes);
	return decision;
}

/* As one would call it who comes by what this rule names; if that does not lead there, its path. */
static const char *name_by(const struct judge_names *names, const struct pinned *pinned)
{
	for (size_t i = 0; i < names->count; i++) {
		if (names->aliases[i].pinned == pinned)
			return names->aliases[i].path;
	}
	return names->path;
}

static bool are_aliases_alike(const struct judge *judge, const struct judge_names *a,
			      const struct judge_names *b, bool below)
{
	for (size_t i = 0; i < a->count; i++) {
		if (!policy_is_alike(judge->policy, a->aliases[i].path,
				     name_by(b, a->aliases[i].pinned), below))
			return false;
	}
	return true;
}

bool judge_is_alike(const struct judge *judge, const struct judge_names *a,
		    const struct judge_names *b, bool below)
{
	return policy_is_alike(judge->policy, a->path, b->path, below) &&
	       are_aliases_alike(judge, a, b, below) && are_aliases_alike(judge, b, a, below);
}

static bool is_among(const struct pinned *all, size_t count, const struct stat *st)
{
	for (size_t i = 0; i < count; i++) {
		if (is_of(&all[i], st))
			return true;
	}
	return false;
}

bool judge_is_leading(const struct judge *judge, const struct stat *st)
{
	return is_among(judge->leading, judge->leading_count, st);
}

bool judge_is_fixed(const struct judge *judge, const struct stat *st)
{
	return S_ISDIR(st->st_mode) &&
	       (is_among(judge->pinned, judge->pinned_count, st) || judge_is_leading(judge, st));
}

bool judge_may_hold_names(const struct judge *judge, int directory)
{
	const uint64_t mount = host_mount_of(directory);
	struct stat st;

	if (fstat(directory, &st) < 0)
		return true;
	for (size_t i = 0; i < judge->pinned_count; i++) {
		const struct pinned *pinned = &judge->pinned[i];

		if (pinned->has_other_names &&
		    (pinned->dev == st.st_dev || !host_mounts_are_apart(mount, pinned->host_mount)))
			return true;
	}
	return false;
}
