/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Personalities of other systems are remembered, also by what is executed. */
#include "guest.h"

#include <sys/personality.h>

int main(int argc, char **argv)
{
	static const unsigned int all[] = {
		0x0,	   0x800000,  0x4100001, 0x5000002, 0x5000003, 0x4000004,
		0x6,	   0x5000007, 0x4000005, 0x7000003, 0x8,       0x8000008,
		0x4000009, 0x400000a, 0x400000b, 0xc,	    0x400000d, 0x410000e,
		0xf,	   0x10,      0x20000,	 0x40000,
	};
	struct utsname name;

	if (argc > 1) {
		printf("%#x\n", (unsigned int)personality(0xffffffff));
		return 0;
	}
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		OK(personality(all[i]));
		printf("%#x\n", (unsigned int)personality(0xffffffff));
	}
	OK(personality(0x20000));
	MUST(uname(&name));
	printf("%.4s\n", name.release);
	OK(personality(0x4000000));
	fflush(stdout);
	execl("/proc/self/exe", argv[0], "again", NULL);
	return 1;
}
