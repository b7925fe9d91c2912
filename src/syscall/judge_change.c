/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Names that are removed, moved and linked, where there are rules: no name of theirs may come to
 * mean another thing, nor a thing get to where other rules hold. Must only ever refuse.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/change.h"
#include "syscall/judge_private.h"
#include "util/fd.h"

static bool is_directory(struct call *call, const struct change_name *name)
{
	mode_t type;

	return change_type(call, name, &type) == 0 && S_ISDIR(type);
}

/* The object of a name, if there is one: -1 otherwise. */
static int open_object(const struct change_name *name)
{
	return openat(name->parent, name->place->name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
}

/* All that the rules may know the place of a name by, and what lies there. */
static int names_of(struct call *call, const struct change_name *name,
		    struct judge_names *ret_names)
{
	CLEANUP_FD int object = open_object(name);
	char *path;
	int status = judge_place_text(call, name->place, &path);

	return status < 0 ? status : judge_names_of(call, object, name->parent, path, ret_names);
}

/* Whether a rule is about this very name, or what leads to it, in whatever mount. */
static int refuse_pinned(struct call *call, const struct change_name *name)
{
	const struct policy *policy = call->jail->judge->policy;
	struct judge_names names;
	char *path;
	int status = judge_place_text(call, name->place, &path);
	bool pinned;

	if (status == 0)
		status = judge_names_of(call, -1, name->parent, path, &names);
	if (status < 0)
		return status;
	pinned = policy_is_pinned(policy, path);
	for (size_t i = 0; i < names.count; i++)
		pinned = pinned || policy_is_pinned(policy, names.aliases[i].path);
	return pinned ? -EBUSY : 0;
}

int judge_removal(struct call *call, const struct change_name *name)
{
	const struct judge *judge = call->jail->judge;
	struct stat st;
	int status;

	if (judge == NULL)
		return 0;
	status = refuse_pinned(call, name);
	if (status < 0)
		return status;
	/* RACE: what goes by another name could be moved to a place that was judged already. */
	return fstatat(name->parent, name->place->name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
			       judge_is_fixed(judge, &st)
		       ? -EBUSY
		       : 0;
}

/*
 * RACE: another name of a file that a rule names could come with the directory to a place that was
 * judged already, and is opened by its name yet. What other mounts show of such a file's
 * directories is fixed; hard links can be anywhere in its file system, and that be mounted
 * anywhere on the host.
 */
static int judge_directory_move(struct call *call, const struct change_name *from)
{
	return judge_may_hold_names(call->jail->judge, from->parent) ? -EXDEV : 0;
}

int judge_move(struct call *call, const struct change_name *from, const struct change_name *to)
{
	const struct judge *judge = call->jail->judge;
	struct policy_decision decision;
	struct judge_names old, new;
	bool directories;
	mode_t type;
	int status = judge_removal(call, from);

	if (judge == NULL)
		return 0;
	directories = is_directory(call, from) || is_directory(call, to);
	if (status == 0)
		status = judge_removal(call, to);
	if (status == 0)
		status = names_of(call, from, &old);
	if (status == 0)
		status = names_of(call, to, &new);
	if (status < 0)
		return status;
	/* What is there goes away, or comes here: then both ends are left and entered. */
	if (change_type(call, to, &type) == 0) {
		decision = policy_decide(judge->policy, new.path, POLICY_REMOVE);
		status = judge_conclude(call, &decision, new.path, POLICY_BIT(POLICY_REMOVE));
		if (status < 0)
			return status;
	}
	if (!judge_is_alike(judge, &old, &new, directories))
		return -EXDEV;
	return directories ? judge_directory_move(call, from) : 0;
}

int judge_link(struct call *call, const struct path_place *old, const struct change_name *to)
{
	const struct judge *judge = call->jail->judge;
	struct judge_names from, names;
	char *path;
	int status;

	if (judge == NULL)
		return 0;
	status = judge_place_text(call, old, &path);
	/* An O_TMPFILE's, as link.c has found out: it was under no rule. */
	if (status == -ENOENT || status == -EXDEV)
		return 0;
	if (status == 0)
		status = judge_names_of(call, old->handle, judge_parent_of(old), path, &from);
	if (status == 0)
		status = names_of(call, to, &names);
	if (status < 0)
		return status;
	return judge_is_alike(judge, &from, &names, false) ? 0 : -EXDEV;
}
