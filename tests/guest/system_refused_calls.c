/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Calls that only root may make: which arguments are wrong is told before that they are refused. */
#include "guest.h"

static void mounts(void)
{
	char *long_text = repeat('t', 5000);

	CALL(syscall(SYS_mount, "a", "missing", "tmpfs", 0, 0));
	CALL(syscall(SYS_mount, "a", "file/x", "tmpfs", 0, 0));
	CALL(syscall(SYS_mount, "a", "file", "tmpfs", 0, 0));
	CALL(syscall(SYS_mount, "a", ".", "tmpfs", 0, 0));
	CALL(syscall(SYS_mount, NULL, ".", "tmpfs", 0, 0));
	CALL(syscall(SYS_mount, "a", ".", "nothing", 0, 0));
	CALL(syscall(SYS_mount, "a", ".", NULL, 0, 0));
	CALL(syscall(SYS_mount, "a", NULL, "tmpfs", 0, 0));
	CALL(syscall(SYS_mount, "a", "", "tmpfs", 0, 0));
	CALL(syscall(SYS_mount, (char *)-1, ".", "tmpfs", 0, 0));
	CALL(syscall(SYS_mount, "a", (char *)-1, "tmpfs", 0, 0));
	CALL(syscall(SYS_mount, "a", ".", (char *)-1, 0, 0));
	CALL(syscall(SYS_mount, "a", ".", "tmpfs", 0, (char *)-1));
	CALL(syscall(SYS_mount, "a", ".", long_text, 0, 0));
	CALL(syscall(SYS_mount, long_text, ".", "tmpfs", 0, 0));
	CALL(syscall(SYS_mount, "a", long_text, "tmpfs", 0, 0));
	CALL(syscall(SYS_mount, "a", "dangling", "tmpfs", 0, 0));
	CALL(syscall(SYS_mount, "a", "loop", "tmpfs", 0, 0));
	CALL(syscall(SYS_umount2, "missing", 0));
	CALL(syscall(SYS_umount2, ".", 0));
	CALL(syscall(SYS_umount2, "/", 0));
	CALL(syscall(SYS_umount2, "/proc", 2));
	CALL(syscall(SYS_umount2, ".", 0xff));
	CALL(syscall(SYS_umount2, "missing", 0xff));
	CALL(syscall(SYS_umount2, NULL, 0));
	CALL(syscall(SYS_umount2, (char *)-1, 0));
	CALL(syscall(SYS_umount2, long_text, 0));
	CALL(syscall(SYS_umount2, "loop", 8));
	CALL(syscall(SYS_umount2, "loop", 0));
}

static void namespaces(void)
{
	int file = MUST(open("file", O_RDONLY));
	int path = MUST(open("file", O_PATH));
	int self = MUST(syscall(SYS_pidfd_open, getpid(), 0));

	CALL(syscall(SYS_setns, -1, 0));
	CALL(syscall(SYS_setns, 77, CLONE_NEWUTS));
	CALL(syscall(SYS_setns, file, 0));
	CALL(syscall(SYS_setns, file, CLONE_NEWUTS));
	CALL(syscall(SYS_setns, path, 0));
	CALL(syscall(SYS_setns, self, 0));
	CALL(syscall(SYS_setns, self, CLONE_NEWUTS));
	CALL(syscall(SYS_setns, self, CLONE_NEWNS));
	CALL(syscall(SYS_setns, self, CLONE_NEWUTS | CLONE_VM));
	CALL(syscall(SYS_setns, self, -1));
	CALL(syscall(SYS_clone, CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0));
	CALL(syscall(SYS_clone, CLONE_NEWNS | CLONE_FS | SIGCHLD, 0, 0, 0, 0));
	CALL(syscall(SYS_clone, CLONE_NEWUSER | CLONE_FS | SIGCHLD, 0, 0, 0, 0));
	CALL(syscall(SYS_clone, CLONE_NEWPID | CLONE_THREAD | CLONE_SIGHAND | CLONE_VM, 0, 0, 0,
		     0));
	CALL(syscall(SYS_clone, CLONE_NEWIPC | CLONE_SYSVSEM | SIGCHLD, 0, 0, 0, 0));
	CALL(syscall(SYS_clone, CLONE_NEWUTS | CLONE_SIGHAND | SIGCHLD, 0, 0, 0, 0));
	CALL(syscall(SYS_clone, CLONE_NEWNET | SIGCHLD, 0, 0, 0, 0));
}

static void others(void)
{
	int file = MUST(open("file", O_RDONLY));
	int self = MUST(syscall(SYS_pidfd_open, getpid(), 0));
	pid_t child = fork();
	int other;

	if (!child) {
		pause();
		_exit(0);
	}
	other = MUST(syscall(SYS_pidfd_open, child, 0));
	CALL(syscall(448, -1, 0)); /* process_mrelease */
	CALL(syscall(448, file, 0));
	CALL(syscall(448, self, 0));
	CALL(syscall(448, self, 1));
	CALL(syscall(448, other, 0));
	MUST(kill(child, SIGKILL));
	waitpid(child, NULL, 0);
	CALL(syscall(448, other, 0));
	CALL(syscall(SYS_quotactl, 0, 0, 0, 0));
	CALL(syscall(SYS_quotactl, 0x80000700, "/", 0, 0));
	CALL(syscall(SYS_quotactl, 0x80000700, "missing", 0, 0));
	CALL(syscall(SYS_quotactl, 0x80000700, NULL, 0, 0));
	CALL(syscall(SYS_quotactl, 0x80000100, NULL, 0, 0));
	CALL(syscall(SYS_quotactl, 0x80000100, "missing", 0, 0));
	CALL(syscall(SYS_quotactl, 0x80000103, NULL, 0, 0));
	CALL(syscall(SYS_quotactl, 0x80000703, "/", 0, 0));
	CALL(syscall(SYS_quotactl, 0x80000700, "/dev/null", 0, 0));
	CALL(syscall(SYS_quotactl, 0x80000700, (char *)-1, 0, 0));
	CALL(syscall(SYS_quotactl, 0x80000200, "file", 0, "file"));
	CALL(syscall(443, -1, 0x80000700, 0, 0)); /* quotactl_fd */
	CALL(syscall(443, file, 0x80000700, 0, 0));
	CALL(syscall(443, file, 0x80000703, 0, 0));
	CALL(syscall(443, file, 0x80000100, 0, 0));
}

int main(void)
{
	put_file("file", "x");
	MUST(symlink("nowhere", "dangling"));
	MUST(symlink("loop", "loop"));
	mounts();
	namespaces();
	others();
	return 0;
}
