/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Options into places and names (places.h). Opens nothing. */
#include "run/places.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "syscall/uname.h"

/*
 * proot's callers bind /proc, and /dev/fd and its like, or what these lead to. The jail has these;
 * the host's own would be ptjail's.
 */
static bool is_shown_anyway(const struct options *options, const struct options_bind *bind)
{
	static const char *const places[] = { "/proc",       "/dev/fd",     "/dev/stdin",
					      "/dev/stdout", "/dev/stderr", NULL };
	bool in_proc = strncmp(bind->host, "/proc", 5) == 0 &&
		       (bind->host[5] == '\0' || bind->host[5] == '/');
	bool same = strcmp(bind->host, bind->guest) == 0;

	if (options->bare)
		return false;
	if (in_proc && same)
		return true;
	for (size_t i = 0; places[i] != NULL; i++)
		if (strcmp(bind->guest, places[i]) == 0)
			return in_proc || same;
	return false;
}

/*
 * Links of the host into its /proc (/etc/mtab) lead into the jail's own instead: the name that the
 * jail has for it, or NULL. Other processes have none.
 */
static const char *name_in_proc(TALLOC_CTX *ctx, const struct options_bind *bind)
{
	char *real = realpath(bind->host, NULL);
	char *name = NULL;
	char itself[32];
	size_t length = (size_t)snprintf(itself, sizeof(itself), "/proc/%d/", (int)getpid());

	if (real == NULL)
		return NULL;
	if (strncmp(real, itself, length) == 0)
		name = talloc_asprintf(ctx, "/proc/self/%s", real + length);
	else if (strncmp(real, "/proc/", 6) == 0 && !isdigit((unsigned char)real[6]))
		name = talloc_strdup(ctx, real);
	free(real);
	return name;
}

static struct mount_request *requests_of(TALLOC_CTX *ctx, const struct options *options,
					 size_t *ret_count)
{
	struct mount_request *requests = talloc_zero_array(ctx, struct mount_request,
							   options->bind_count + 1);

	for (size_t i = 0; requests != NULL && i < options->bind_count; i++) {
		const struct options_bind *bind = &options->binds[i];
		const char *link;

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
		link = options->bare ? NULL : name_in_proc(requests, bind);
		if (link != NULL) {
			requests[*ret_count - 1].link = link;
			requests[*ret_count - 1].no_follow = true;
		}
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
	if (options->cwd == NULL && (here = getcwd(NULL, 0)) != NULL) {
		setup->cwd = talloc_strdup(ctx, here);
		setup->cwd_optional = true;
		setup->cwd_same = !options->cwd_of_host;
		free(here);
	}
	if (kernel->renamed) {
		setup->kernel = names = talloc(ctx, struct kernel_names);
		if (names == NULL)
			return false;
		*names = (struct kernel_names){ kernel->sysname,       kernel->nodename,
						kernel->release,       kernel->version,
						kernel->machine,       kernel->domainname,
						kernel->capable_given, kernel->capable };
	}
	return setup->cwd != NULL;
}
