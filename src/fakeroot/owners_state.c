/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The state file: lock, merge, write, rename (owners_state.h). Its directory is held by a
 * handle and its name never followed: the jail may be able to write there.
 */
#include "fakeroot/owners_state.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "fakeroot/owners_private.h"
#include "util/fd.h"

#define LOCK_ROUNDS 1000 /* of 20 ms */
#define PIECE       (1U << 20)

struct owners_state {
	int directory;
	char *name;
	enum owners_format format;
	/* the file as it was last read or written; ino 0: there was none */
	struct stat seen;
};

static int state_free(struct owners_state *state)
{
	fd_close(&state->directory);
	return 0;
}

int owners_state_open(TALLOC_CTX *ctx, const char *path, enum owners_format format,
		      struct owners_state **ret_state, char **ret_fault)
{
	struct owners_state *state = talloc_zero(ctx, struct owners_state);
	const char *slash = strrchr(path, '/');
	const char *directory = ".";

	*ret_fault = NULL;
	if (state == NULL)
		return -ENOMEM;
	state->directory = -1;
	state->format = format;
	talloc_set_destructor(state, state_free);
	state->name = talloc_strdup(state, slash == NULL ? path : slash + 1);
	if (slash != NULL)
		directory = talloc_strndup(state, path, (size_t)(slash - path) + 1);
	if (state->name == NULL || directory == NULL)
		return -ENOMEM;
	if (state->name[0] == '\0')
		return -EISDIR;
	state->directory = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (state->directory < 0 && errno == ENOENT) {
		*ret_fault = talloc_strdup(ctx, "its directory does not exist; make it first");
		return -ENOENT;
	}
	if (state->directory < 0)
		return -errno;
	if (faccessat(state->directory, ".", W_OK | X_OK, AT_EACCESS) < 0) {
		*ret_fault = talloc_asprintf(ctx,
					     "no file can be made beside it (%s), and saving "
					     "replaces it by a new one",
					     strerror(errno));
		return -EACCES;
	}
	*ret_state = state;
	return 0;
}

/*
 * *ret_text is malloc'd. To the first NUL byte at most, which makes the file a faulty one: where
 * the jail has made it huge, without anything in it, that is not read.
 */
static int read_all(int fd, char **ret_text, size_t *ret_size)
{
	size_t room = PIECE, size = 0;
	char *text = malloc(room);

	for (;;) {
		ssize_t count;

		if (size == room) {
			char *larger = realloc(text, room * 2);

			if (larger == NULL)
				free(text);
			text = larger;
			room *= 2;
		}
		if (text == NULL)
			return -ENOMEM;
		count = read(fd, text + size, room - size);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0) {
			int status = -errno;

			free(text);
			return status;
		}
		if (count == 0)
			break;
		size += (size_t)count;
		if (memchr(text + size - count, '\0', (size_t)count) != NULL)
			break;
	}
	*ret_text = text;
	*ret_size = size;
	return 0;
}

/* What the file says, as a database of its own; NULL in *ret_owners: there is no file. */
static int read_file(TALLOC_CTX *ctx, struct owners_state *state, struct owners **ret_owners,
		     char **ret_fault)
{
	/* Never waits, should it be a FIFO. */
	CLEANUP_FD int fd = openat(state->directory, state->name,
				   O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct owners_identity nobody = { 0 };
	struct stat info = { 0 };
	char *text = NULL;
	size_t size = 0;
	int status;

	*ret_owners = NULL;
	if (fd < 0) {
		state->seen = info;
		return errno == ENOENT ? 0 : -errno;
	}
	if (fstat(fd, &info) < 0)
		return -errno;
	if (!S_ISREG(info.st_mode)) {
		*ret_fault = talloc_strdup(ctx, "it is no plain file: expected a state file");
		return -EINVAL;
	}
	status = read_all(fd, &text, &size);
	if (status < 0)
		return status;
	*ret_owners = owners_new(ctx, &nobody);
	status = *ret_owners == NULL
			 ? -ENOMEM
			 : owners_parse(ctx, text, size, state->format, *ret_owners, ret_fault);
	free(text);
	if (status < 0) {
		talloc_free(*ret_owners);
		*ret_owners = NULL;
		return status;
	}
	state->seen = info;
	return 0;
}

/* `all` false: the file's format has neither births nor attributes; ours stay. */
static int copy_entry(struct owners *to, const struct owners_entry *from, bool all)
{
	struct owners_entry *entry = owners_table_find(to->table, from->dev, from->ino);
	struct owners_entry old;
	int status = 0;

	if (entry == NULL)
		entry = owners_table_add(to->table, from->dev, from->ino);
	else
		owners_account(to, entry, -1);
	if (entry == NULL)
		return -ENOMEM;
	if (all)
		owners_xattr_free(entry);
	old = *entry;
	*entry = *from;
	entry->xattrs = old.xattrs;
	entry->flags = ENTRY_USED | ENTRY_STORED;
	if (!all)
		entry->birth = old.birth;
	for (const struct owners_xattr *x = from->xattrs; x != NULL && status == 0; x = x->next)
		status = owners_xattr_copy(to->table, entry, x);
	owners_account(to, entry, 1);
	return status;
}

/* The number was given to a new file, of which others know: ours is about one that is gone. */
static bool is_about_later(const struct owners_entry *theirs, const struct owners_entry *ours)
{
	if (theirs->birth != BIRTH_UNKNOWN && ours->birth != BIRTH_UNKNOWN)
		return theirs->birth > ours->birth;
	return (ours->flags & (ENTRY_GONE | ENTRY_STORED)) == ENTRY_GONE;
}

/* Takes in what others saved: all but what was changed here. */
static int merge(struct owners *owners, struct owners *saved, enum owners_format format)
{
	struct owners_entry *entry;
	size_t position = 0;

	while ((entry = owners_table_next(saved->table, &position)) != NULL) {
		struct owners_entry *ours = owners_table_find(owners->table, entry->dev,
							      entry->ino);
		int status = 0;

		if (ours != NULL && is_about_later(entry, ours)) {
			owners_account(owners, ours, -1);
			owners_table_remove(owners->table, ours);
			ours = NULL;
		}
		if (ours == NULL || (ours->flags & ENTRY_DIRTY) == 0)
			status = copy_entry(owners, entry, format == OWNERS_FORMAT_PTJAIL);
		if (status < 0)
			return status;
	}
	position = 0;
	while ((entry = owners_table_next(owners->table, &position)) != NULL) {
		/* It was there, nobody here changed it, and somebody else took it out. */
		if ((entry->flags & (ENTRY_STORED | ENTRY_DIRTY)) != ENTRY_STORED ||
		    owners_table_find(saved->table, entry->dev, entry->ino) != NULL)
			continue;
		owners_account(owners, entry, -1);
		owners_table_remove(owners->table, entry);
	}
	return 0;
}

int owners_state_load(TALLOC_CTX *ctx, struct owners_state *state, struct owners *owners,
		      char **ret_fault)
{
	struct owners *saved;
	struct owners_table *table;
	int status;

	*ret_fault = NULL;
	status = read_file(ctx, state, &saved, ret_fault);
	if (status < 0 || saved == NULL)
		return status;
	table = owners->table;
	owners->table = talloc_move(owners, &saved->table);
	owners->without_birth = saved->without_birth;
	owners->devices = saved->devices;
	owners->inheriting = saved->inheriting;
	owners->attribute_bytes = saved->attribute_bytes;
	talloc_free(table);
	talloc_free(saved);
	owners_show_in(owners, owners->view);
	owners_drop_left_out(owners);
	return 0;
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static int lock(int fd)
{
	const struct timespec pause = { .tv_nsec = 20000000 };

	for (int round = 0; round < LOCK_ROUNDS; round++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return 0;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return -errno;
		(void)nanosleep(&pause, NULL);
	}
	return -EWOULDBLOCK;
}

/* The file that has the name now, locked: others may have replaced it while we waited. */
static int open_locked(const struct owners_state *state, int *ret_fd, struct stat *ret_info)
{
	for (;;) {
		CLEANUP_FD int fd = openat(
			state->directory, state->name,
			O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0644);
		struct stat named;
		int status;

		if (fd < 0)
			return -errno;
		status = lock(fd);
		if (status < 0)
			return status;
		if (fstat(fd, ret_info) < 0)
			return -errno;
		if (fstatat(state->directory, state->name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
		    named.st_dev == ret_info->st_dev && named.st_ino == ret_info->st_ino) {
			*ret_fd = fd_steal(&fd);
			return 0;
		}
	}
}

/* Takes the descriptor. */
static int write_to(int fd, const struct owners_state *state, struct owners *owners)
{
	FILE *file = fdopen(fd, "w");
	int status;

	if (file == NULL) {
		status = -errno;
		(void)close(fd);
		return status;
	}
	status = owners_write(file, state->format, owners);
	if (status == 0 && (fflush(file) != 0 || fsync(fileno(file)) < 0))
		status = -errno;
	if (fclose(file) != 0 && status == 0)
		status = -errno;
	return status;
}

static int write_file(int directory, const char *name, const struct owners_state *state,
		      struct owners *owners, mode_t mode)
{
	CLEANUP_FD int fd = -1;

	(void)unlinkat(directory, name, 0);
	fd = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	if (fchmod(fd, mode & 0777) < 0)
		return -errno;
	return write_to(fd_steal(&fd), state, owners);
}

int owners_state_rescue(TALLOC_CTX *ctx, const struct owners_state *state, struct owners *owners,
			char **ret_path)
{
	const char *directory = getenv("TMPDIR");
	char *path;
	int fd, status;

	if (directory == NULL || directory[0] != '/')
		directory = "/tmp";
	path = talloc_asprintf(ctx, "%s/ptjail-state.XXXXXX", directory);
	if (path == NULL)
		return -ENOMEM;
	fd = mkostemp(path, O_CLOEXEC);
	status = fd < 0 ? -errno : write_to(fd, state, owners);
	if (status < 0) {
		if (fd >= 0)
			(void)unlink(path);
		talloc_free(path);
		return status;
	}
	*ret_path = path;
	return 0;
}

/* All that is left is what the file holds now. */
static void mark_saved(struct owners *owners, enum owners_format format)
{
	struct owners_entry *entry;
	size_t position = 0;

	while ((entry = owners_table_next(owners->table, &position)) != NULL) {
		if ((entry->flags & ENTRY_DEAD) != 0) {
			owners_account(owners, entry, -1);
			owners_table_remove(owners->table, entry);
			continue;
		}
		entry->flags &= (uint8_t)~ENTRY_DIRTY;
		if (!owners_is_written(owners, entry, format))
			entry->flags &= (uint8_t)~ENTRY_STORED;
		else
			entry->flags |= ENTRY_STORED;
	}
	owners->changed = false;
}

int owners_state_save(TALLOC_CTX *ctx, struct owners_state *state, struct owners *owners,
		      char **ret_fault)
{
	CLEANUP_FD int locked = -1;
	struct owners *saved = NULL;
	struct stat info;
	char *temporary;
	int status;

	*ret_fault = NULL;
	/* The jail's calls leave theirs behind. */
	(void)umask(022);
	status = open_locked(state, &locked, &info);
	if (status == 0 && !is_same_file(&info, &state->seen))
		status = read_file(ctx, state, &saved, ret_fault);
	if (status == 0 && saved != NULL)
		status = merge(owners, saved, state->format);
	owners_settle(owners);
	talloc_free(saved);
	if (status < 0)
		return status;
	/* One name, under the lock: what somebody who was killed left there is gone with this. */
	temporary = talloc_asprintf(ctx, "%s.ptjail-new", state->name);
	if (temporary == NULL)
		return -ENOMEM;
	status = write_file(state->directory, temporary, state, owners, info.st_mode);
	if (status == 0 && renameat(state->directory, temporary, state->directory, state->name) < 0)
		status = -errno;
	if (status < 0)
		(void)unlinkat(state->directory, temporary, 0);
	else if (fstatat(state->directory, state->name, &state->seen, AT_SYMLINK_NOFOLLOW) < 0)
		status = -errno;
	talloc_free(temporary);
	if (status < 0)
		return status;
	/* The new name, too, shall outlast a crash of the machine; not all file systems can. */
	(void)fsync(state->directory);
	mark_saved(owners, state->format);
	return 0;
}
