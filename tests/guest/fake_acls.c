/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* POSIX ACLs: their modes, chmod on them, what new files inherit. */
#include "show_owner.h"

#define ACL(...)                                                                                   \
	(const struct acl)                                                                         \
	{                                                                                          \
		2,                                                                                 \
		{                                                                                  \
			__VA_ARGS__                                                                \
		}                                                                                  \
	}

struct entry {
	uint16_t tag, perm;
	uint32_t id;
};

struct acl {
	uint32_t version;
	struct entry entries[8];
};

#define OWNER(p)                                                                                   \
	{                                                                                          \
		0x01, p, -1                                                                        \
	}
#define USER(p, i)                                                                                 \
	{                                                                                          \
		0x02, p, i                                                                         \
	}
#define OWNING(p)                                                                                  \
	{                                                                                          \
		0x04, p, -1                                                                        \
	}
#define GROUP(p, i)                                                                                \
	{                                                                                          \
		0x08, p, i                                                                         \
	}
#define MASK(p)                                                                                    \
	{                                                                                          \
		0x10, p, -1                                                                        \
	}
#define OTHERS(p)                                                                                  \
	{                                                                                          \
		0x20, p, -1                                                                        \
	}

static void set(const char *path, const char *name, struct acl acl)
{
	size_t count = 0;

	while (count < 8 && acl.entries[count].tag)
		count++;
	printf("%s %s with %zu: %s\n", path, name, count,
	       setxattr(path, name, &acl, 4 + 8 * count, 0) ? err_name(errno) : "set");
	show_owner(path);
}

static void show_acls(const char *path)
{
	show_owner(path);
	show_xattr(path, "system.posix_acl_access");
	show_xattr(path, "system.posix_acl_default");
}

int main(void)
{
	const char *access = "system.posix_acl_access", *standard = "system.posix_acl_default";
	int fd;

	put_file("f", "x");
	MUST(mkdir("d", 0755));
	MUST(symlink("f", "l"));
	show_acls("f");
	set("f", access, ACL(OWNER(6), USER(7, 33), OWNING(4), MASK(5), OTHERS(0)));
	show_acls("f");
	show_xattr_names("f");
	CALL(chmod("f", 0731));
	show_acls("f");
	set("f", access, ACL(OWNER(7), OWNING(5), OTHERS(4)));
	show_acls("f");
	set("f", access, ACL(OWNER(7), OWNING(5)));
	set("f", access, ACL(OWNER(7), USER(7, 33), OWNING(5), OTHERS(0)));
	set("f", access, ACL(OWNER(9), OWNING(5), OTHERS(0)));
	set("f", standard, ACL(OWNER(7), OWNING(5), OTHERS(0)));
	CALL(setxattr("f", access, "x", 1, 0));
	CALL(lsetxattr("l", access, "x", 1, 0));
	set("d", standard, ACL(OWNER(7), USER(7, 33), OWNING(5), GROUP(3, 44), MASK(7), OTHERS(1)));
	show_acls("d");
	umask(077);
	put_file("d/file", "x");
	show_acls("d/file");
	close(MUST(open("d/closed", O_CREAT | O_RDWR, 0600)));
	show_acls("d/closed");
	MUST(mkdir("d/dir", 0775));
	show_acls("d/dir");
	MUST(mknod("d/fifo", S_IFIFO | 0666, 0));
	show_acls("d/fifo");
	MUST(symlink("x", "d/link"));
	show_owner("d/link");
	fd = MUST(open("d/dir", O_TMPFILE | O_RDWR, 0666));
	show_fd_owner("tmpfile", fd);
	CALL(removexattr("d", standard));
	CALL(removexattr("d", standard));
	show_acls("d");
	set("d", standard, ACL(OWNER(7), OWNING(5), OTHERS(1)));
	put_file("d/plain", "x");
	show_acls("d/plain");
	set("f", access, ACL(OWNER(6), USER(7, 33), OWNING(4), MASK(5), OTHERS(0)));
	CALL(chown("f", 5, 5));
	show_acls("f");
	/* No entries: it goes. */
	CALL(setxattr("f", standard, "\2\0\0", 4, 0));
	CALL(setxattr("f", access, "\2\0\0", 4, 0));
	show_acls("f");
	CALL(setxattr("d", standard, "\2\0\0", 4, 0));
	show_acls("d");
	set("d", access, ACL({ 1, 7, 55 }, USER(7, 33), { 4, 5, 66 }, { 16, 7, 0 }, { 32, 1, 9 }));
	show_acls("d");
	set("f", access, ACL(OWNER(6), USER(7, 33), OWNING(4), MASK(5), OTHERS(0)));
	CALL(removexattr("f", access));
	show_acls("f");
	/* Whose the file is not, and who has no right of root's, sets none. */
	MUST(setresuid(1000, 1000, 0));
	set("f", access,
	    ACL({ 1, 6, -1 }, { 2, 5, 1001 }, { 4, 7, -1 }, { 16, 7, -1 }, { 32, 5, -1 }));
	show_acls("f");
	return 0;
}
