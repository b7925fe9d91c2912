/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * /proc/sysvipc: the host's tables of System V objects, less all lines that are not about
 * the jail's own (SECURITY.md E48), and with the keys that the guest gave.
 */
#include <stdio.h>
#include <string.h>

#include "syscall/ipc.h"
#include "syscall/proc_node.h"

/* KERNEL: ipc/{shm,sem,msg}.c: a line begins with key and id, the first one names the columns. */
#define KEY_WIDTH 10

static void keep_own(const struct ipc *ipc, enum ipc_kind kind, const char *host,
		     struct proc_text *text)
{
	for (const char *line = host; *line != '\0';) {
		size_t length = strcspn(line, "\n");
		int key;
		int id;

		length += line[length] == '\n';
		if (line == host) {
			proc_text_add(text, line, length);
		} else if (ipc != NULL && length > KEY_WIDTH &&
			   sscanf(line, "%d %d", &key, &id) == 2 && ipc_has(ipc, kind, id)) {
			proc_text_print(text, "%*d", KEY_WIDTH, ipc_key_of(ipc, kind, id));
			proc_text_add(text, line + KEY_WIDTH, length - KEY_WIDTH);
		}
		line += length;
	}
}

static int read_table(struct proc *proc, const struct proc_subject *subject, enum ipc_kind kind,
		      struct proc_text *text)
{
	struct proc_text host = PROC_TEXT_INIT(text->ctx);
	int status = proc_host_read(proc, subject->node, &host);

	if (status == 0)
		status = proc_text_end(&host);
	if (status == 0)
		keep_own(proc->jail->ipc, kind, host.data, text);
	talloc_free(host.data);
	return status;
}

int proc_sysvipc_shm(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	return read_table(proc, subject, IPC_SHM, text);
}

int proc_sysvipc_sem(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	return read_table(proc, subject, IPC_SEM, text);
}

int proc_sysvipc_msg(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	return read_table(proc, subject, IPC_MSG, text);
}
