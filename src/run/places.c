/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Options into places and names (places.h). Opens nothing. */
#include "run/places.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "syscall/uname.h"

/*
 * proot's callers bind /proc, and from it what /dev/fd and its like lead to. The jail has these;
 * the host's own would be ptjail's.
 */
static bool is_shown_anyway(const struct options *options, const struct options_bind *bind)
{
	static const char *const places[] = { "/proc",	     "/dev/fd",	    "/dev/stdin",
					      "/dev/stdout", "/dev/stderr", NULL };

	if (options->bare || strncmp(bind->host, "/proc", 5) != 0 ||
	    (bind->host[5] != '\0' && bind->host[5] != '/'))
		return false;
	if (strcmp(bind->host, bind->guest) == 0)
		return true;
	for (size_t i = 0; places[i] != NULL; i++)
		if (strcmp(bind->guest, places[i]) == 0)
			return true;
	return false;
}

static struct mount_request *requests_of(TALLOC_CTX *ctx, const struct options *options,
					 size_t *ret_count)
{
	struct mount_request *requests =
		talloc_zero_array(ctx, struct mount_request, options->bind_count + 1);

	for (size_t i = 0; requests != NULL && i < options->bind_count; i++) {
		const struct options_bind *bind = &options->binds[i];

		/* What a later -b says of the same place would win: the jail's own does. */
		if (is_shown_anyway(options, bind))
			continue;
		requests[(*ret_count)++] = (struct mount_request){
			.host = bind->host,
			.guest = bind->guest,
			.read_only = bind->read_only,
			.no_follow = bind->no_follow,
			.placeholder_quiet = bind->optional,
		};
	}
	return requests;
}

bool places_fill(TALLOC_CTX *ctx, const struct options *options, struct setup *setup)
{
	const struct options_kernel *kernel = &options->kernel;
	struct kernel_names *names;
	char *here;

	setup->binds = requests_of(ctx, options, &setup->bind_count);
	if (setup->binds == NULL)
		return false;
	if (options->cwd == NULL && options->cwd_of_host && (here = getcwd(NULL, 0)) != NULL) {
		setup->cwd = talloc_strdup(ctx, here);
		setup->cwd_optional = true;
		free(here);
	}
	if (kernel->renamed) {
		setup->kernel = names = talloc(ctx, struct kernel_names);
		if (names == NULL)
			return false;
		*names = (struct kernel_names){ kernel->sysname, kernel->nodename, kernel->release,
						kernel->version, kernel->machine,
						kernel->domainname };
	}
	return setup->cwd != NULL;
}
