/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Execution of a descriptor, by fexecve and execveat with AT_EMPTY_PATH. */
#include "guest.h"

static long exec_at(int dir, const char *path, int flags)
{
	char *args[] = { "by-descriptor", "x", NULL };
	char *env[] = { NULL };

	return syscall(SYS_execveat, dir, path, args, env, flags);
}

int main(int argc, char **argv)
{
	int fd, path;

	if (argc > 1) {
		char name[32] = "";
		const char *execfn = (const char *)getauxval(AT_EXECFN);

		prctl(PR_GET_NAME, name);
		printf("ran [%s] execfn %.8s comm is a number %d\n", argv[0], execfn,
		       name[0] >= '0' && name[0] <= '9');
		return 0;
	}
	copy_program(argv[0], "prog", 0755);
	put_file("plain", "x");
	fd = MUST(open("prog", O_RDONLY));
	path = MUST(open("prog", O_PATH | O_CLOEXEC));
	IN_CHILD(CALL(exec_at(fd, "", AT_EMPTY_PATH)));
	IN_CHILD(CALL(exec_at(path, "", AT_EMPTY_PATH)));
	IN_CHILD(char *args[] = { "f", "x", NULL }; CALL(fexecve(fd, args, environ)));
	IN_CHILD(CALL(exec_at(fd, "", 0)));
	IN_CHILD(CALL(exec_at(999, "", AT_EMPTY_PATH)));
	IN_CHILD(CALL(exec_at(0, "", AT_EMPTY_PATH)));
	IN_CHILD(CALL(exec_at(open("plain", O_RDONLY), "", AT_EMPTY_PATH)));
	IN_CHILD(CALL(exec_at(open(".", O_RDONLY), "", AT_EMPTY_PATH)));
	IN_CHILD(CALL(exec_at(AT_FDCWD, "prog", 0x8000)));
	return 0;
}
