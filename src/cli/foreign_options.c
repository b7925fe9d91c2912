/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What the commonest options of bwrap and fakeroot are called here, for who types them out of
 * habit. None of them is taken: their values are other ones, and their effects not quite the same.
 */
#include "cli/option_table.h"

#include <string.h>

static const struct {
	const char *name;
	const char *here;
} foreign[] = {
	{ "ro-bind", "bwrap's is -b HOST:GUEST:ro" },
	{ "ro-bind-try", "bwrap's is -b HOST:GUEST:ro" },
	{ "bind-try", "bwrap's is -b HOST:GUEST" },
	{ "dev-bind", "bwrap's is -b HOST:GUEST" },
	{ "tmpfs", "bwrap's is -b DIR:GUEST, of an empty directory" },
	{ "chdir", "bwrap's is -w DIR" },
	{ "setenv", "bwrap's is --env NAME=VALUE" },
	{ "uid", "bwrap's is -i UID:GID" },
	{ "gid", "bwrap's is -i UID:GID" },
	{ "hostname", "bwrap's is -k '\\\\NAME\\'" },
	{ "unshare-net", "bwrap's is --net none" },
	{ "unshare-all", "bwrap's is, about, --strict" },
	{ "new-session", "bwrap's is part of --strict" },
	{ "s", "fakeroot's is --state FILE --state-format fakeroot, with -0" },
	{ "save-file", "fakeroot's is --state FILE --state-format fakeroot, with -0" },
};

const char *option_foreign(const char *name, size_t length)
{
	for (size_t i = 0; i < ARRAY_SIZE(foreign); i++) {
		if (strlen(foreign[i].name) == length && memcmp(foreign[i].name, name, length) == 0)
			return foreign[i].here;
	}
	return NULL;
}
