/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * /proc/locks: who holds and who waits for locks on files. Must tell of members only; what has
 * no owner (locks of open file descriptions) could be anybody's and is left out.
 */
#include <stdio.h>
#include <string.h>

#include "syscall/proc_node.h"

/* "7: POSIX  ADVISORY  WRITE 123 fe:00:4 0 EOF", or with "->" for one who waits. */
static bool is_members(const struct proc *proc, const char *after_number)
{
	const char *arrow = strstr(after_number, "-> ");
	pid_t pid = 0;

	if (arrow != NULL)
		after_number = arrow + 3;
	return sscanf(after_number, "%*s %*s %*s %d", &pid) == 1 && pid > 0 &&
	       jail_find_process(proc->jail, pid) != NULL;
}

int proc_locks(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	struct proc_text host = PROC_TEXT_INIT(text->ctx);
	unsigned int number = 0, told = 0, count = 0;
	char *rest;
	int status = proc_host_read(proc, subject->node, &host);

	if (status == 0)
		status = proc_text_end(&host);
	if (status < 0)
		return status;
	for (char *line = strtok_r(host.data, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		const char *colon = strchr(line, ':');
		unsigned int host_number;

		if (colon == NULL || sscanf(line, "%u", &host_number) != 1 ||
		    !is_members(proc, colon + 1))
			continue;
		/* Those who wait have the number of the lock that they wait for. */
		if (told == 0 || host_number != number)
			count++;
		number = host_number;
		told = 1;
		proc_text_print(text, "%u%s\n", count, colon);
	}
	talloc_free(host.data);
	return 0;
}
