/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What has been removed, and is reached by a descriptor: it is judged by the name that it had last,
 * which the kernel still tells, and as what a rule names if it is that (a link of another name may
 * have been the last to go). Nobody can make that another one: whoever moves what lies above it
 * is judged for all that is below (judge_move). Must only ever refuse by it.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "path/walk.h"
#include "syscall/judge_private.h"

#define DELETED " (deleted)"

/* Without a final slash. */
static int kernels_name(int handle, char name[PATH_MAX])
{
	ssize_t length = readlink(handle_name(handle).text, name, PATH_MAX - 1);

	if (length < 0)
		return -errno;
	name[length == 1 ? 0 : length] = '\0';
	return 0;
}

/* What follows `directory` in `name`, without the slash; NULL: it is not below. */
static const char *name_below(const char *name, int directory)
{
	char prefix[PATH_MAX];
	size_t length;

	if (directory < 0 || kernels_name(directory, prefix) < 0)
		return NULL;
	length = strlen(prefix);
	return strncmp(name, prefix, length) == 0 && name[length] == '/' ? name + length + 1 : NULL;
}

/* KERNEL: names without a directory are also those of what never had one ("/memfd:..."). */
static bool may_lie_in(const struct mount *mount, int handle, const char *rel)
{
	return mount->kind == MOUNT_DIRECTORY &&
	       (strchr(rel, '/') != NULL || !path_crosses_host_mount(mount, handle));
}

int judge_removed(struct call *call, int handle, unsigned int classes,
		  struct policy_decision *ret_decision, char **ret_path)
{
	const struct jail *jail = call->jail;
	struct judge_names names;
	char name[PATH_MAX];
	size_t length;
	int status;

	/* Whoever holds it sees it (fstat). */
	classes &= ~POLICY_BIT(POLICY_LOOK);
	*ret_path = NULL;
	*ret_decision = (struct policy_decision){ POLICY_ALLOW, POLICY_LOOK, NULL };
	if (kernels_name(handle, name) < 0)
		return -EACCES;
	length = strlen(name);
	if (length > strlen(DELETED) && strcmp(name + length - strlen(DELETED), DELETED) == 0)
		name[length - strlen(DELETED)] = '\0';
	/* ptjail's own copies of what a node of /proc says. */
	if (name_below(name, jail->spool) != NULL)
		return 0;
	for (size_t i = 0; i < jail->mounts->count && ret_decision->action == POLICY_ALLOW; i++) {
		const struct mount *mount = jail->mounts->mounts[i];
		const char *rel = name_below(name, mount->handle);

		if (rel == NULL || !may_lie_in(mount, handle, rel))
			continue;
		*ret_path = judge_path_in(call->pool, mount, rel);
		if (*ret_path == NULL)
			return -ENOMEM;
		*ret_decision = policy_decide_all(jail->judge->policy, *ret_path, classes);
		if (ret_decision->action != POLICY_ALLOW)
			break;
		status = judge_names_of(call, handle, -1, *ret_path, &names);
		if (status < 0)
			return status;
		*ret_decision = judge_aliases(call, &names, classes);
	}
	/* A place that is no more is nothing to learn. */
	if (ret_decision->action == POLICY_ALLOW)
		*ret_path = NULL;
	return 0;
}
