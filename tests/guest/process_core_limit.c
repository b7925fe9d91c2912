/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The limit of core files: read back as it was set, inherited, kept across exec, one's own. */
#include "guest.h"

static void show(const char *whose)
{
	struct rlimit got = { 77, 77 };
	char line[200] = "";
	FILE *file = fopen("/proc/self/limits", "r");

	getrlimit(RLIMIT_CORE, &got);
	printf("%s: %ld %ld\n", whose, (long)got.rlim_cur, (long)got.rlim_max);
	syscall(SYS_getrlimit, RLIMIT_CORE, &got);
	printf("%s, the old call: %ld %ld\n", whose, (long)got.rlim_cur, (long)got.rlim_max);
	while (file && fgets(line, sizeof(line), file))
		if (!strncmp(line, "Max core", 8))
			printf("%s", line);
	if (file)
		fclose(file);
}

static void set(const char *text, rlim_t soft, rlim_t hard)
{
	struct rlimit limit = { soft, hard };

	report(text, setrlimit(RLIMIT_CORE, &limit));
}

int main(int argc, char **argv)
{
	struct rlimit limit = { 50, 100 }, got = { 0, 0 };
	int ready[2];
	pid_t child;

	if (argc > 1) {
		show("after exec");
		return 0;
	}
	set("nobody's", 1, RLIM_INFINITY);
	show("first");
	set("soft above hard", 101, 100);
	set("down", 512000, 1024000);
	show("then");
	CALL(prlimit(0, RLIMIT_CORE, &limit, &got));
	printf("old %ld %ld\n", (long)got.rlim_cur, (long)got.rlim_max);
	show("prlimit");
	set("hard up", 50, 101);
	set("soft up", 100, 100);
	set("none", 0, 100);
	show("none");
	set("once more", 7, 99);
	CALL(syscall(SYS_prlimit64, 0, RLIMIT_CORE, (void *)8, &got));
	CALL(syscall(SYS_prlimit64, 0, RLIMIT_CORE, NULL, (void *)8));
	CALL(syscall(SYS_prlimit64, 0, RLIMIT_CORE, &limit, (void *)8));
	CALL(syscall(SYS_prlimit64, 0, RLIMIT_CORE, NULL, NULL));
	CALL(syscall(SYS_getrlimit, RLIMIT_CORE, (void *)8));
	CALL(syscall(SYS_setrlimit, RLIMIT_CORE, (void *)8));
	IN_CHILD(show("child"); set("in the child", 3, 3); show("child"));
	show("parent");
	MUST(pipe(ready));
	child = fork();
	if (child == 0) {
		char c;

		(void)!read(ready[0], &c, 1);
		show("changed by the parent");
		_exit(0);
	}
	limit = (struct rlimit){ 11, 12 };
	CALL(prlimit(child, RLIMIT_CORE, &limit, &got));
	printf("the child's: %ld %ld\n", (long)got.rlim_cur, (long)got.rlim_max);
	CALL(prlimit(child, RLIMIT_CORE, NULL, &got));
	printf("the child's: %ld %ld\n", (long)got.rlim_cur, (long)got.rlim_max);
	MUST(write(ready[1], "x", 1));
	waitpid(child, NULL, 0);
	show("still");
	execl("/proc/self/exe", argv[0], "again", (char *)NULL);
	return 1;
}
