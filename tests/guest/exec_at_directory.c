/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* execveat relative to a directory, with links and AT_SYMLINK_NOFOLLOW. */
#include "guest.h"

static long exec_at(int dir, const char *path, int flags)
{
	char *args[] = { "zero", "x", NULL };
	char *env[] = { NULL };

	return syscall(SYS_execveat, dir, path, args, env, flags);
}

int main(int argc, char **argv)
{
	int dir;

	if (argc > 1) {
		char name[32] = "";
		const char *execfn = (const char *)getauxval(AT_EXECFN);

		prctl(PR_GET_NAME, name);
		printf("ran, comm [%s], execfn below /dev/fd %d\n", name,
		       !strncmp(execfn, "/dev/fd/", 8));
		return 0;
	}
	MUST(mkdir("d", 0755));
	copy_program(argv[0], "d/prog", 0755);
	MUST(symlink("prog", "d/link"));
	dir = MUST(open("d", O_RDONLY | O_DIRECTORY));
	IN_CHILD(CALL(exec_at(dir, "prog", 0)));
	IN_CHILD(CALL(exec_at(dir, "link", 0)));
	IN_CHILD(CALL(exec_at(dir, "link", AT_SYMLINK_NOFOLLOW)));
	IN_CHILD(CALL(exec_at(dir, "missing", 0)));
	IN_CHILD(CALL(exec_at(dir, ".", 0)));
	IN_CHILD(CALL(exec_at(999, "prog", 0)));
	IN_CHILD(CALL(exec_at(AT_FDCWD, "d/prog", 0)));
	IN_CHILD(CALL(exec_at(-1, argv[0], 0)));
	return 0;
}
