/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Options of proot that its callers give: done, taken where there is nothing to do, or refused in
 * a sentence. Must not take an option quietly whose effect somebody would miss.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/option_table.h"

/* KERNEL: __NEW_UTS_LEN */
#define KERNEL_NAME_MAX 64

/* What proot shows with -R, but for /dev and /proc, which a jail has of its own. */
static const char *const host_places[] = {
	"/etc/host.conf",
	"/etc/hosts",
	"/etc/hosts.equiv",
	"/etc/netgroup",
	"/etc/mtab",
	"/etc/networks",
	"/etc/passwd",
	"/etc/group",
	"/etc/nsswitch.conf",
	"/etc/resolv.conf",
	"/etc/localtime",
	"/sys",
	"/tmp",
	"/run",
	"/var/run/dbus/system_bus_socket",
};

int option_apply_host_root(struct option_parser *parser, const char *value)
{
	const char *home = getenv("HOME");
	const char *itself = NULL;
	int result = 0;

	if (value[0] == '\0')
		return option_fail(parser,
				   "%s got an empty word; give it the directory that shall be /",
				   parser->spelling);
	parser->options->rootfs = value;
	parser->options->cwd_of_host = true;
	for (size_t i = 0; i < ARRAY_SIZE(host_places) && result == 0; i++)
		result = option_add_bind(parser, host_places[i], host_places[i], true);
	if (result == 0 && home != NULL && home[0] == '/' && home[1] != '\0')
		result = option_add_bind(parser, home, home, true);
	if (result == 0)
		result = option_absolute(parser, value, &itself);
	if (result == 0 && strcmp(itself, "/") != 0)
		result = option_add_bind(parser, itself, itself, true);
	if (result != 0 && result != -ENOMEM)
		return option_fail(parser, "%s %s: the current directory has no name any more",
				   parser->spelling, value);
	return result;
}

int option_apply_fake_host_root(struct option_parser *parser, const char *value)
{
	int result = option_apply_host_root(parser, value);

	return result != 0 ? result : option_apply_root_id(parser, NULL);
}

/*
 * The word between two backslashes at *at, which moves on; NULL for an empty one. uname(2) has no
 * room for more than KERNEL_NAME_MAX bytes: the rest is cut off.
 */
static int next_name(struct option_parser *parser, const char **at, const char **ret_name)
{
	size_t length = strcspn(*at, "\\");

	*ret_name = NULL;
	if (length > 0) {
		*ret_name = talloc_strndup(parser->options, *at,
					   length < KERNEL_NAME_MAX ? length : KERNEL_NAME_MAX);
		if (*ret_name == NULL)
			return -ENOMEM;
	}
	*at += length + ((*at)[length] == '\\');
	return 0;
}

/* What the processor is capable of (AT_HWCAP), in hexadecimal digits; -1: what it is. */
static int apply_capable(struct option_parser *parser, const char *text)
{
	struct options_kernel *kernel = &parser->options->kernel;
	char *end;

	if (text == NULL || strcmp(text, "-1") == 0)
		return 0;
	errno = 0;
	kernel->capable = strtoull(text, &end, 16);
	kernel->capable_given = true;
	if (*end != '\0' || errno != 0 || !isxdigit((unsigned char)text[0]))
		return option_fail(parser,
				   "%s wants hexadecimal digits as the seventh name, or -1, not "
				   "\"%s\"",
				   parser->spelling, text);
	return 0;
}

int option_apply_kernel(struct option_parser *parser, const char *value)
{
	struct options_kernel *kernel = &parser->options->kernel;
	const char **const names[] = { &kernel->sysname, &kernel->nodename, &kernel->release,
				       &kernel->version, &kernel->machine,  &kernel->domainname };
	const char *capabilities;
	const char *at = value;
	int result = 0;

	*kernel = (struct options_kernel){ .renamed = true };
	if (value[0] != '\\') {
		if (strchr(value, '\\') != NULL || value[0] == '\0')
			return option_fail(parser, "%s wants a release, such as 6.1.0, not \"%s\"",
					   parser->spelling, value);
		return next_name(parser, &at, &kernel->release);
	}
	at++;
	for (size_t i = 0; i < ARRAY_SIZE(names) && result == 0; i++)
		result = next_name(parser, &at, names[i]);
	if (result == 0)
		result = next_name(parser, &at, &capabilities);
	if (result != 0)
		return result;
	if (*at != '\0')
		return option_fail(parser,
				   "%s has more than seven names between backslashes: \"%s\"",
				   parser->spelling, value);
	return apply_capable(parser, capabilities);
}

int option_accept_nothing(struct option_parser *parser, const char *value)
{
	(void)parser;
	(void)value;
	return 0;
}

int option_refuse_ports(struct option_parser *parser, const char *value)
{
	(void)value;
	return option_fail(parser,
			   "%s is refused: ptjail maps no ports; leave it out, and let the "
			   "program use ports from 1024 on",
			   parser->spelling);
}

int option_refuse_script(struct option_parser *parser, const char *value)
{
	(void)value;
	return option_fail(parser,
			   "%s is refused: ptjail loads no extensions in Python; leave it out",
			   parser->spelling);
}
