/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * uname, /proc/version and /proc/sys/kernel/{ostype,hostname,osrelease,version,domainname}
 * where -k gives the kernel other names, or a faked root gave the jail some (host_name.c).
 * Everything else about the kernel stays as it is.
 */
#include "syscall/uname.h"

#include <string.h>

#include "fakeroot/fake_root.h"
#include "syscall/call.h"
#include "syscall/handlers.h"
#include "syscall/proc_node.h"

static void replace(char *field, size_t size, const char *name)
{
	if (name == NULL)
		return;
	memset(field, 0, size);
	memcpy(field, name, strnlen(name, size - 1));
}

void kernel_names_fill(const struct kernel_names *names, struct utsname *ret_names)
{
	memset(ret_names, 0, sizeof(*ret_names));
	(void)uname(ret_names);
	if (names == NULL)
		return;
	replace(ret_names->sysname, sizeof(ret_names->sysname), names->sysname);
	replace(ret_names->nodename, sizeof(ret_names->nodename), names->nodename);
	replace(ret_names->release, sizeof(ret_names->release), names->release);
	replace(ret_names->version, sizeof(ret_names->version), names->version);
	replace(ret_names->machine, sizeof(ret_names->machine), names->machine);
	replace(ret_names->domainname, sizeof(ret_names->domainname), names->domainname);
}

static bool are_others(const struct jail *jail)
{
	const struct fake_root *fake = jail->fake_root;

	return jail->kernel != NULL ||
	       (fake != NULL && (fake->hostname.set || fake->domainname.set));
}

static void fill(const struct jail *jail, struct utsname *ret_names)
{
	const struct fake_root *fake = jail->fake_root;

	kernel_names_fill(jail->kernel, ret_names);
	if (fake != NULL && fake->hostname.set)
		replace(ret_names->nodename, sizeof(ret_names->nodename), fake->hostname.text);
	if (fake != NULL && fake->domainname.set)
		replace(ret_names->domainname, sizeof(ret_names->domainname),
			fake->domainname.text);
}

struct outcome on_uname(struct call *call)
{
	struct utsname names;
	int status;

	fill(call->jail, &names);
	status = call_write(call, call_long(call, 0), &names, sizeof(names));
	return status < 0 ? outcome_fail(status) : outcome_done(0);
}

int proc_kernel_name(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	const char *name = strrchr(subject->node, '/') + 1;
	struct utsname names;

	if (!are_others(proc->jail))
		return proc_copy(proc, subject, text);
	fill(proc->jail, &names);
	if (strcmp(name, "ostype") == 0)
		proc_text_print(text, "%s\n", names.sysname);
	else if (strcmp(name, "hostname") == 0)
		proc_text_print(text, "%s\n", names.nodename);
	else if (strcmp(name, "osrelease") == 0)
		proc_text_print(text, "%s\n", names.release);
	else if (strcmp(name, "version") == 0)
		proc_text_print(text, "%s\n", names.version);
	else
		proc_text_print(text, "%s\n", names.domainname);
	return 0;
}

/* KERNEL: fs/proc/version.c; who compiled it and with what is left out. */
int proc_version(struct proc *proc, const struct proc_subject *subject, struct proc_text *text)
{
	struct utsname names;

	if (!are_others(proc->jail))
		return proc_copy(proc, subject, text);
	fill(proc->jail, &names);
	proc_text_print(text, "%s version %s %s\n", names.sysname, names.release, names.version);
	return 0;
}
