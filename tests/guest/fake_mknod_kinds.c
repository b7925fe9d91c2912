/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Nodes of all kinds, devices too: what they are, and what opening them does. */
#include "as_user.h"

static void try_node(const char *name, mode_t mode, dev_t device)
{
	printf("%s: %s\n", name, mknod(name, mode, device) ? err_name(errno) : "made");
	show_owner(name);
}

/* Also whom it is refused to hears first of the name. */
static void long_names(void)
{
	char name[300] = "";

	memset(name, 'x', 256);
	CALL(mknod(name, S_IFCHR | 0600, makedev(1, 3)));
	CALL(mknod(name, S_IFIFO | 0600, 0));
	CALL(mknod("fifo/new", S_IFCHR | 0600, makedev(1, 3)));
	CALL(mknod("new/", S_IFCHR | 0600, makedev(1, 3)));
	CALL(mknod("new", S_IFCHR | 0600, makedev(1, 3)));
}

int main(void)
{
	char text[8];
	struct stat st;
	int fd;

	try_node("null", S_IFCHR | 0666, makedev(1, 3));
	try_node("zero", S_IFCHR | 0600, makedev(1, 5));
	try_node("none", S_IFCHR | 0644, makedev(240, 77));
	try_node("block", S_IFBLK | 0660, makedev(259, 70000));
	try_node("fifo", S_IFIFO | 0644, 0);
	try_node("socket", S_IFSOCK | 0755, 0);
	try_node("plain", S_IFREG | 04755, 0);
	try_node("untyped", 0640, 0);
	try_node("dir", S_IFDIR | 0755, 0);
	try_node("null", S_IFCHR | 0666, makedev(1, 3));
	CALL(chmod("block", 0600));
	CALL(chown("block", 3, 6));
	show_owner("block");
	fd = MUST(open("null", O_RDWR));
	CALL(write(fd, "x", 1));
	CALL(read(fd, text, 1));
	MUST(fstat(fd, &st));
	printf("%s %u,%u\n", type_name(st.st_mode), major(st.st_rdev), minor(st.st_rdev));
	close(fd);
	fd = MUST(open("zero", O_RDONLY));
	CALL(read(fd, text, 8));
	printf("%d\n", text[7]);
	close(fd);
	/* A device that no jail has: it can be opened all the same, as who packs it does. */
	MUST(mknod("log", S_IFCHR | 0600, makedev(1, 11)));
	fd = MUST(open("log", O_RDONLY | O_NONBLOCK));
	MUST(fstat(fd, &st));
	printf("%s %u,%u\n", type_name(st.st_mode), major(st.st_rdev), minor(st.st_rdev));
	close(fd);
	MUST(unlink("log"));
	TRY_OPEN(open("none", O_RDONLY));
	TRY_OPEN(open("block", O_RDONLY));
	TRY_OPEN(open("none", O_PATH));
	TRY_OPEN(open("none", O_RDONLY | O_CREAT | O_EXCL, 0600));
	show_owner("null");
	CALL(rename("null", "moved"));
	CALL(link("moved", "linked"));
	show_owner("linked");
	CALL(unlink("moved"));
	show_owner("linked");
	CALL(unlink("linked"));
	put_file("linked", "plain again");
	show_owner("linked");
	CALL(truncate("none", 0));
	CALL(setxattr("none", "user.a", "1", 1, 0));
	MUST(chmod(".", 0777));
	AS(1000, 1000, long_names());
	long_names();
	return 0;
}
