/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Rules about places, brought into a jail: where their literal beginnings lead through
 * links, what is there (identities), and covers over what nobody may reach, so that not even
 * a lookup passes through. Must be done before the first member exists.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/host_mounts.h"
#include "syscall/judge_private.h"
#include "util/fd.h"

static struct path_view start_view(const struct jail *jail)
{
	struct mount *root = jail->mounts->mounts[0];

	return (struct path_view){
		.mounts = jail->mounts,
		.nodes = jail->proc == NULL ? NULL : &jail->nodes,
		.root = { root->handle, root, "", PATH_NO_GUEST_FD },
		.caller = { 0, 0 },
		.without_openat2 = !jail->features.openat2,
	};
}

/*
 * Where `path` leads: what of it exists is followed, the rest is kept as it is. `path` is cut
 * at will. *ret_found: what of it exists. Synthetic nodes are left as they are written.
 */
static int find_target(TALLOC_CTX *ctx, const struct jail *jail, char *path, struct stat *ret_stat,
		       char **ret_found, char **ret_target)
{
	struct path_view view = start_view(jail);
	const char *rest = "";

	for (;;) {
		struct path_place place = PATH_PLACE_INIT;
		char *found = NULL;
		char *slash;
		bool known = false;
		int status = path_resolve(ctx, &view, &view.root, path[0] == '\0' ? "/" : path,
					  PATH_FOLLOW, &place);

		if (status == 0 && place.handle >= 0)
			status = path_of_handle(ctx, &view, place.handle, place.mount, &found);
		if (status == 0 && found != NULL) {
			known = fstat(place.handle, ret_stat) == 0;
			*ret_found = found;
			*ret_target = rest[0] == '\0'
					      ? found
					      : talloc_asprintf(
							ctx, "%s/%s",
							strcmp(found, "/") == 0 ? "" : found, rest);
		}
		place_release(&place);
		if (found != NULL)
			return *ret_target == NULL || !known ? -ENOMEM : 0;
		if (status == -ENOMEM)
			return status;
		slash = strrchr(path, '/');
		if (slash == NULL)
			return -ENOENT;
		/* Both ends stay readable: "a/b" becomes "a" and "b", then "" and "a/b". */
		rest = rest[0] == '\0' ? talloc_strdup(ctx, slash + 1)
				       : talloc_asprintf(ctx, "%s/%s", slash + 1, rest);
		*slash = '\0';
		if (rest == NULL)
			return -ENOMEM;
	}
}

static int add(struct judge *judge, const char *path, const struct stat *st, struct pinned **list,
	       size_t *count)
{
	struct pinned *all = talloc_realloc(judge, *list, struct pinned, *count + 1);

	if (all == NULL)
		return -ENOMEM;
	*list = all;
	all[*count] = (struct pinned){
		.dev = st->st_dev,
		.ino = st->st_ino,
		.path = talloc_strdup(judge, path),
	};
	return all[(*count)++].path == NULL ? -ENOMEM : 0;
}

/* No directory on the way to this one, in whatever mount, is to change its name. */
static int lead(struct judge *judge, int directory)
{
	CLEANUP_FD int at = fcntl(directory, F_DUPFD_CLOEXEC, 0);
	struct stat st;

	while (at >= 0 && fstat(at, &st) == 0) {
		int status, up;

		if (judge_is_leading(judge, &st))
			return 0;
		status = add(judge, "", &st, &judge->leading, &judge->leading_count);
		if (status < 0)
			return status;
		up = openat(at, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
		fd_close(&at);
		at = up;
	}
	return -errno;
}

/* Nor to this object; *ret_known: there are no other ways to it. */
static int lead_to(struct judge *judge, int handle, bool *ret_known)
{
	CLEANUP_FD int directory = -1;
	struct stat st;
	int status = fstat(handle, &st) < 0 ? -errno : 0;

	if (status == 0 && S_ISDIR(st.st_mode))
		status = lead(judge, handle);
	else if (status == 0)
		status = path_open_told_parent(handle, &directory);
	if (status == 0 && directory >= 0)
		status = lead(judge, directory);
	*ret_known = status == 0 && (S_ISDIR(st.st_mode) || st.st_nlink == 1);
	return status == -ENOMEM ? status : 0;
}

/*
 * A directory on the way to `place`. Names by it are names of the place, also when that is gone: in
 * another mount it could be removed, where no rule is against that, and made anew.
 */
static int pin_above(struct judge *judge, int handle, const char *path, const char *place)
{
	struct stat st;
	int status = fstat(handle, &st) < 0
			     ? -errno
			     : add(judge, path, &st, &judge->pinned, &judge->pinned_count);
	struct pinned *pinned;

	if (status < 0)
		return status;
	pinned = &judge->pinned[judge->pinned_count - 1];
	pinned->only = talloc_strdup(judge, place);
	return pinned->only == NULL ? -ENOMEM : 0;
}

/* `path`: the place, or what of it exists ("": the root), and what leads there. */
static int pin(struct judge *judge, const struct jail *jail, const char *path, const char *place,
	       const struct stat *st)
{
	struct path_view view = start_view(jail);
	char *above = talloc_strdup(judge, path);
	size_t index = judge->pinned_count;
	int status = above == NULL ? -ENOMEM
				   : add(judge, path, st, &judge->pinned, &judge->pinned_count);
	char *slash = above;
	bool whole = true;

	while (status == 0 && slash != NULL) {
		struct path_place found = PATH_PLACE_INIT;
		bool known = false;

		if (path_resolve(above, &view, &view.root, above[0] == '\0' ? "/" : above, 0,
				 &found) == 0 &&
		    found.handle >= 0)
			status = lead_to(judge, found.handle, &known);
		if (status == 0 && found.handle >= 0 && strcmp(above, path) == 0)
			judge->pinned[index].host_mount = host_mount_of(found.handle);
		if (status == 0 && found.handle >= 0 && above[0] != '\0' &&
		    strcmp(above, path) != 0)
			status = pin_above(judge, found.handle, above, place);
		whole = whole && known;
		place_release(&found);
		slash = strrchr(above, '/');
		if (slash != NULL)
			*slash = '\0';
	}
	if (status == 0)
		judge->pinned[index].has_other_names = !whole;
	talloc_free(above);
	return status;
}

static int find_place(struct judge *judge, const struct jail *jail, size_t index, size_t *ret_added)
{
	TALLOC_CTX *ctx = talloc_new(judge);
	const struct policy_rule *rule = &judge->policy->rules[index];
	bool restricts = rule->action != POLICY_ALLOW;
	char *prefix = policy_pattern_prefix(ctx, rule->pattern);
	char *path = talloc_strdup(ctx, prefix);
	char *target = NULL, *found = NULL;
	struct stat st;
	int status = path == NULL ? -ENOMEM : find_target(ctx, jail, path, &st, &found, &target);

	*ret_added = 0;
	if (status == -ENOENT)
		status = 0;
	else if (status == 0 && restricts)
		status = pin(judge, jail, strcmp(found, "/") == 0 ? "" : found, target, &st);
	if (status == 0 && target != NULL && strcmp(target, prefix) != 0) {
		status = policy_add_moved(judge->policy, index, target);
		*ret_added = status == 0;
	}
	talloc_free(ctx);
	return status;
}

static int find_places(struct judge *judge, const struct jail *jail)
{
	for (size_t i = 0; i < judge->policy->rule_count; i++) {
		size_t added;
		int status = find_place(judge, jail, i, &added);

		if (status < 0)
			return status;
		i += added;
	}
	return 0;
}

/* --- covers ---------------------------------------------------------------------------------- */

static bool wants_cover(const struct policy *policy, size_t index)
{
	const struct policy_rule *rule = &policy->rules[index];
	const struct policy_pattern *pattern = rule->pattern;

	return (rule->action == POLICY_HIDE || rule->action == POLICY_DENY) &&
	       rule->classes == POLICY_ALL && !pattern->itself_only && pattern->count > 0 &&
	       pattern->literal_count == pattern->count && policy_is_final(policy, index);
}

/*
 * An object that is neither a link (the rule holds for its target as well, see find_place)
 * nor anything of a mount's: those are judged only.
 */
static bool can_cover(TALLOC_CTX *ctx, const struct jail *jail, const char *path)
{
	struct path_view view = start_view(jail);
	struct path_place place = PATH_PLACE_INIT;
	struct stat st;
	bool can;

	can = path_resolve(ctx, &view, &view.root, path, 0, &place) == 0 && place.handle >= 0 &&
	      place.node == NULL && !place.is_mount_root && !place.has_mount_below &&
	      fstat(place.handle, &st) == 0 && !S_ISLNK(st.st_mode) && place.mount != NULL &&
	      place.mount->kind == MOUNT_DIRECTORY && !place.mount->synthetic;
	place_release(&place);
	return can;
}

static struct mount *mount_at(const struct jail *jail, const char *path)
{
	for (size_t i = 1; i < jail->mounts->count; i++) {
		if (strcmp(jail->mounts->mounts[i]->guest, path) == 0)
			return jail->mounts->mounts[i];
	}
	return NULL;
}

/* An empty directory; over what is denied one that nobody may enter, so that both look alike. */
static int cover(const struct jail *jail, const char *path, bool denied)
{
	struct mount_request request = {
		.guest = path,
		.kind = MOUNT_DIRECTORY,
		.empty = true,
		.no_follow = true,
	};
	struct mount *mount;
	size_t ignored;
	int status = mount_table_add(jail->mounts, &request, 1, &ignored);

	if (status < 0)
		return status;
	mount = mount_at(jail, path);
	if (mount == NULL)
		return -ENOENT;
	mount->concealed = denied ? EACCES : ENOENT;
	if (denied && chmod(handle_name(mount->handle).text, 0) < 0)
		return -errno;
	return 0;
}

static int cover_places(const struct judge *judge, const struct jail *jail)
{
	const struct policy *policy = judge->policy;
	int status = 0;

	for (size_t i = 0; i < policy->rule_count && status == 0; i++) {
		char *path;

		if (!wants_cover(policy, i))
			continue;
		path = policy_pattern_prefix(NULL, policy->rules[i].pattern);
		if (path == NULL)
			return -ENOMEM;
		if (can_cover(path, jail, path))
			status = cover(jail, path, policy->rules[i].action == POLICY_DENY);
		talloc_free(path);
	}
	return status;
}

int judge_setup(struct jail *jail, struct policy *policy, struct policy_learned *learned)
{
	struct judge *judge;
	int status;

	if (policy->net.mode != POLICY_NET_FULL || policy->net.allowed_count > 0 ||
	    policy->net.members_only)
		jail->net = &policy->net;
	if (policy->restricted == 0 && learned == NULL)
		return 0;
	judge = talloc_zero(jail, struct judge);
	if (judge == NULL)
		return -ENOMEM;
	judge->policy = policy;
	judge->learned = learned;
	status = find_places(judge, jail);
	if (status == 0)
		status = cover_places(judge, jail);
	if (status < 0)
		return status;
	/* What a descriptor may do to its file is asked about as in a read-only mount. */
	if ((policy->restricted & POLICY_CHANGES) != 0 || learned != NULL)
		jail->mounts->any_read_only = true;
	jail->judge = judge;
	return 0;
}
