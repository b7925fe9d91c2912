/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Under which heads --help lists the options (option_table.h). */
#include "cli/option_table.h"

bool option_in_overview(const struct option_row *row)
{
	return row->topic != TOPIC_PROOT && row->topic != TOPIC_LIMITS &&
	       row->topic != TOPIC_POLICY && row->topic != TOPIC_NETWORK &&
	       row->apply != option_apply_state_format && row->apply != option_apply_mounts &&
	       row->apply != option_apply_without && row->apply != option_apply_no_landlock &&
	       row->apply != option_apply_no_patch;
}

const struct option_topic_row option_topics[TOPIC_COUNT] = {
	[TOPIC_MOUNTS] = { "mounts", "What the program sees as its files" },
	[TOPIC_PROCESS] = { "process", "The program, its environment and its end" },
	[TOPIC_FAKE_ROOT] = { "fake", "Being root, or somebody else, inside the jail only" },
	[TOPIC_POLICY] = { "policy", "What the program may do, and where" },
	[TOPIC_NETWORK] = { "network", "Whom the program may talk to" },
	[TOPIC_LIMITS] = { "limits", "What the program may use; at a limit ptjail ends with 124" },
	[TOPIC_OUTPUT] = { "output", "What ptjail says" },
	[TOPIC_HOST] = { "host", "What the host offers" },
	[TOPIC_PROOT] = { "proot", "For those who come from proot" },
};
