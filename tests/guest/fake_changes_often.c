/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * What a root does to files by descriptor over and over, so that in-process code comes to do it:
 * makes them in directories of every kind, gives them owners and modes that they have or have not,
 * sets times where a capability is watched, asks for attributes and sets them.
 */
#include "show_owner.h"

#include <linux/capability.h>
#include <pthread.h>
#include <sys/fsuid.h>
#include <sys/wait.h>

enum { TIMES = 5 };

static const uint32_t capability[5] = { 0x02000001, 0x2000 };

static void show_and_remove(const char *what, const char *path, int fd)
{
	printf("%s %s: %s, ", what, path, fd < 0 ? err_name(errno) : "made");
	show_owner(path);
	if (fd >= 0)
		close(fd);
	unlink(path);
}

static void make_in(const char *directory)
{
	static const mode_t modes[] = { 0666, 0644, 0600, 0, 0444, 0400, 0777, 06755, 01666 };
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/new", directory);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		show_and_remove("excl", path, open(path, O_WRONLY | O_CREAT | O_EXCL, modes[i]));
		show_and_remove("creat", path, open(path, O_RDWR | O_CREAT | O_TRUNC, modes[i]));
	}
}

static void make_everywhere(void)
{
	/* An ACL for new files, and one that an entry may follow: u::rwx, g::r-x, o::--- */
	static const uint32_t standard[] = { 2, 0x70001, -1U, 0x50004, -1U, 0x20, -1U };
	int fd, old;

	MUST(mkdir("d", 0755));
	for (int i = 0; i < TIMES; i++)
		make_in("d");
	umask(077);
	make_in("d");
	umask(022);
	MUST(mkdir("group", 0755));
	MUST(chown("group", 0, 7));
	make_in("group");
	MUST(chmod("group", 02775));
	make_in("group");
	make_in("d");
	MUST(mkdir("group/sub", 0777));
	make_in("group/sub");
	MUST(mkdir("acl", 0777));
	CALL(setxattr("acl", "system.posix_acl_default", standard, sizeof(standard), 0));
	make_in("acl");
	make_in("d/../acl");
	make_in("d");
	/* From a directory, and where it is another. */
	fd = MUST(open("group", O_RDONLY | O_DIRECTORY));
	old = MUST(open(".", O_RDONLY | O_DIRECTORY));
	for (int i = 0; i < TIMES; i++) {
		show_and_remove("at", "group/at",
				openat(fd, "at", O_WRONLY | O_CREAT | O_EXCL, 0640));
		show_and_remove("at", "d/at",
				openat(old, "d/at", O_WRONLY | O_CREAT | O_EXCL, 0644));
	}
	MUST(fchdir(fd));
	for (int i = 0; i < TIMES; i++)
		show_and_remove("cwd", "at", open("at", O_WRONLY | O_CREAT | O_EXCL, 0600));
	MUST(fchdir(old));
	for (int i = 0; i < TIMES; i++) {
		printf("there: %s\n",
		       err_name(open("acl", O_WRONLY | O_CREAT | O_EXCL, 0644) < 0 ? errno : 0));
		printf("missing: %s\n",
		       err_name(open("no/new", O_WRONLY | O_CREAT | O_EXCL, 0644) < 0 ? errno : 0));
		printf("slash: %s\n",
		       err_name(open("d/new/", O_WRONLY | O_CREAT | O_EXCL, 0644) < 0 ? errno : 0));
	}
	close(fd);
	close(old);
}

static void change(const char *path)
{
	static const mode_t modes[] = { 0644, 0600,  0755,  0444,    0,    04755,
					0644, 02711, 01777, 0100640, 0700, 0777 };
	static const struct {
		uid_t uid;
		gid_t gid;
	} owners[] = { { 0, 0 }, { -1, -1 }, { 0, -1 }, { 5, 6 }, { 5, 6 }, { -1, 6 }, { 0, 0 } };
	int fd = MUST(open(path, O_RDONLY));

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		printf("%s to %o: %s, ", path, modes[i],
		       err_name(fchmod(fd, modes[i]) < 0 ? errno : 0));
		show_fd_owner("it is", fd);
		for (size_t j = 0; j < sizeof(owners) / sizeof(owners[0]); j++) {
			printf("owned by %d:%d: %s, ", (int)owners[j].uid, (int)owners[j].gid,
			       err_name(fchown(fd, owners[j].uid, owners[j].gid) < 0 ? errno : 0));
			show_fd_owner("it is", fd);
		}
	}
	close(fd);
}

static void keep_capability(void)
{
	struct timespec times[2] = { { .tv_sec = 1000 }, { .tv_sec = 2000 } };
	struct stat st;
	int fd;

	put_file("cap", "x");
	fd = MUST(open("cap", O_RDWR));
	for (int i = 0; i < TIMES; i++) {
		CALL(fsetxattr(fd, "security.capability", capability, sizeof(capability), 0));
		CALL(futimens(fd, times));
		times[1].tv_sec++;
		show_xattr("cap", "security.capability");
		if (i == 2)
			MUST((int)write(fd, "y", 1));
		show_xattr("cap", "security.capability");
		CALL(fchmod(fd, 0711));
		show_xattr("cap", "security.capability");
		CALL(fchown(fd, 0, 0));
		show_xattr("cap", "security.capability");
		MUST(fstat(fd, &st));
		printf("times %lld %lld\n", i == 2 ? 0 : (long long)st.st_atim.tv_sec,
		       i == 2 ? 0 : (long long)st.st_mtim.tv_sec);
	}
	times[0].tv_nsec = -1;
	CALL(futimens(fd, times));
	CALL(futimens(-1, times));
	CALL(futimens(fd, NULL));
	close(fd);
	fd = MUST(open("cap", O_PATH));
	CALL(fchmod(fd, 0644));
	CALL(fchown(fd, 0, 0));
	CALL(futimens(fd, NULL));
	close(fd);
}

static void list(int fd)
{
	char names[256];
	ssize_t size = flistxattr(fd, names, sizeof(names));

	printf("attributes: %zd", size);
	for (ssize_t at = 0; at < size; at += (ssize_t)strlen(names + at) + 1)
		printf(" %s", names + at);
	puts(size < 0 ? err_name(errno) : "");
}

static void ask(int fd, const char *name)
{
	char value[64];
	ssize_t size = fgetxattr(fd, name, value, sizeof(value));

	printf("%s: %zd %s\n", name, size, size < 0 ? err_name(errno) : "");
}

static void attributes(const char *path)
{
	static const char access[] = "system.posix_acl_access";
	static const uint32_t by_mode[] = { 2, 0x60001, -1U, 0x40004, -1U, 0x40020, -1U };
	static const uint32_t odd[] = { 2, 0x60001, -1U, 0x90004, -1U, 0x40020, -1U };
	static const uint32_t more[] = { 2,   0x60001, -1U, 0x70002, 33, 0x40004,
					 -1U, 0x50010, -1U, 0x40020, -1U };
	int fd = MUST(open(path, O_RDONLY));

	for (int i = 0; i < TIMES; i++) {
		list(fd);
		ask(fd, access);
		ask(fd, "security.capability");
		ask(fd, "trusted.mine");
		ask(fd, "nonsense");
		CALL(fsetxattr(fd, access, by_mode, sizeof(by_mode), 0));
		show_fd_owner(path, fd);
		CALL(fsetxattr(fd, access, odd, sizeof(odd), 0));
		if (i == 2)
			CALL(fsetxattr(fd, "trusted.mine", "value", 5, 0));
		if (i == 3)
			CALL(fsetxattr(fd, access, more, sizeof(more), 0));
		CALL(fchmod(fd, i % 2 == 0 ? 04711 : 0640));
		show_fd_owner(path, fd);
		CALL(fsetxattr(fd, access, by_mode, sizeof(by_mode), 0));
		show_fd_owner(path, fd);
	}
	close(fd);
}

static void *in_thread(void *data)
{
	(void)data;
	make_in("d");
	make_in("group");
	change("d");
	return NULL;
}

/* Who is no root any more, or makes files that are another's, in a child. */
static void as(const char *who, int (*drop)(void))
{
	int fd = MUST(open("cap", O_RDWR));
	pid_t pid;

	fflush(stdout);
	pid = MUST(fork());
	if (pid == 0) {
		make_in("d");
		MUST(drop());
		puts(who);
		for (int i = 0; i < TIMES; i++) {
			make_in("d");
			make_in("open");
			CALL(fchmod(fd, 0644));
			CALL(fchown(fd, 0, 0));
			CALL(fchown(fd, -1, -1));
			CALL(futimens(fd, NULL));
			list(fd);
			show_fd_owner("held", fd);
		}
		fflush(stdout);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	close(fd);
}

static int drop_uid(void)
{
	return setresuid(1000, 1000, 1000);
}

static int change_gid(void)
{
	return setgid(7);
}

static int change_fsgid(void)
{
	setfsgid(9);
	return 0;
}

static int drop_chown(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct caps[2];

	if (syscall(SYS_capget, &header, caps))
		return -1;
	caps[0].effective &= ~(1U << CAP_CHOWN | 1U << CAP_FOWNER);
	return (int)syscall(SYS_capset, &header, caps);
}

int main(void)
{
	pthread_t thread;

	make_everywhere();
	for (int i = 0; i < TIMES; i++)
		change("d");
	put_file("f", "x");
	for (int i = 0; i < TIMES; i++)
		change("f");
	keep_capability();
	put_file("g", "x");
	attributes("g");
	MUST(mkdir("open", 0777));
	MUST(chmod("open", 0777));
	as("nobody", drop_uid);
	as("of another group", change_gid);
	as("of another file system group", change_fsgid);
	MUST(chown("cap", 33, 33));
	as("without CAP_CHOWN, CAP_FOWNER", drop_chown);
	MUST(pthread_create(&thread, NULL, in_thread, NULL));
	pthread_join(thread, NULL);
	return 0;
}
