/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * E44: somebody outside hands directories and a file in, through a socket in a directory that was
 * bound. A directory leads nowhere: not as a base, not to be entered, not by its number in
 * /proc; the file, and each end of a pipe, gives no more than its descriptor does.
 * ATTACK OPTIONS: -b @OUT@/../shared:/shared
 * ATTACK PIPED
 */
#include <sys/inotify.h>
#include <sys/xattr.h>

#include "escape.h"

/* a directory, a file, three names, the ends of a pipe, a directory of queues, a nameless one's name */
static int fds[9];

static int take(int sock)
{
	char byte, control[CMSG_SPACE(sizeof(fds))];
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *head;

	if (recvmsg(sock, &message, 0) != 1 || (head = CMSG_FIRSTHDR(&message)) == NULL)
		return -1;
	memcpy(fds, CMSG_DATA(head), sizeof(fds));
	close(sock);
	return 0;
}

static void use(const char *how)
{
	static const char *const names[] = { "secret",   "../out/secret", "dir/secret",
					     "./secret", "dir/../secret", "link" };
	char path[PATH_MAX];
	struct stat info;
	uint64_t open_how[3] = { 0 };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		refuse_secret(openat(fds[0], names[i], O_RDONLY), how);
		refuse_secret((int)syscall(SYS_openat2, fds[0], names[i], open_how, 24), how);
		must_fail(fstatat(fds[0], names[i], &info, 0), how);
		must_fail(faccessat(fds[0], names[i], F_OK, 0), how);
		must_fail(fchmodat(fds[0], names[i], 0600, 0), how);
		must_fail(unlinkat(fds[0], names[i], 0), how);
		must_fail(utimensat(fds[0], names[i], NULL, 0), how);
		must_fail(linkat(fds[0], names[i], AT_FDCWD, "/tmp/handed", 0), how);
		must_fail(renameat(fds[0], names[i], AT_FDCWD, "/tmp/handed"), how);
		snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", fds[0], names[i]);
		refuse_secret(open(path, O_RDONLY), how);
		must_fail(truncate(path, 0), how);
		must_fail(stat(path, &info), how);
	}
	must_fail(mkdirat(fds[0], "made", 0700), how);
	must_fail(openat(fds[0], "made", O_CREAT | O_WRONLY, 0600), how);
	must_fail(openat(fds[0], ".", O_TMPFILE | O_RDWR, 0600), how);
	must_fail(symlinkat("x", fds[0], "made"), how);
	must_fail(mknodat(fds[0], "made", S_IFIFO | 0600, 0), how);
	must_fail(syscall(SYS_execveat, fds[0], "program", (char *[]){ "x", NULL }, NULL, 0), how);
	if (fchdir(fds[0]) == 0) {
		refuse_secret(open("secret", O_RDONLY), how);
		refuse_secret(open("../out/secret", O_RDONLY), how);
		must_fail(mkdir("made", 0700), how);
		(void)chdir("/");
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fds[2]);
	refuse_secret(open(path, O_RDONLY), "a name that was handed in");
	refuse_secret((int)syscall(SYS_openat2, fds[2], "", open_how, 24), how);
	refuse_secret(openat(fds[2], "", O_RDONLY), how);
	must_fail(truncate(path, 0), how);
	must_fail(chmod(path, 0600), how);
	must_fail(syscall(SYS_execveat, fds[2], "", (char *[]){ "x", NULL }, NULL, AT_EMPTY_PATH),
		  how);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fds[1]);
	must_fail(open(path, O_RDWR), how);
	must_fail(open(path, O_WRONLY | O_TRUNC), how);
	must_fail(truncate(path, 0), how);
	must_fail(linkat(fds[1], "", AT_FDCWD, "/tmp/handed", AT_EMPTY_PATH), how);
	must_fail(linkat(AT_FDCWD, path, AT_FDCWD, "/tmp/handed", AT_SYMLINK_FOLLOW), how);
	must_fail(open(path, O_RDONLY | O_TRUNC), how);
	must_fail(inotify_add_watch(inotify_init(), path, IN_ALL_EVENTS), how);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fds[5]);
	must_fail(open(path, O_WRONLY | O_NONBLOCK), "the reading end of a pipe");
	must_fail(open(path, O_RDWR | O_NONBLOCK), "the reading end of a pipe");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fds[6]);
	must_fail(open(path, O_RDONLY | O_NONBLOCK), "the writing end of a pipe");
}

/* The name of what has no other gives nothing, either. */
static void use_nameless(const char *how)
{
	const char *gate_name;
	char path[64];

	must_fail(syscall(452, fds[8], "", 0777, AT_EMPTY_PATH), how); /* fchmodat2 */
	must_fail(utimensat(fds[8], "", NULL, AT_EMPTY_PATH), how);
	must_fail(fchownat(fds[8], "", getuid(), getgid(), AT_EMPTY_PATH), how);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fds[8]);
	must_fail(chmod(path, 0777), how);
	must_fail(utimensat(AT_FDCWD, path, NULL, 0), how);
	must_fail(open(path, O_RDONLY), how);
	must_fail(truncate(path, 0), how);
	must_fail(getxattr(path, "user.mark", NULL, 0), how);
	/* As in-process code asks for the attributes of what the caller holds. */
	gate_name = (const char *)(uintptr_t)(find_gate() + 0x1e000 + 32 * (uint64_t)fds[8]);
	must_fail(getxattr(gate_name, "user.mark", NULL, 0), how);
	must_fail(listxattr(gate_name, NULL, 0), how);
}

/* It has files as others do, though these are nobody's who walks a tree. */
static void use_queues(const char *how)
{
	char name[64], path[PATH_MAX];
	struct stat info;

	snprintf(name, sizeof(name), "ptjail-outside-%d", given_pid("ESCAPE_PID"));
	must_fail(fstatat(fds[7], name, &info, 0), how);
	must_fail(faccessat(fds[7], name, F_OK, 0), how);
	must_fail(openat(fds[7], name, O_RDONLY), how);
	must_fail(unlinkat(fds[7], name, 0), how);
	must_fail(openat(fds[7], "made", O_CREAT | O_RDWR, 0600), how);
	snprintf(path, sizeof(path), "/proc/self/fd/%d/%s", fds[7], name);
	must_fail(stat(path, &info), how);
	must_fail(unlink(path), how);
	if (fchdir(fds[7]) == 0) {
		must_fail(stat(name, &info), how);
		must_fail(unlink(name), how);
		(void)chdir("/");
	}
}

int main(void)
{
	struct sockaddr_un address;
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	unix_address(&address, "/shared/giver");
	if (connect(sock, (void *)&address, sizeof(address)) < 0 || write(sock, "give", 4) != 4 ||
	    take(sock) < 0)
		broken("nothing is handed in");
	use("what was handed in");
	use_queues("a directory of queues");
	use_nameless("the name of a nameless file");
	contained();
}
