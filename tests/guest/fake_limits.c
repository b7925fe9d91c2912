/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Limits as somebody sets them, told to him and to others; RLIMIT_NPROC does not hold a root. */
#include "as_user.h"

static void show(int resource)
{
	struct rlimit limit = { 0 };

	CALL(getrlimit(resource, &limit));
	printf("limit %lld of %lld\n", (long long)limit.rlim_cur, (long long)limit.rlim_max);
	CALL(prlimit(getpid(), resource, NULL, &limit));
	printf("limit %lld of %lld\n", (long long)limit.rlim_cur, (long long)limit.rlim_max);
}

static void set(int resource, rlim_t soft, rlim_t hard)
{
	struct rlimit limit = { soft, hard };

	CALL(setrlimit(resource, &limit));
}

static void show_listed(const char *what)
{
	char line[256];
	FILE *file = fopen("/proc/self/limits", "r");

	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (strncmp(line, what, strlen(what)) == 0)
			printf("%s", line);
	if (file != NULL)
		fclose(file);
}

static void try(int resource, const char *name)
{
	struct rlimit old = { 0 }, limit = { 5, 9 };

	puts(name);
	set(resource, 20, 40);
	show(resource);
	set(resource, 11, 30);
	show(resource);
	IN_CHILD(show(resource));
	IN_CHILD(CALL(prlimit(getppid(), resource, NULL, &limit));
		 printf("limit %lld of %lld\n", (long long)limit.rlim_cur,
			(long long)limit.rlim_max));
	set(resource, 31, 30);
	show_listed(name);
	AS(60, 60, set(resource, 25, 30); show(resource); set(resource, 25, 31);
	   set(resource, 30, 30); set(resource, 10, 20); show(resource); set(resource, 10, 21);
	   show_listed(name));
	show(resource);
	CALL(prlimit(0, resource, &limit, &old));
	printf("was %lld of %lld\n", (long long)old.rlim_cur, (long long)old.rlim_max);
	show(resource);
	CALL(prlimit(0, resource, (void *)8, NULL));
	CALL(prlimit(0, resource, NULL, (void *)8));
}

int main(void)
{
	try(RLIMIT_NPROC, "Max processes");
	/* Whoever is root may start as many as he likes. */
	set(RLIMIT_NPROC, 0, 0);
	IN_CHILD(puts("born"));
	show(RLIMIT_NPROC);
	try(RLIMIT_NOFILE, "Max open files");
	try(RLIMIT_SIGPENDING, "Max pending signals");
	return 0;
}
