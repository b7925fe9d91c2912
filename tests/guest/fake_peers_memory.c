/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* What members take of each other goes by ids: memory, descriptors, comparisons. */
#include <linux/kcmp.h>

#include "guest.h"

#ifndef SYS_pidfd_getfd
#define SYS_pidfd_open 434
#define SYS_pidfd_getfd 438
#endif

static char secret[] = "secret";

static const char *told(long result)
{
	return result < 0 ? err_name(errno) : "done";
}

static void take_from(const char *who, pid_t pid)
{
	char copy[sizeof(secret)] = "";
	struct iovec here = { copy, sizeof(copy) }, there = { secret, sizeof(secret) };
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);

	printf("%s: readv %s", who, told(process_vm_readv(pid, &here, 1, &there, 1, 0)));
	printf(", writev %s", told(process_vm_writev(pid, &there, 1, &there, 1, 0)));
	printf(", getfd %s", told(syscall(SYS_pidfd_getfd, pidfd, 0, 0)));
	printf(", kcmp %s\n", told(syscall(SYS_kcmp, pid, pid, KCMP_FILES, 0, 0)));
	close(pidfd);
}

static pid_t sleeper(uid_t uid)
{
	int ready[2];
	pid_t pid;
	char byte;

	if (pipe(ready) < 0)
		return -1;
	pid = fork();
	if (pid == 0) {
		if (uid != 0 && setresuid(uid, uid, uid) < 0)
			_exit(1);
		prctl(PR_SET_DUMPABLE, 1);
		close(ready[0]);
		close(ready[1]);
		pause();
		_exit(0);
	}
	close(ready[1]);
	(void)!read(ready[0], &byte, 1);
	close(ready[0]);
	return pid;
}

int main(void)
{
	pid_t of_root = sleeper(0), of_one = sleeper(1000), of_other = sleeper(1001);
	pid_t child;

	take_from("root from root", of_root);
	take_from("root from 1000", of_one);
	fflush(stdout);
	child = fork();
	if (child == 0) {
		if (setresuid(1000, 1000, 1000) < 0)
			return 1;
		take_from("1000 from root", of_root);
		take_from("1000 from 1001", of_other);
		take_from("1000 from 1000", of_one);
		fflush(stdout);
		_exit(0);
	}
	waitpid(child, NULL, 0);
	kill(of_root, SIGKILL);
	kill(of_one, SIGKILL);
	kill(of_other, SIGKILL);
	return 0;
}
