/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Scripts that name scripts: four levels work, too many are ELOOP. */
#include "guest.h"

int main(int argc, char **argv)
{
	char name[16], text[PATH_MAX + 16];

	if (argc > 1) {
		printf("%d arguments:", argc);
		for (int i = 1; i < argc; i++)
			printf(" [%s]", argv[i]);
		puts("");
		return 0;
	}
	for (int i = 1; i <= 7; i++) {
		snprintf(name, sizeof(name), "s%d", i);
		if (i == 1)
			snprintf(text, sizeof(text), "#!%s a1\n", argv[0]);
		else
			snprintf(text, sizeof(text), "#!./s%d a%d\n", i - 1, i);
		put_file(name, text);
		MUST(chmod(name, 0755));
	}
	for (int i = 1; i <= 7; i++) {
		snprintf(name, sizeof(name), "./s%d", i);
		fflush(stdout);
		IN_CHILD(execl(name, "zero", "last", NULL);
			 printf("%s: %s\n", name, err_name(errno)));
	}
	return 0;
}
