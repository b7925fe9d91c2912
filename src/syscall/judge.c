/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Judging places (judge.h). Must never decide by a string that the guest wrote, and must
 * refuse what it cannot find the place of.
 */
#include "syscall/judge.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "path/host_fs.h"
#include "syscall/change.h"
#include "syscall/handed_in.h"
#include "syscall/judge_private.h"
#include "util/fd.h"

/* As one sees it whose root is the root mount: rules do not change with a chroot. */
static struct path_view whole_view(struct call *call)
{
	struct path_view view = call_view(call);
	struct mount *root = call->jail->mounts->mounts[0];

	view.root = (struct path_start){ root->handle, root, "", root->guest_fd };
	return view;
}

static char *join(TALLOC_CTX *ctx, const char *directory, const char *name)
{
	return talloc_asprintf(ctx, "%s/%s", strcmp(directory, "/") == 0 ? "" : directory, name);
}

static int node_text(struct call *call, const struct path_place *place, char **ret_path)
{
	const struct mount_table *mounts = call->jail->mounts;

	for (size_t i = 0; i < mounts->count; i++) {
		if (mounts->mounts[i]->kind != MOUNT_PROC)
			continue;
		*ret_path = place->node[0] == '\0'
				    ? talloc_strdup(call->pool, mounts->mounts[i]->guest)
				    : join(call->pool, mounts->mounts[i]->guest, place->node);
		return *ret_path == NULL ? -ENOMEM : 0;
	}
	return -EXDEV;
}

/* Of an object: as judge_place_text(). RACE: it may have lost its last name meanwhile. */
static int handle_text(struct call *call, int handle, const struct mount *prefer, char **ret_path)
{
	struct path_view view = whole_view(call);
	int status = path_of_handle(call->pool, &view, handle, prefer, ret_path);
	struct stat st;

	return status == -EXDEV && fstat(handle, &st) == 0 && st.st_nlink == 0 ? -ENOENT : status;
}

int judge_place_text(struct call *call, const struct path_place *place, char **ret_path)
{
	char *parent;
	int status;

	if (place->handle >= 0)
		return handle_text(call, place->handle, place->mount, ret_path);
	if (place->node != NULL)
		return node_text(call, place, ret_path);
	if (place->parent < 0)
		return -EXDEV;
	status = handle_text(call, place->parent, NULL, &parent);
	if (status < 0)
		return status;
	*ret_path = place->name == NULL ? parent : join(call->pool, parent, place->name);
	return *ret_path == NULL ? -ENOMEM : 0;
}

static bool is_same(int a, int b)
{
	struct stat one, other;

	return fstat(a, &one) == 0 && fstat(b, &other) == 0 && one.st_dev == other.st_dev &&
	       one.st_ino == other.st_ino;
}

/* What stands for a directory of terminals: an empty directory of ptjail's own, in no mount. */
static bool is_stand_in(const struct jail *jail, int handle)
{
	return jail->terminals >= 0 && is_same(jail->terminals, handle);
}

/*
 * Nobody found a place for it: is there none? ptjail's own standard descriptors lead to what
 * its user chose. Anything else has a place that cannot be told, and may be under a rule; so had
 * what has just been removed.
 */
static bool has_no_place(const struct call *call, int handle)
{
	struct stat st;

	if (is_stand_in(call->jail, handle) ||
	    (fstat(handle, &st) == 0 && st.st_nlink != 0 && host_fs_is_nameless(handle)))
		return true;
	for (int fd = 0; fd <= 2; fd++) {
		if (is_same(fd, handle))
			return true;
	}
	return false;
}

static unsigned int classes_of_row(const struct call *call)
{
	if (call->row == NULL)
		return POLICY_BIT(POLICY_LOOK);
	switch (call->row->class) {
	case CLASS_READ:
		return POLICY_BIT(POLICY_LOOK);
	case CLASS_WRITE:
		return POLICY_BIT(POLICY_WRITE);
	case CLASS_CREATE:
		return POLICY_BIT(POLICY_CREATE);
	case CLASS_REMOVE:
		return POLICY_BIT(POLICY_REMOVE);
	case CLASS_META:
		return POLICY_BIT(POLICY_META);
	case CLASS_EXEC:
		return POLICY_BIT(POLICY_EXEC);
	case CLASS_NET:
		return POLICY_BIT(call->row->id == CALL_bind ? POLICY_CREATE : POLICY_CONNECT);
	case CLASS_FD:
	case CLASS_MEM:
	case CLASS_PROC:
	case CLASS_SIGNAL:
	case CLASS_TIME:
	case CLASS_IPC:
	case CLASS_SCHED:
	case CLASS_ID:
	case CLASS_INFO:
	case CLASS_KERNEL:
		break;
	}
	return POLICY_BIT(POLICY_LOOK);
}

/* Cuts the last name; what stays is what the directory above should be called. */
static void cut_name(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash != NULL)
		slash[slash == path] = '\0';
}

/* --- decisions ------------------------------------------------------------------------------- */

static void audit(struct call *call, const struct policy_decision *decision, const char *path)
{
	char *line;

	call->refused_by = decision->rule;
	/* Of other errors answer() knows that they are refusals (jail.c). */
	if (decision->action == POLICY_HIDE)
		call->jail->refused++;
	if (call->jail->audit == NULL)
		return;
	line = policy_audit_path(call->pool, decision, path, call->tracee->tgid,
				 call->row == NULL ? "?" : call->row->name);
	if (line != NULL)
		fprintf(call->jail->audit, "%s\n", line);
}

/* A new name in a directory that can be seen cannot be "not there". */
static int refusal(const struct judge *judge, const struct policy_decision *decision,
		   const char *path)
{
	char *parent;
	bool visible;

	if (decision->action != POLICY_HIDE || decision->class != POLICY_CREATE)
		return -policy_action_errno(decision->action);
	parent = talloc_strdup(NULL, path);
	if (parent == NULL)
		return -ENOMEM;
	cut_name(parent);
	visible = policy_decide(judge->policy, parent, POLICY_LOOK).action == POLICY_ALLOW;
	talloc_free(parent);
	return visible ? -EACCES : -ENOENT;
}

int judge_conclude(struct call *call, const struct policy_decision *decision, const char *path,
		   unsigned int classes)
{
	const struct judge *judge = call->jail->judge;

	call->judged |= classes;
	if (decision->action == POLICY_ALLOW)
		return judge->learned == NULL ? 0
					      : policy_learned_add(judge->learned, path, classes);
	audit(call, decision, path);
	return refusal(judge, decision, path);
}

/* By the path, and by whatever else the rules know the place by. */
static int decide(struct call *call, int handle, int parent, const char *path, unsigned int classes,
		  struct policy_decision *ret_decision)
{
	struct judge_names names;
	int status;

	*ret_decision = policy_decide_all(call->jail->judge->policy, path, classes);
	if (ret_decision->action != POLICY_ALLOW || (handle < 0 && parent < 0))
		return 0;
	status = judge_names_of(call, handle, parent, path, &names);
	if (status == 0)
		*ret_decision = judge_aliases(call, &names, classes);
	return status;
}

int judge_parent_of(const struct path_place *place)
{
	return place->name != NULL ? place->parent : -1;
}

static int judge_place(struct call *call, const struct path_place *place, unsigned int flags)
{
	const struct judge *judge = call->jail->judge;
	unsigned int classes = call->classes != 0 ? call->classes : classes_of_row(call);
	bool missing = place->handle < 0 && place->node == NULL;
	struct policy_decision decision;
	char *path;
	int status = handed_in_check_place(call, place);

	if (status < 0 || judge == NULL)
		return status;
	if (missing && (flags & PATH_NO_LAST) == 0)
		classes |= POLICY_BIT(POLICY_CREATE);
	status = judge_place_text(call, place, &path);
	if (status == -ENOENT && place->handle >= 0)
		return judge_handle(call, place->handle, classes);
	/* A descriptor of something that is in no mount. */
	if (status == -EXDEV && (place->magic || (flags & PATH_EMPTY) != 0) &&
	    (place->handle < 0 || has_no_place(call, place->handle))) {
		call->judged |= classes;
		return 0;
	}
	if (status < 0)
		return status == -EXDEV ? -EACCES : status;
	status = decide(call, place->handle, judge_parent_of(place), path, classes, &decision);
	return status < 0 ? status : judge_conclude(call, &decision, path, classes);
}

int judge_lookup(struct call *call, const struct path_place *place, unsigned int flags, int status)
{
	struct policy_decision decision;

	if (status >= 0)
		return judge_place(call, place, flags);
	if (place->refused == NULL || call->jail->judge == NULL)
		return status;
	decision = policy_decide(call->jail->judge->policy, place->refused->guest, POLICY_LOOK);
	if (decision.action != POLICY_ALLOW)
		audit(call, &decision, place->refused->guest);
	return status;
}

char *judge_path_in(TALLOC_CTX *ctx, const struct mount *mount, const char *rel)
{
	if (mount->parent == NULL)
		return talloc_asprintf(ctx, "/%s", rel);
	return rel[0] == '\0' ? talloc_strdup(ctx, mount->guest) : join(ctx, mount->guest, rel);
}

int judge_located(struct call *call, const struct mount *mount, const char *rel)
{
	struct judge *judge = call->jail->judge;
	struct policy_decision decision;
	char *path;

	if (judge == NULL)
		return 0;
	path = judge_path_in(call->pool, mount, rel);
	if (path == NULL)
		return -ENOMEM;
	decision = policy_decide_all(judge->policy, path, call->judged);
	return judge_conclude(call, &decision, path, call->judged);
}

/* *ret_path: NULL where there is no place to have rules. */
static int decide_on_handle(struct call *call, int handle, unsigned int classes,
			    struct policy_decision *ret_decision, char **ret_path)
{
	int status = handle_text(call, handle, NULL, ret_path);

	if (status < 0)
		*ret_path = NULL;
	if (status == -EXDEV)
		return has_no_place(call, handle) ? 0 : -EACCES;
	if (status == -ENOENT)
		return judge_removed(call, handle, classes, ret_decision, ret_path);
	if (status < 0)
		return status;
	return decide(call, handle, -1, *ret_path, classes, ret_decision);
}

int judge_handle(struct call *call, int handle, unsigned int classes)
{
	struct policy_decision decision;
	char *path;
	int status;

	if (call->jail->judge == NULL)
		return 0;
	status = decide_on_handle(call, handle, classes, &decision, &path);
	if (status < 0 || path == NULL) {
		call->judged |= status < 0 ? 0 : classes;
		return status;
	}
	return judge_conclude(call, &decision, path, classes);
}

bool judge_would_allow(struct call *call, int handle, unsigned int classes)
{
	struct policy_decision decision;
	char *path;

	if (call->jail->judge == NULL)
		return true;
	return decide_on_handle(call, handle, classes, &decision, &path) == 0 &&
	       (path == NULL || decision.action == POLICY_ALLOW);
}

/* --- listings -------------------------------------------------------------------------------- */

int judge_listing(struct call *call, int handle, const char *const **ret_names)
{
	const struct judge *judge = call->jail->judge;
	struct judge_names names;
	struct path_view view;
	const char **hiding;
	size_t count = 0;
	char *path;
	int status;

	*ret_names = NULL;
	if (judge == NULL || !judge->policy->hides || is_stand_in(call->jail, handle))
		return 0;
	view = whole_view(call);
	status = path_of_handle(call->pool, &view, handle, NULL, &path);
	if (status == 0)
		status = judge_names_of(call, handle, -1, path, &names);
	if (status == 0)
		status = judge_add_leading(call, handle, &names);
	if (status < 0)
		return status == -EXDEV ? -EACCES : status;
	hiding = talloc_zero_array(call->pool, const char *, names.count + 2);
	if (hiding == NULL)
		return -ENOMEM;
	if (policy_may_hide_in(judge->policy, path))
		hiding[count++] = path;
	for (size_t i = 0; i < names.count; i++) {
		if (policy_may_hide_in(judge->policy, names.aliases[i].path))
			hiding[count++] = names.aliases[i].path;
	}
	*ret_names = count == 0 ? NULL : hiding;
	return 0;
}

static bool hides_in(struct call *call, const char *directory, const char *name)
{
	char *path = join(call->pool, directory, name);
	bool hides;

	if (path == NULL)
		return true;
	hides = policy_decide(call->jail->judge->policy, path, POLICY_LOOK).action == POLICY_HIDE;
	talloc_free(path);
	return hides;
}

bool judge_hides(struct call *call, const char *const *directories, const char *name)
{
	bool hides = false;

	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return false;
	for (; !hides && *directories != NULL; directories++)
		hides = hides_in(call, *directories, name);
	return hides;
}

/* --- addresses ------------------------------------------------------------------------------- */

bool judge_has_hidden(const struct jail *jail)
{
	return jail->judge != NULL && jail->judge->policy->hides;
}

bool judge_learns(const struct jail *jail)
{
	return jail->judge != NULL && jail->judge->learned != NULL;
}

void judge_learn_socket(struct call *call)
{
	if (judge_learns(call->jail))
		policy_learned_add_socket(call->jail->judge->learned);
}

void judge_learn_bound(struct call *call, bool loopback, bool any_port)
{
	if (judge_learns(call->jail))
		policy_learned_add_bound(call->jail->judge->learned, loopback, any_port);
}

void judge_audit_address(struct call *call, const uint8_t address[16], unsigned int port,
			 bool allowed)
{
	const struct judge *judge = call->jail->judge;
	char *line;

	if (allowed && judge_learns(call->jail))
		(void)!policy_learned_add_address(judge->learned, address, port);
	if (allowed || call->jail->audit == NULL)
		return;
	line = policy_audit_address(call->pool, address, port, call->tracee->tgid, call->row->name);
	if (line != NULL)
		fprintf(call->jail->audit, "%s\n", line);
}

void judge_audit_socket(struct call *call, const struct path_place *place)
{
	const struct policy_decision decision = { .action = POLICY_DENY, .class = POLICY_CONNECT };
	char *path;
	char *line;

	if (call->jail->audit == NULL || judge_place_text(call, place, &path) < 0)
		return;
	line = policy_audit_path(call->pool, &decision, path, call->tracee->tgid, call->row->name);
	if (line != NULL)
		fprintf(call->jail->audit, "%s\n", line);
}
