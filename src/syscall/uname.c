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

static void replace_by(const struct kernel_names *names, struct utsname *ret_names)
{
	if (names == NULL)
		return;
	replace(ret_names->sysname, sizeof(ret_names->sysname), names->sysname);
	replace(ret_names->nodename, sizeof(ret_names->nodename), names->nodename);
	replace(ret_names->release, sizeof(ret_names->release), names->release);
	replace(ret_names->version, sizeof(ret_names->version), names->version);
	replace(ret_names->machine, sizeof(ret_names->machine), names->machine);
	replace(ret_names->domainname, sizeof(ret_names->domainname), names->domainname);
}

void kernel_names_fill(const struct kernel_names *names, struct utsname *ret_names)
{
	memset(ret_names, 0, sizeof(*ret_names));
	(void)uname(ret_names);
	replace_by(names, ret_names);
}

static bool are_others(const struct jail *jail)
{
	const struct fake_root *fake = jail->fake_root;

	return jail->kernel != NULL ||
	       (fake != NULL && (fake->hostname.set || fake->domainname.set));
}

static void replace_names(const struct jail *jail, struct utsname *names)
{
	const struct fake_root *fake = jail->fake_root;

	replace_by(jail->kernel, names);
	if (fake != NULL && fake->hostname.set)
		replace(names->nodename, sizeof(names->nodename), fake->hostname.text);
	if (fake != NULL && fake->domainname.set)
		replace(names->domainname, sizeof(names->domainname), fake->domainname.text);
}

static void fill(const struct jail *jail, struct utsname *ret_names)
{
	kernel_names_fill(NULL, ret_names);
	replace_names(jail, ret_names);
}

/* The kernel's answer goes by the caller's personality (PER_LINUX32): only names are changed. */
static long finish_uname(struct call *call, long result)
{
	struct utsname names;
	int status;

	if (result < 0)
		return result;
	status = call_read(call, call_long(call, 0), &names, sizeof(names));
	if (status < 0)
		return status;
	replace_names(call->jail, &names);
	status = call_write(call, call_long(call, 0), &names, sizeof(names));
	return status < 0 ? status : result;
}

struct outcome on_uname(struct call *call)
{
	return are_others(call->jail)
		       ? call_rewrite(call, CALL_uname, call->args, finish_uname, NULL)
		       : outcome_native();
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
