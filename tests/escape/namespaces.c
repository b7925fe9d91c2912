/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* C-02: new namespaces would give every privilege; old ones, other worlds. */
#include <sys/inotify.h>
#include <sys/mount.h>

#include "escape.h"

int main(void)
{
	static const unsigned long kinds[] = { CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC,
					       CLONE_NEWUTS, CLONE_NEWCGROUP, 0x80 /* CLONE_NEWTIME */ };
	char path[64];

	for (size_t i = 0; i < 8; i++) {
		must_fail(unshare((int)kinds[i]), "unshare");
		must_fail(unshare((int)(kinds[i] | CLONE_NEWUSER)), "unshare with a user namespace");
		must_fail(syscall(SYS_unshare, kinds[i] | 1UL << 32), "unshare with a high word");
		if (kinds[i] != 0x80)
			must_fail(syscall(SYS_clone, kinds[i] | SIGCHLD, 0, 0, 0, 0), "clone");
		if (kinds[i] != 0x80)
			must_fail(syscall(SYS_clone, kinds[i] | 1UL << 40 | SIGCHLD, 0, 0, 0, 0), "clone");
	}
	for (int fd = 0; fd < 16; fd++)
		must_fail(syscall(SYS_setns, fd, 0), "setns");
	snprintf(path, sizeof(path), "/proc/%d/ns/user", getpid());
	must_fail(open(path, O_RDONLY), "a namespace's descriptor");
	must_fail(inotify_add_watch(inotify_init(), path, IN_ALL_EVENTS), "a watch on a namespace");
	must_fail(syscall(SYS_setns, syscall(SYS_pidfd_open, getpid(), 0), CLONE_NEWNS), "setns of a pidfd");
	if (!is_faked_root())
		must_fail(chroot("/tmp"), "chroot");
	must_fail(syscall(SYS_pivot_root, "/", "/tmp"), "pivot_root");
	if (mount(given("ESCAPE_OUT"), "/tmp", NULL, MS_BIND, NULL) == 0 && !is_faked_root())
		escaped("mount");
	refuse_secret(open("/tmp/secret", O_RDONLY), "a mount");
	if (umount2("/tmp", MNT_DETACH) == 0 && !is_faked_root())
		escaped("umount");
	must_fail(syscall(SYS_open_tree, AT_FDCWD, outside("secret"), 0), "open_tree");
	must_fail(syscall(SYS_open_tree, AT_FDCWD, given("ESCAPE_OUT"), 1), "open_tree of a clone");
	must_fail(syscall(SYS_move_mount, AT_FDCWD, given("ESCAPE_OUT"), AT_FDCWD, "/tmp", 0), "move_mount");
	must_fail(syscall(SYS_fsopen, "tmpfs", 0), "fsopen");
	must_fail(syscall(SYS_fspick, AT_FDCWD, "/", 0), "fspick");
	must_fail(syscall(SYS_mount_setattr, AT_FDCWD, "/", 0, (uint64_t[4]){ 1, 0, 0, 0 }, 32), "mount_setattr");
	must_fail(syscall(457, (uint64_t[4]){ 32, 1, 1, 0 }, path, 64, 0), "statmount");
	must_fail(syscall(458, (uint64_t[4]){ 32, ~0UL, 0, 0 }, path, 8, 0), "listmount");
	must_fail(syscall(470, path, path, 8, 0), "listns");
	contained();
}
