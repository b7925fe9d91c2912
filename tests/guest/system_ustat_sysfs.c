/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* ustat of the file system one stands on and of none; sysfs: where the architecture has them. */
#include "guest.h"

#ifdef SYS_ustat
static void try_ustat(void)
{
	struct {
		int blocks;
		unsigned long inodes;
		char names[12];
	} got;
	struct statfs now;
	struct stat here;

	MUST(stat(".", &here));
	MUST(statfs(".", &now));
	memset(&got, 0xff, sizeof(got));
	CALL(syscall(SYS_ustat, (unsigned int)here.st_dev, &got));
	printf("inodes %s, names %d %d\n", (got.inodes != 0) == (now.f_ffree != 0) ? "ok" : "odd",
	       got.names[0], got.names[11]);
	CALL(syscall(SYS_ustat, 0, &got));
	CALL(syscall(SYS_ustat, 0x7fffffff, &got));
	CALL(syscall(SYS_ustat, (unsigned int)here.st_dev, (void *)8));
	CALL(syscall(SYS_ustat, 0, (void *)8));
}
#else
static void try_ustat(void)
{
	puts("no ustat");
}
#endif

#ifdef SYS_sysfs
static void try_sysfs(void)
{
	char name[100] = "";

	CALL(syscall(SYS_sysfs, 1, "proc") == syscall(SYS_sysfs, 1, "proc"));
	CALL(syscall(SYS_sysfs, 1, "nothing of that name"));
	CALL(syscall(SYS_sysfs, 1, 8));
	CALL(syscall(SYS_sysfs, 2, 0, name));
	printf("%s\n", name);
	CALL(syscall(SYS_sysfs, 2, 100000, name));
	CALL(syscall(SYS_sysfs, 3));
	CALL(syscall(SYS_sysfs, 4));
}
#else
static void try_sysfs(void)
{
	puts("no sysfs");
}
#endif

int main(void)
{
	try_ustat();
	try_sysfs();
	return 0;
}
