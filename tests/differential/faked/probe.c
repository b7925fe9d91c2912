/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * faked-probe [-n SHARE] [-c CALL] [-w CALLER] [-r WALKS] DIR: one line for each call: what it is,
 * what came of it, and all that it changed in p and q. Of each call and caller one in SHARE (60)
 * of the combinations of type, mode, owner and parent is tried, the same ones in every run. Then
 * come random walks, the more the lower SHARE is, or WALKS of them: -r WALKS makes only these.
 */
#include "faked.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { LONG_AGO = 1000000, NAMES_MAX = 24, NAME_SIZE = 32, SAID_SIZE = 160 };

struct owner {
	unsigned int uid, gid;
};

static const struct owner owners[] = { { 0, 0 }, { 65534, 65534 }, { 1000, 300 }, { 1000, 1000 } };
static const mode_t modes[] = {
	0644, 0600, 0, 06755, 02745, 0777, 02674, 01444, 0070, 0007, 06711
};
static const char *const types[] = { "missing",  "file",  "dir",   "full",   "fifo",
				     "socket",   "block", "char",  "null",   "link",
				     "dangling", "acl",   "attrs", "capable" };
static const struct {
	mode_t mode;
	struct owner owner;
	bool acl;
} parents[] = {
	{ 0755, { 0, 0 }, false },         { 0777, { 0, 0 }, false },
	{ 01777, { 0, 0 }, false },        { 01777, { 65534, 65534 }, false },
	{ 02777, { 0, 300 }, false },      { 03775, { 1000, 300 }, false },
	{ 0777, { 0, 0 }, true },          { 0, { 0, 0 }, false },
	{ 0333, { 65534, 65534 }, false }, { 0555, { 65534, 65534 }, false },
	{ 0666, { 65534, 65534 }, false }, { 0711, { 1000, 1000 }, false },
	{ 0770, { 1000, 300 }, false },    { 0070, { 65534, 300 }, false },
};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What one name is. */
struct seen {
	char name[NAME_SIZE];
	struct stat st;
	char more[SAID_SIZE];
};

struct state {
	struct seen names[NAMES_MAX];
	size_t count;
};

struct scene {
	size_t type, mode, owner, parent;
};

long faked_must(const char *text, long result)
{
	if (result == -1) {
		fprintf(stderr, "preparing: %s: %s\n", text, strerror(errno));
		printf("preparing: %s: %s\n", text, strerror(errno));
		exit(99);
	}
	return result;
}

struct acl_entry {
	uint16_t tag, permissions;
	uint32_t id;
};

size_t faked_acl(void *buffer, unsigned int user, unsigned int group, unsigned int mask)
{
	const struct acl_entry entries[] = { { 1, 6, ~0U },
					     { 2, (uint16_t)user, 65534 },
					     { 4, 4, ~0U },
					     { 8, (uint16_t)group, 300 },
					     { 16, (uint16_t)mask, ~0U },
					     { 32, 4, ~0U } };
	const uint32_t version = 2;

	memcpy(buffer, &version, sizeof(version));
	memcpy((char *)buffer + sizeof(version), entries, sizeof(entries));
	return sizeof(version) + sizeof(entries);
}

static void put_file(const char *path, const char *text)
{
	int fd = (int)FAKED_MUST(open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666));

	FAKED_MUST(write(fd, text, strlen(text)));
	close(fd);
}

void faked_clear(const char *path)
{
	struct stat st;
	DIR *dir;

	if (lstat(path, &st) < 0)
		return;
	if (S_ISDIR(st.st_mode)) {
		struct dirent *entry;

		dir = opendir(path);
		while (dir != NULL && (entry = readdir(dir)) != NULL) {
			char below[512];

			if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
				continue;
			snprintf(below, sizeof(below), "%s/%s", path, entry->d_name);
			faked_clear(below);
		}
		if (dir != NULL)
			closedir(dir);
		FAKED_MUST(rmdir(path));
	} else {
		FAKED_MUST(unlink(path));
	}
}

static void make_object(const char *type)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "p/x" };
	const uint32_t capability[5] = { VFS_CAP_REVISION_2, 1 << CAP_NET_RAW, 0, 0, 0 };
	char acl[128];
	int fd;

	if (!strcmp(type, "missing"))
		return;
	if (!strcmp(type, "dir") || !strcmp(type, "full")) {
		FAKED_MUST(mkdir("p/x", 0755));
		if (!strcmp(type, "full"))
			put_file("p/x/in", "in");
	} else if (!strcmp(type, "fifo")) {
		FAKED_MUST(mkfifo("p/x", 0644));
	} else if (!strcmp(type, "socket")) {
		fd = (int)FAKED_MUST(socket(AF_UNIX, SOCK_STREAM, 0));
		FAKED_MUST(bind(fd, (struct sockaddr *)&address, sizeof(address)));
		close(fd);
	} else if (!strcmp(type, "block")) {
		FAKED_MUST(mknod("p/x", S_IFBLK | 0644, makedev(241, 77)));
	} else if (!strcmp(type, "char")) {
		FAKED_MUST(mknod("p/x", S_IFCHR | 0644, makedev(241, 222)));
	} else if (!strcmp(type, "null")) {
		FAKED_MUST(mknod("p/x", S_IFCHR | 0644, makedev(1, 3)));
	} else if (!strcmp(type, "link") || !strcmp(type, "dangling")) {
		FAKED_MUST(symlink("t", "p/x"));
		if (!strcmp(type, "link"))
			put_file("p/t", "text");
	} else {
		put_file("p/x", "text");
	}
	if (!strcmp(type, "acl"))
		FAKED_MUST(setxattr("p/x", "system.posix_acl_access", acl, faked_acl(acl, 7, 5, 7),
				    0));
	if (!strcmp(type, "attrs")) {
		FAKED_MUST(setxattr("p/x", "user.b", "1", 1, 0));
		FAKED_MUST(setxattr("p/x", "trusted.b", "2", 1, 0));
		FAKED_MUST(setxattr("p/x", "security.b", "3", 1, 0));
	}
	if (!strcmp(type, "capable"))
		FAKED_MUST(setxattr("p/x", "security.capability", capability, 20, 0));
}

static void make_scene(const struct scene *scene)
{
	static const struct timespec old[2] = { { 100000, 1 }, { 200000, 2 } };
	const struct owner *owner = &owners[scene->owner];
	const char *type = types[scene->type];
	bool is_link = !strcmp(type, "link");
	char acl[128];

	faked_clear("p");
	faked_clear("r");
	faked_clear("q");
	FAKED_MUST(mkdir("q", 0777));
	put_file("q/f", "file");
	FAKED_MUST(chmod("q/f", 0644));
	FAKED_MUST(mkdir("q/d", 0755));
	FAKED_MUST(chmod("q", 0777));
	FAKED_MUST(mkdir("p", 0755));
	make_object(type);
	if (strcmp(type, "missing") != 0) {
		/* What a change of owner takes. */
		if (strcmp(type, "capable") != 0)
			FAKED_MUST(lchown("p/x", owner->uid, owner->gid));
		if (is_link)
			FAKED_MUST(lchown("p/t", owner->uid, owner->gid));
		if (strcmp(type, "dangling") != 0 && strcmp(type, "acl") != 0)
			FAKED_MUST(chmod("p/x", modes[scene->mode]));
		if (is_link)
			FAKED_MUST(utimensat(AT_FDCWD, "p/t", old, 0));
		FAKED_MUST(utimensat(AT_FDCWD, "p/x", old, AT_SYMLINK_NOFOLLOW));
	}
	if (parents[scene->parent].acl)
		FAKED_MUST(
			setxattr("p", "system.posix_acl_default", acl, faked_acl(acl, 7, 6, 7), 0));
	FAKED_MUST(chown("p", parents[scene->parent].owner.uid, parents[scene->parent].owner.gid));
	FAKED_MUST(chmod("p", parents[scene->parent].mode));
	FAKED_MUST(utimensat(AT_FDCWD, "p", old, 0));
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void say_attributes(const char *path, char *text)
{
	static char list[1024];
	ssize_t size = llistxattr(path, list, sizeof(list));
	char *names[16];
	size_t count = 0, at = 0;

	text[0] = '\0';
	for (ssize_t i = 0; i < size && count < COUNT(names); i += (ssize_t)strlen(list + i) + 1)
		names[count++] = list + i;
	qsort(names, count, sizeof(names[0]), by_text);
	for (size_t i = 0; i < count; i++) {
		unsigned char value[256];
		ssize_t length = lgetxattr(path, names[i], value, sizeof(value));
		unsigned int sum = 0;

		for (ssize_t k = 0; k < length; k++)
			sum = sum * 31 + value[k];
		at += (size_t)snprintf(text + at, SAID_SIZE - at, " %s=%x", names[i], sum);
		if (at >= SAID_SIZE)
			return;
	}
}

static void look(struct state *state, const char *path)
{
	struct seen *seen = &state->names[state->count];
	struct dirent *entry;
	DIR *dir;

	if (state->count == NAMES_MAX || lstat(path, &seen->st) < 0)
		return;
	state->count++;
	snprintf(seen->name, sizeof(seen->name), "%s", path);
	say_attributes(path, seen->more);
	dir = S_ISDIR(seen->st.st_mode) ? opendir(path) : NULL;
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char below[512];

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		snprintf(below, sizeof(below), "%s/%s", path, entry->d_name);
		look(state, below);
	}
	if (dir != NULL)
		closedir(dir);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct seen *)a)->name, ((const struct seen *)b)->name);
}

static void look_around(struct state *state)
{
	state->count = 0;
	look(state, "p");
	look(state, "q");
	look(state, "r");
	qsort(state->names, state->count, sizeof(state->names[0]), by_name);
}

static void say_time(char letter, const struct timespec *was, const struct timespec *is)
{
	if (was->tv_sec == is->tv_sec && was->tv_nsec == is->tv_nsec)
		return;
	if (is->tv_sec < LONG_AGO)
		printf(" %c=%lld.%ld", letter, (long long)is->tv_sec, is->tv_nsec);
	else
		printf(" %c", letter);
}

static const struct seen *find(const struct state *state, const char *name)
{
	for (size_t i = 0; i < state->count; i++)
		if (!strcmp(state->names[i].name, name))
			return &state->names[i];
	return NULL;
}

static void say_changes(const struct state *before, const struct state *after)
{
	static const struct seen nothing;

	for (size_t i = 0; i < before->count; i++)
		if (find(after, before->names[i].name) == NULL)
			printf("; %s gone", before->names[i].name);
	for (size_t i = 0; i < after->count; i++) {
		const struct seen *is = &after->names[i];
		const struct seen *was = find(before, is->name);
		const struct stat *b = &is->st;
		/* Times of two files may be the same by accident. */
		const struct stat *a = was != NULL && was->st.st_ino == b->st_ino ? &was->st
										  : &nothing.st;

		if (was != NULL && memcmp(a, b, sizeof(*a)) == 0 && !strcmp(was->more, is->more))
			continue;
		printf("; %s %o %u:%u %lu %lld %lu", is->name, b->st_mode, b->st_uid, b->st_gid,
		       (unsigned long)b->st_nlink,
		       S_ISDIR(b->st_mode) ? 0LL : (long long)b->st_size,
		       (unsigned long)b->st_rdev);
		/* The prober itself reads directories and links. */
		if (S_ISREG(b->st_mode) || b->st_atim.tv_sec < LONG_AGO)
			say_time('a', &a->st_atim, &b->st_atim);
		say_time('m', &a->st_mtim, &b->st_mtim);
		say_time('c', &a->st_ctim, &b->st_ctim);
		printf("%s", is->more);
	}
	puts("");
}

static void try_call(const struct faked_call *call, const struct faked_caller *caller,
		     const struct scene *scene)
{
	static struct state before, after;
	int status = 0;
	pid_t child;

	make_scene(scene);
	look_around(&before); /* that moves times of access */
	look_around(&before);
	printf("%s by %s: %s %04o %u:%u in %04o %u:%u%s: ", call->name, caller->name,
	       types[scene->type], modes[scene->mode], owners[scene->owner].uid,
	       owners[scene->owner].gid, parents[scene->parent].mode,
	       parents[scene->parent].owner.uid, parents[scene->parent].owner.gid,
	       parents[scene->parent].acl ? " acl" : "");
	fflush(stdout);
	child = (pid_t)FAKED_MUST(fork());
	if (child == 0) {
		long result;
		int error;

		alarm(20);
		caller->become();
		umask(0022);
		result = call->make();
		error = errno;
		if (result >= 0)
			printf("%ld", result);
		else
			printf("%s", strerrorname_np(error));
		fflush(stdout);
		_exit(0);
	}
	FAKED_MUST(waitpid(child, &status, 0));
	if (status != 0)
		printf(" ended %x", (unsigned int)status);
	look_around(&after);
	say_changes(&before, &after);
}

static unsigned int next_random(unsigned int *seed)
{
	*seed = *seed * 1103515245U + 12345U;
	return *seed >> 16;
}

static void try_caller(const struct faked_call *call, const struct faked_caller *caller,
		       unsigned int share)
{
	unsigned int seed = 0;

	for (const char *c = call->name; *c != '\0'; c++)
		seed = seed * 31 + (unsigned char)*c;
	for (const char *c = caller->name; *c != '\0'; c++)
		seed = seed * 31 + (unsigned char)*c;
	for (size_t type = 0; type < COUNT(types); type++)
		for (size_t mode = 0; mode < COUNT(modes); mode++)
			for (size_t owner = 0; owner < COUNT(owners); owner++)
				for (size_t parent = 0; parent < COUNT(parents); parent++)
					if (next_random(&seed) % share == 0)
						try_call(call, caller,
							 &(struct scene){ type, mode, owner,
									  parent });
}

int main(int argc, char **argv)
{
	const char *only_call = NULL, *only_caller = NULL;
	unsigned int share = 60, walks = 0;
	int option;

	while ((option = getopt(argc, argv, "n:c:w:r:")) != -1) {
		if (option == 'n')
			share = (unsigned int)atoi(optarg);
		else if (option == 'c')
			only_call = optarg;
		else if (option == 'w')
			only_caller = optarg;
		else if (option == 'r')
			walks = (unsigned int)atoi(optarg);
		else
			return 2;
	}
	if (optind + 1 != argc || share == 0)
		return 2;
	FAKED_MUST(chdir(argv[optind]));
	umask(022);
	for (size_t i = 0; walks == 0 && i < faked_calls_count; i++) {
		if (only_call != NULL && strstr(faked_calls[i].name, only_call) == NULL)
			continue;
		for (size_t k = 0; k < faked_callers_count; k++)
			if (only_caller == NULL || !strcmp(faked_callers[k].name, only_caller))
				try_caller(&faked_calls[i], &faked_callers[k], share);
	}
	if (only_call == NULL && only_caller == NULL)
		walk_rounds(walks != 0 ? walks : 300000 / share);
	return 0;
}
