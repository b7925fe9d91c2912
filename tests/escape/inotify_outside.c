/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* E21: watches and probes tell nothing of the outside. */
#include <sys/inotify.h>

#include "escape.h"

int main(void)
{
	int watch = inotify_init1(IN_NONBLOCK);
	char text[256], path[PATH_MAX];

	must_fail(inotify_add_watch(watch, outside("secret"), IN_ALL_EVENTS), "a watch");
	must_fail(inotify_add_watch(watch, given("ESCAPE_OUT"), IN_ALL_EVENTS), "a watch");
	enter_scratch();
	symlink(given("ESCAPE_OUT"), "link");
	must_fail(inotify_add_watch(watch, "link/", IN_ALL_EVENTS), "a watch through a link");
	snprintf(path, sizeof(path), "/proc/self/root%s", given("ESCAPE_OUT"));
	must_fail(inotify_add_watch(watch, path, IN_ALL_EVENTS), "a watch through a magic link");
	must_fail(inotify_add_watch(watch, "/proc/1", IN_ALL_EVENTS), "a watch of an outsider");
	must_fail(syscall(SYS_name_to_handle_at, AT_FDCWD, given("ESCAPE_OUT"), text, text + 200, 0), "a handle");
	contained();
}
