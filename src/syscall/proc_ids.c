/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Faked credentials in /proc/PID/status. KERNEL: fs/proc/array.c task_state(), task_cap(),
 * task_seccomp().
 */
#include <string.h>

#include "fakeroot/creds.h"
#include "syscall/proc_node.h"

static bool line_is(const char *line, const char *name)
{
	return strncmp(line, name, strlen(name)) == 0;
}

static void print_ids(struct proc_text *text, const char *name, const struct creds_ids *ids)
{
	proc_text_print(text, "%s:\t%u\t%u\t%u\t%u\n", name, ids->real, ids->effective, ids->saved,
			ids->fs);
}

static void print_groups(struct proc_text *text, const struct creds_groups *groups)
{
	proc_text_print(text, "Groups:\t");
	for (size_t i = 0; groups != NULL && i < groups->count; i++)
		proc_text_print(text, "%s%u", i == 0 ? "" : " ", groups->gids[i]);
	proc_text_print(text, " \n");
}

bool proc_ids_line(const char *line, const struct creds *creds, struct proc_text *text)
{
	const struct {
		const char *name;
		uint64_t set;
	} sets[] = {
		{ "CapInh", creds->caps.inheritable }, { "CapPrm", creds->caps.permitted },
		{ "CapEff", creds->caps.effective },   { "CapBnd", creds->caps.bounding },
		{ "CapAmb", creds->caps.ambient },
	};

	if (line_is(line, "Uid:"))
		print_ids(text, "Uid", &creds->uid);
	else if (line_is(line, "Gid:"))
		print_ids(text, "Gid", &creds->gid);
	else if (line_is(line, "Groups:"))
		print_groups(text, creds->groups);
	else if (line_is(line, "Cap")) {
		for (size_t i = 0; i < ARRAY_SIZE(sets); i++) {
			if (line_is(line, sets[i].name)) {
				proc_text_print(text, "%s:\t%016llx\n", sets[i].name,
						(unsigned long long)sets[i].set);
				return true;
			}
		}
		return false;
	} else {
		return false;
	}
	return true;
}
