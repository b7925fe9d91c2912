/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See state.h. A state that cannot be read ends the run before it begins. */
#include "run/state.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/report.h"
#include "fakeroot/fake_root.h"
#include "fakeroot/owners_state.h"
#include "run/complain.h"
#include "run/signals.h"

struct run_state {
	const char *path;
	struct owners_state *file;
	struct owners *owners;
};

static int complain_state(TALLOC_CTX *ctx, const char *path, const char *verb, int error,
			  const char *fault)
{
	const char *reason = fault != NULL ? fault : strerror(-error);
	char *sentence;

	if (error == -ELOOP)
		reason = "it is a symbolic link; name the file itself";
	else if (error == -EWOULDBLOCK)
		reason = "another process holds a lock on it";
	sentence = talloc_asprintf(ctx, "the state \"%s\" cannot be %s: %s", path, verb, reason);
	return complain(ctx, REPORT_OPTIONS, error, sentence, NULL);
}

static int save(struct run_state *state)
{
	char *fault;
	int status;

	if (!owners_dirty(state->owners))
		return 0;
	status = owners_state_save(state, state->file, state->owners, &fault);
	return status < 0 ? complain_state(state, state->path, "saved", status, fault) : 0;
}

/* The run goes on: what could not be saved now is tried again at its end. */
static void save_on_request(void *data)
{
	struct run_state *state = data;

	(void)save(state);
}

int state_begin(TALLOC_CTX *ctx, const struct options *options, struct jail *jail,
		struct run_state **ret_state)
{
	enum owners_format format = options->state_is_fakeroots ? OWNERS_FORMAT_FAKEROOT
								: OWNERS_FORMAT_PTJAIL;
	struct run_state *state;
	char *fault;
	int status;

	*ret_state = NULL;
	if (options->state_file == NULL || jail->fake_root == NULL)
		return 0;
	state = talloc_zero(ctx, struct run_state);
	if (state == NULL)
		return complain(ctx, REPORT_LOOP, ENOMEM, NULL, NULL);
	state->path = options->state_file;
	state->owners = jail->fake_root->owners;
	status = owners_state_open(state, state->path, format, &state->file, &fault);
	if (status < 0)
		return complain_state(ctx, state->path, "kept", status, fault);
	status = owners_state_load(state, state->file, state->owners, &fault);
	if (status < 0)
		return complain_state(ctx, state->path, "read", status, fault);
	jail->engine->wake = signals_request();
	jail->engine->on_wake = save_on_request;
	jail->engine->wake_data = state;
	*ret_state = state;
	return 0;
}

/* The last chance: rather in another file than lost. */
static int save_somewhere(struct run_state *state)
{
	char *fault, *sentence, *path;
	int status = owners_state_save(state, state->file, state->owners, &fault);

	if (status == 0)
		return 0;
	if (owners_state_rescue(state, state->file, state->owners, &path) < 0)
		return complain_state(state, state->path, "saved", status, fault);
	sentence = talloc_asprintf(state,
				   "the state \"%s\" cannot be saved: %s; it was saved as \"%s\"",
				   state->path, fault != NULL ? fault : strerror(-status), path);
	return complain(state, REPORT_OPTIONS, status, sentence, NULL);
}

int state_finish(struct run_state *state)
{
	return state == NULL || !owners_dirty(state->owners) ? 0 : save_somewhere(state);
}
