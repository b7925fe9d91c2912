/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See made_nameless.h. RACE: who shares the caller's descriptors could have another file under a
 * number by the time that it is looked at, and that would become the caller's. So nothing is
 * entered for threads: it is root's then, as it was before. Nor must a number be believed that
 * stands in the guest's memory.
 */
#include "syscall/made_nameless.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "fakeroot/fake_root.h"
#include "syscall/faked.h"
#include "syscall/fd_table.h"
#include "syscall/handlers.h"
#include "util/fd.h"

bool made_nameless_is_told(const struct call *call)
{
	const struct fake_root *fake = call->jail->fake_root;

	return fake != NULL && !fake_root_makes_plain(fake, call->member->creds);
}

/* What cannot be entered stays root's. */
static void enter(struct call *call, int fd)
{
	CLEANUP_FD int handle = -1;

	if (call_open_fd(call, fd, &handle) == 0 && faked_made_nameless(call, handle) < 0)
		return;
}

static long enter_one(struct call *call, long result)
{
	if (result >= 0)
		enter(call, (int)result);
	return result;
}

static struct outcome run(struct call *call, call_finish *finish, void *data)
{
	return call_rewrite(call, table_id(call->row), call->args, finish, data);
}

struct outcome made_nameless(struct call *call)
{
	if (!made_nameless_is_told(call) || !fd_table_is_private(call))
		return outcome_native();
	return run(call, enter_one, NULL);
}

/* --- two at once ----------------------------------------------------------------------------- */

/* On the call's pool. */
struct pair {
	int numbers[2];
};

/* KERNEL: the lowest numbers that are free. /proc lists those that are not in ascending order. */
static bool find_free(const struct call *call, struct pair *ret)
{
	struct dirent *entry;
	char path[64];
	DIR *directory;
	int next = 0, found = 0;

	(void)snprintf(path, sizeof(path), "/proc/%d/fd", call->tracee->tid);
	directory = opendir(path);
	if (directory == NULL)
		return false;
	while (found < 2 && (entry = readdir(directory)) != NULL) {
		int number = (int)strtol(entry->d_name, NULL, 10);

		if (entry->d_name[0] == '.')
			continue;
		while (found < 2 && next < number)
			ret->numbers[found++] = next++;
		next = number + 1;
	}
	(void)closedir(directory);
	while (found < 2)
		ret->numbers[found++] = next++;
	return true;
}

static long enter_two(struct call *call, long result)
{
	const struct pair *pair = call->finish_data;

	for (unsigned int i = 0; result == 0 && i < 2; i++)
		enter(call, pair->numbers[i]);
	return result;
}

/* pipe(fds), pipe2(fds, flags), socketpair(domain, type, protocol, fds) */
struct outcome on_pipe(struct call *call)
{
	struct pair *pair;

	if (!made_nameless_is_told(call) || !fd_table_is_private(call))
		return outcome_native();
	pair = talloc(call->pool, struct pair);
	if (pair == NULL)
		return outcome_fail(ENOMEM);
	return find_free(call, pair) ? run(call, enter_two, pair) : outcome_native();
}
