/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * /proc/sysvipc: the host's tables of System V objects, less all lines that are not about
 * the jail's own (SECURITY.md E48), and with the keys that the guest gave.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "syscall/ipc.h"
#include "syscall/proc_node.h"

/* KERNEL: ipc/{shm,sem,msg}.c: a line begins with key and id, the first one names the columns. */
#define KEY_WIDTH 10

/* KERNEL: the columns of perms, and of uid, gid, cuid and cgid from there on. */
static const unsigned int PERMS_COLUMN = 2;
static const unsigned int uid_columns[IPC_KIND_COUNT] = {
	[IPC_SHM] = 7, [IPC_SEM] = 4, [IPC_MSG] = 7
};

#define PERMS_OF_OWNER 4U

/* A column of its width: blanks, then what stands there on the host, or what is faked. */
static void show_column(const struct ipc_owner *owner, unsigned int after_uid, const char *column,
			size_t width, struct proc_text *text)
{
	const unsigned int ids[] = { owner->uid, owner->gid, owner->cuid, owner->cgid };

	if (after_uid < 4)
		proc_text_print(text, "%*u", (int)width, ids[after_uid]);
	else if (after_uid == PERMS_OF_OWNER)
		proc_text_print(text, "%*o", (int)width,
				((unsigned int)strtoul(column, NULL, 8) & ~0777U) | owner->mode);
	else
		proc_text_add(text, column, width);
}

/* The line from its second column on. */
static void show_line(const struct ipc_owner *owner, enum ipc_kind kind, const char *line,
		      size_t length, struct proc_text *text)
{
	unsigned int column = 1;

	while (length > 0) {
		size_t blanks = strspn(line, " ");
		size_t width = blanks + strcspn(line + blanks, " \n");
		unsigned int after_uid = column == PERMS_COLUMN ? PERMS_OF_OWNER
								: column - uid_columns[kind];

		if (width == 0 || width > length)
			width = length;
		show_column(owner, after_uid, line, width, text);
		line += width;
		length -= width;
		column++;
	}
}

/* A line's second number; -1: none. Not by sscanf(), which looks at all that is behind. */
static int id_of(const char *line)
{
	char *after_key, *after_id;
	long id;

	(void)strtol(line, &after_key, 10);
	id = strtol(after_key, &after_id, 10);
	return after_key == line || after_id == after_key ? -1 : (int)id;
}

static void keep_own(struct ipc *ipc, bool faked, enum ipc_kind kind, const char *host,
		     struct proc_text *text)
{
	for (const char *line = host; *line != '\0';) {
		size_t length = strcspn(line, "\n");
		int id = id_of(line);

		length += line[length] == '\n';
		if (line == host) {
			proc_text_add(text, line, length);
		} else if (ipc != NULL && length > KEY_WIDTH && ipc_has(ipc, kind, id)) {
			proc_text_print(text, "%*d", KEY_WIDTH, ipc_key_of(ipc, kind, id));
			if (faked)
				show_line(ipc_owner_of(ipc, kind, id), kind, line + KEY_WIDTH,
					  length - KEY_WIDTH, text);
			else
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
		keep_own(proc->jail->ipc, proc->jail->fake_root != NULL, kind, host.data, text);
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
