/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* system and popen, with their exit codes and texts. */
#include "guest.h"

int main(void)
{
	char line[64] = "";
	FILE *pipe;

	show_status("system", system("exit 7"));
	show_status("killed", system("kill -TERM $$"));
	show_status("missing", system("no-such-command-here 2>/dev/null"));
	pipe = popen("echo from the shell; exit 3", "r");
	printf("%s", fgets(line, sizeof(line), pipe) ? line : "nothing\n");
	show_status("pclose", pclose(pipe));
	pipe = popen("cat > f", "w");
	fputs("into the shell", pipe);
	show_status("pclose", pclose(pipe));
	show_file("f");
	return 0;
}
