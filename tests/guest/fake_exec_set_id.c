/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Ids, capabilities and AT_SECURE after exec: set-id programs, keepcaps, securebits,
 * no_new_privs, and what the dynamic loader's variables are to a secure program.
 */
#include "as_user.h"

/* Lines of /proc/self/status about ids, but for those that name the host's own limits. */
static void show_proc(void)
{
	char line[256];
	FILE *file = fopen("/proc/self/status", "r");

	while (file && fgets(line, sizeof(line), file)) {
		if (!strncmp(line, "Uid:", 4) || !strncmp(line, "Gid:", 4) ||
		    !strncmp(line, "Groups:", 7) || !strncmp(line, "CapInh:", 7) ||
		    !strncmp(line, "CapAmb:", 7))
			fputs(line, stdout);
	}
	if (file)
		fclose(file);
}

static void show(bool executed)
{
	uid_t r, e, s;
	gid_t rg, eg, sg;
	struct rlimit stack;

	MUST(getresuid(&r, &e, &s));
	MUST(getresgid(&rg, &eg, &sg));
	printf("uids %u %u %u gids %u %u %u secure %lu auxv %lu %lu %lu %lu\n", r, e, s, rg, eg, sg,
	       getauxval(AT_SECURE), getauxval(AT_UID), getauxval(AT_EUID), getauxval(AT_GID),
	       getauxval(AT_EGID));
	MUST(getrlimit(RLIMIT_STACK, &stack));
	printf("stack %lld MiB\n", (long long)stack.rlim_cur >> 20);
	printf("keepcaps %d\n", prctl(PR_GET_KEEPCAPS));
	if (executed) {
		int signal;

		MUST(prctl(PR_GET_PDEATHSIG, &signal));
		printf("dumpable %d, at the parent's death %d\n", prctl(PR_GET_DUMPABLE) == 1,
		       signal);
	}
	printf("secret: %s\n", secure_getenv("SECRET") ? "told" : "kept");
	CALL(access("closed", R_OK));
	CALL(faccessat(AT_FDCWD, "closed", R_OK, AT_EACCESS));
	show_proc();
}

static void run(const char *program)
{
	fflush(stdout);
	MUST(prctl(PR_SET_PDEATHSIG, SIGUSR1));
	execl(program, program, "show", NULL);
	printf("%s: %s\n", program, err_name(errno));
}

static void all_programs(void)
{
	static const char *const programs[] = { "plain", "suid",       "sgid",
						"both",  "noexec_gid", "root" };

	for (size_t i = 0; i < 6; i++) {
		puts(programs[i]);
		IN_CHILD(run(programs[i]));
	}
}

static void make(const char *self, const char *name, uid_t uid, gid_t gid, mode_t mode)
{
	copy_program(self, name, 0755);
	MUST(chown(name, uid, gid));
	MUST(chmod(name, mode));
}

static void as_with(int option, unsigned long value)
{
	MUST(setresgid(300, 300, 300));
	MUST(prctl(option, value, 0, 0, 0));
	MUST(setresuid(300, 300, 300));
	show(false);
	all_programs();
}

int main(int argc, char **argv)
{
	struct rlimit stack;

	if (argc > 1) {
		show(true);
		return 0;
	}
	MUST(setenv("SECRET", "x", 1));
	MUST(getrlimit(RLIMIT_STACK, &stack));
	stack.rlim_cur = 16 << 20;
	MUST(setrlimit(RLIMIT_STACK, &stack));
	MUST(chmod(".", 0755));
	put_file("closed", "x");
	MUST(chown("closed", 400, 0));
	MUST(chmod("closed", 0400));
	make(argv[0], "plain", 400, 401, 0755);
	make(argv[0], "suid", 400, 401, 04755);
	make(argv[0], "sgid", 400, 401, 02755);
	make(argv[0], "both", 400, 401, 06755);
	make(argv[0], "noexec_gid", 400, 401, 02745);
	make(argv[0], "root", 0, 0, 06755);
	puts("as root");
	all_programs();
	/* KERNEL: before 6.17 what is had already, as the real id, was no change. */
	if (kernel_since(6, 17))
		AS(300, 300, all_programs());
	puts("as a user");
	IN_CHILD(MUST(setgroups(0, NULL)); MUST(setresgid(300, 300, 300));
		 MUST(setresuid(300, 300, 300)); all_programs());
	puts("as the owner");
	IN_CHILD(MUST(setgroups(0, NULL)); MUST(setresgid(401, 401, 401));
		 MUST(setresuid(400, 400, 400)); all_programs());
	puts("keepcaps");
	IN_CHILD(as_with(PR_SET_KEEPCAPS, 1));
	puts("no new privileges");
	IN_CHILD(as_with(PR_SET_NO_NEW_PRIVS, 1));
	puts("no root by uid");
	IN_CHILD(as_with(PR_SET_SECUREBITS, 1 << 0 | 1 << 2));
	return 0;
}
