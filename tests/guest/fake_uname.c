/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* uname goes by the personality, also where the host's name was changed. */
#include "guest.h"

#include <sys/personality.h>

static void show(const char *what)
{
	struct utsname name;

	MUST(uname(&name));
	printf("%s: %s %.2s\n", what, name.machine, name.release);
}

int main(void)
{
	struct utsname name;

	show("at first");
	MUST(sethostname("inner", 5));
	OK(personality(PER_LINUX32));
	show("32 bits");
	MUST(uname(&name));
	puts(name.nodename);
	OK(personality(0x20000));
	show("of Linux 2.6");
	CALL(uname((struct utsname *)bad_memory()));
	return 0;
}
