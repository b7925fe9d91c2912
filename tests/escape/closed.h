/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* A directory that only a faked root enters, and one of the same look that anybody does. */
#ifndef PTJAIL_TESTS_CLOSED_H
#define PTJAIL_TESTS_CLOSED_H

#include "escape.h"

/* In the cwd: closed/in/file bears SECRET, decoy/closed/in/file does not. */
static void make_files(void)
{
	if (mkdir("closed", 0700) < 0 || mkdir("closed/in", 0755) < 0 || mkdir("decoy", 0755) < 0 ||
	    mkdir("decoy/closed", 0755) < 0 || mkdir("decoy/closed/in", 0755) < 0)
		broken("mkdir");
	make_file("closed/in/file", SECRET);
	make_file("decoy/closed/in/file", "decoy");
	if (chmod(".", 0755) < 0)
		broken("chmod");
}

#endif
