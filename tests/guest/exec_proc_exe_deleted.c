/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* /proc/self/exe of a program whose file is renamed or removed. */
#include "guest.h"

int main(int argc, char **argv)
{
	char exe[PATH_MAX] = "";
	struct stat st;

	if (argc > 1) {
		start_dir();
		MUST(rename("prog", "renamed"));
		MUST(readlink("/proc/self/exe", exe, sizeof(exe) - 1));
		show_name("renamed", exe, start_dir());
		MUST(unlink("renamed"));
		memset(exe, 0, sizeof(exe));
		MUST(readlink("/proc/self/exe", exe, sizeof(exe) - 1));
		show_name("removed", exe, start_dir());
		TRY_OPEN(open("/proc/self/exe", O_RDONLY));
		CALL(stat("/proc/self/exe", &st));
		printf("nlink %lu\n", (unsigned long)st.st_nlink);
		return 0;
	}
	copy_program(argv[0], "prog", 0755);
	execl("./prog", "prog", "x", NULL);
	puts(err_name(errno));
	return 1;
}
