/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E39: filters that answer "0" to, trap, trace or fake what the tracer makes in the caller's
 * name: the jail is no less one, whichever call they are about.
 * ATTACK MAY DIE
 */
#include <linux/filter.h>
#include <linux/seccomp.h>

#include "escape.h"

static void attack(int number, unsigned int action)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, action),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_filter computed[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)number, 0, 2),
		BPF_STMT(BPF_LD | BPF_IMM, action),
		BPF_STMT(BPF_RET | BPF_A, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { 4, code }, other = { 5, computed };
	struct sockaddr_un address;
	int sock = socket(AF_UNIX, SOCK_DGRAM, 0);
	struct stat info;

	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &other) < 0)
		_exit(0);
	(void)chdir("/tmp");
	(void)chdir("..");
	(void)fchdir(open("/tmp", O_RDONLY | O_DIRECTORY));
	refuse_secret(open(outside("secret"), O_RDONLY), "a filter");
	refuse_secret((int)syscall(SYS_open, outside("secret"), O_RDONLY), "a filter");
	refuse_secret(
		(int)syscall(SYS_openat2, AT_FDCWD, outside("secret"), (uint64_t[3]){ 0 }, 24),
		"a filter");
	refuse_secret(open("../out/secret", O_RDONLY), "a filter");
	must_fail(stat(outside("secret"), &info), "stat");
	unix_address(&address, outside("dgram"));
	must_fail(connect(sock, (void *)&address, sizeof(address)) == 0 &&
				  send(sock, "x", 1, 0) == 1
			  ? 0
			  : -1,
		  "connect");
	(void)sendto(sock, "x", 1, 0, (void *)&address, sizeof(address));
	(void)kill(given_pid("ESCAPE_PID"), SIGTERM + 0 * number);
	(void)execl(outside("program"), "x", NULL);
	_exit(0);
}

int main(void)
{
	static const int numbers[] = { SYS_openat2, SYS_openat,   SYS_fchdir, SYS_close,
				       SYS_connect, SYS_execveat, SYS_sendto, SYS_kill,
				       SYS_tgkill,  SYS_fcntl,    SYS_dup,    SYS_memfd_create,
				       SYS_umask,   SYS_chdir,    SYS_open,   SYS_bind,
				       SYS_unshare, SYS_execve };
	static const unsigned int actions[] = { SECCOMP_RET_ERRNO, SECCOMP_RET_ERRNO | EPERM,
						SECCOMP_RET_TRACE, SECCOMP_RET_TRACE | 0xffff,
						SECCOMP_RET_TRAP,  SECCOMP_RET_USER_NOTIF,
						SECCOMP_RET_LOG,   SECCOMP_RET_KILL_THREAD };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		for (size_t j = 0; j < sizeof(actions) / sizeof(actions[0]); j++) {
			int status;

			if (fork() == 0)
				attack(numbers[i], actions[j]);
			wait(&status);
			if (WIFEXITED(status) && WEXITSTATUS(status) == 1)
				escaped("call %d, action %x", numbers[i], actions[j]);
		}
	}
	contained();
}
