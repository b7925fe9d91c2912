/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See listener.h. A child tries: what it installs is gone with it. */
#include "util/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/fd.h"

/* KERNEL: has_duplicate_listener(): EBUSY where there is one; older than 5.0: EINVAL, and none. */
static bool is_refused_another(void)
{
	struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = { 1, &allow };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER,
		       &program) < 0 &&
	       errno == EBUSY;
}

bool listener_is_there(void)
{
	CLEANUP_FD int answer = -1;
	char found = 1;
	int ends[2];
	pid_t child;

	/* Without any filter there is none, mostly. */
	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == 0)
		return false;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return true;
	answer = ends[0];
	child = fork();
	if (child == 0) {
		found = is_refused_another();
		_exit(write(ends[1], &found, 1) != 1);
	}
	fd_close(&ends[1]);
	/* Not knowing is a yes. */
	if (child < 0 || read(answer, &found, 1) != 1)
		found = 1;
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	return found != 0;
}
