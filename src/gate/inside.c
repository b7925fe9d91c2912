/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * In-process code (inside.h): what one patched call does. Runs on the guest's stack with the
 * guest's rights, needs little of it, calls nothing outside of the annex. Must never give an
 * answer that the tracer would not give: whatever it is not sure of, it leaves to it.
 *
 * Nothing here may be relied on for confinement: a guest can jump into the middle of it.
 */
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <stdbool.h>
#include <stddef.h>

#include "gate/inside.h"
#include "gate/inside_calls.h"
#include "gate/inside_shown.h"

#define PATH_SIZE 4096U
#define OK_BITS   7U /* R_OK|W_OK|X_OK */

#define ERROR_NOENT       2
#define ERROR_INTR        4
#define ERROR_ACCES       13
#define ERROR_EXIST       17
#define ERROR_NOTDIR      20
#define ERROR_ISDIR       21
#define ERROR_INVAL       22
#define ERROR_NAMETOOLONG 36
#define ERROR_LOOP        40

/* KERNEL: include/uapi/asm-generic/fcntl.h; x86_64 and aarch64 differ in these two. */
#define NOFOLLOW_BIT  ((unsigned int)O_NOFOLLOW)
#define DIRECTORY_BIT ((unsigned int)O_DIRECTORY)

static inline const struct gate_config *config_of(void)
{
	return inside_config_of();
}

/* Where a lookup starts and what it is given. */
struct lookup {
	int fd;
	const char *rel;
	bool absolute; /* from "/": symlinks may be followed inside the root */
	bool any_fd;   /* the guest's own descriptor or cwd */
};

static struct gate_private *private_page(void)
{
	return (struct gate_private *)(uintptr_t)config_of()->private_page;
}

static bool same_bytes(const char *a, const char *b, uint32_t length)
{
	for (uint32_t i = 0; i < length; i++)
		if (a[i] != b[i])
			return false;
	return true;
}

static bool is_mount_name(const struct gate_config *config, const char *name, uint32_t length,
			  uint32_t hash)
{
	if ((config->name_buckets >> (hash & 63) & 1) == 0)
		return false;
	for (uint32_t i = 0; i < config->name_count; i++)
		if (config->names[i].length == length &&
		    same_bytes(config->names[i].name, name, length))
			return true;
	return false;
}

/*
 * The text of a path, looked through once from `at`: false where only the tracer knows what it
 * means. ".." is the kernel's affair: what it leaves is the same as in the jail, if that is no
 * mount's root; from there, and where the lookup began, the kernel refuses it (EXDEV).
 */
static bool is_plain(const struct gate_config *config, const char *path, const char *at)
{
	for (;;) {
		const char *start = at;
		uint32_t hash = 0;
		uint32_t length;

		while (*at != '\0' && *at != '/')
			hash = hash * 31 + (unsigned char)*at++;
		length = (uint32_t)(at - start);
		if (length <= GATE_NAME_MAX && is_mount_name(config, start, length, hash))
			return false;
		if (*at == '\0')
			return at - path < (ptrdiff_t)PATH_SIZE;
		at++;
	}
}

/* A mount that the path leads into by its text: its ancestors cannot be renamed, nor be links. */
static const char *find_window(const struct gate_config *config, const char *path, int *ret_fd)
{
	const struct gate_window *best = NULL;

	for (uint32_t i = 0; i < config->window_count; i++) {
		const struct gate_window *window = &config->windows[i];
		uint32_t length = 0;

		while (length < window->length && path[length] == window->place[length])
			length++;
		if (length == window->length && path[length] == '/' &&
		    (best == NULL || length > best->length))
			best = window;
	}
	if (best == NULL) {
		*ret_fd = config->root_fd;
		return path;
	}
	*ret_fd = best->fd;
	return path + best->length;
}

static bool is_protected(const struct gate_config *config, int fd)
{
	return (uint32_t)fd - config->fd_base < config->fd_count;
}

/*
 * A directory of the spool holds stand-ins: names below it are the tracer's. The kernel's own
 * idea of a cwd is not asked: the tracer marks processes that stand in one.
 */
static bool is_stand_in(const struct gate_config *config, int fd)
{
	struct inside_object object;

	if (config->proc_entered == 0)
		return false;
	if (fd == AT_FDCWD)
		return (private_page()->flags & GATE_PRIVATE_CWD_ODD) != 0;
	return inside_identify(fd, &object) != 0 || object.dev == config->spool_dev;
}

static uint64_t how_at(uint32_t index)
{
	return config_of()->hows + (uint64_t)index * sizeof(struct gate_how);
}

/* An entry of READ, PATH or WRITE, for the descriptor that the lookup starts at. */
static uint64_t how_for(const struct lookup *lookup, uint32_t index)
{
	return how_at(lookup->any_fd ? GATE_HOW_ANY + index : index);
}

static bool may_hold(void)
{
	return (private_page()->flags & GATE_PRIVATE_SHARED) == 0;
}

static int64_t close_held(struct gate_frame *frame)
{
	int fd = frame->fd;

	(void)inside_call(__NR_close, (uint64_t)fd, 0, 0, 0, 0);
	frame->fd = -1;
	return GATE_CALL_IT;
}

/* Whether "/" had a symlink of this name when the jail began: a hint where to look. */
static bool is_root_link(const struct gate_config *config, const char *name, uint32_t length)
{
	for (uint32_t i = 0; i < config->link_count; i++)
		if (config->links[i].length == length &&
		    same_bytes(config->links[i].name, name, length))
			return true;
	return false;
}

/* The text of that link, as it is now, at `to`: its length, or 0. */
static uint32_t read_root_link(struct gate_frame *frame, const struct lookup *lookup, char *to)
{
	int64_t length = inside_hold(
		lookup->fd, to, how_at(GATE_HOW_PATH + (GATE_HOW_CLOEXEC | GATE_HOW_NOFOLLOW)));

	if (length < 0)
		return 0;
	length = inside_call(__NR_readlinkat, (uint64_t)frame->fd, config_of()->empty,
			     (uint64_t)(uintptr_t)to, GATE_NAME_MAX + 1, 0);
	(void)close_held(frame);
	if (length <= 0 || length > GATE_NAME_MAX || to[0] == '/')
		return 0;
	to[length] = '\0';
	return is_plain(config_of(), to, to) ? (uint32_t)length : 0;
}

/*
 * "/lib/x" where /lib is a link to usr/lib: looked up as "usr/lib/x", so that what is missing
 * there is certainly missing. The path is built in the private page: stacks may be small.
 */
static void pass_root_link(struct gate_frame *frame, struct lookup *lookup)
{
	char *path = private_page()->path;
	uint32_t length = 0;
	uint32_t done;

	while (lookup->rel[length] != '\0' && lookup->rel[length] != '/')
		length++;
	if (lookup->rel[length] == '\0' || !is_root_link(config_of(), lookup->rel, length))
		return;
	for (done = 0; done < length; done++)
		path[done] = lookup->rel[done];
	path[length] = '\0';
	done = read_root_link(frame, lookup, path);
	if (done == 0)
		return;
	while (done < GATE_PATH_MAX && lookup->rel[length] != '\0')
		path[done++] = lookup->rel[length++];
	if (done == GATE_PATH_MAX)
		return;
	path[done] = '\0';
	lookup->rel = path;
}

static bool begin(struct gate_frame *frame, int dirfd, const char *path, struct lookup *ret)
{
	const struct gate_config *config = config_of();
	const char *rel = path;

	if ((private_page()->flags & GATE_PRIVATE_NO_NAMES) != 0)
		return false;
	ret->absolute = false;
	ret->any_fd = true;
	ret->fd = dirfd;
	if (path[0] == '/') {
		rel = find_window(config, path, &ret->fd);
		ret->any_fd = false;
		ret->absolute = rel == path;
		if (ret->fd < 0)
			return false;
		while (*rel == '/')
			rel++;
	} else if ((config->flags & GATE_MAY_OPEN_AT) == 0 || path[0] == '\0' ||
		   (dirfd < 0 && dirfd != AT_FDCWD) || is_protected(config, dirfd) ||
		   is_stand_in(config, dirfd)) {
		return false;
	}
	if (!is_plain(config, path, rel))
		return false;
	ret->rel = rel[0] == '\0' ? "." : rel;
	if (ret->absolute && may_hold())
		pass_root_link(frame, ret);
	return true;
}

/*
 * What is certain when no mount point and no symlink was met. A faked root is refused nothing
 * by the mode of what is his: the tracer widens it.
 */
static bool is_final(int64_t error)
{
	return error == -ERROR_NOENT || error == -ERROR_NOTDIR || error == -ERROR_NAMETOOLONG ||
	       (error == -ERROR_ACCES && !inside_is_faked());
}

static bool is_covered(uint64_t dev, uint64_t ino)
{
	const struct gate_config *config = config_of();

	for (uint32_t i = 0; i < config->covered_count; i++)
		if (config->covered[i].ino == ino && config->covered[i].dev == dev)
			return true;
	return false;
}

/* The descriptor of the object is held, and it is not what a mount lies over. */
static bool check_followed(struct gate_frame *frame)
{
	struct inside_object object;

	if (inside_identify(frame->fd, &object) == 0 && !is_covered(object.dev, object.ino))
		return true;
	(void)close_held(frame);
	return false;
}

/*
 * Holds an O_PATH descriptor of what the name leads to: 0, an error that is final, or
 * GATE_CALL_IT. `bits`: of the PATH entries.
 */
static int64_t hold(struct gate_frame *frame, const struct lookup *lookup, uint32_t bits)
{
	int64_t fd = inside_hold(lookup->fd, lookup->rel, how_for(lookup, GATE_HOW_PATH + bits));

	if (fd >= 0)
		return 0;
	if (is_final(fd))
		return fd;
	if (fd != -ERROR_LOOP || !lookup->absolute || (config_of()->flags & GATE_MAY_FOLLOW) == 0)
		return GATE_CALL_IT;
	fd = inside_hold(lookup->fd, lookup->rel, how_at(GATE_HOW_ROOT_PATH + bits));
	return fd >= 0 && check_followed(frame) ? 0 : GATE_CALL_IT;
}

/* --- looking --------------------------------------------------------------------------------- */

#define LINK_FLAGS ((unsigned int)(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT))

static int64_t stat_held(struct gate_frame *frame, uint64_t buffer)
{
	int64_t result = inside_stat(frame->fd, buffer);

	(void)close_held(frame);
	return result;
}

static int64_t serve_stat(struct gate_frame *frame, int dirfd, uint64_t path, uint64_t buffer,
			  unsigned int flags)
{
	const struct gate_config *config = config_of();
	struct lookup lookup;
	int64_t status;

	if ((config->flags & GATE_MAY_STAT) == 0 ||
	    (flags & ~(LINK_FLAGS | (unsigned int)AT_EMPTY_PATH)) != 0)
		return GATE_CALL_IT;
	if (path != 0 && *(const char *)(uintptr_t)path == '\0') {
		if ((flags & AT_EMPTY_PATH) == 0 || dirfd < 0 || is_protected(config, dirfd))
			return GATE_CALL_IT;
		return inside_stat(dirfd, buffer);
	}
	if (!may_hold() || !begin(frame, dirfd, (const char *)(uintptr_t)path, &lookup))
		return GATE_CALL_IT;
	status = hold(frame, &lookup,
		      GATE_HOW_CLOEXEC |
			      ((flags & AT_SYMLINK_NOFOLLOW) != 0 ? GATE_HOW_NOFOLLOW : 0));
	return status != 0 ? status : stat_held(frame, buffer);
}

static int64_t serve_statx(struct gate_frame *frame)
{
	const struct gate_config *config = config_of();
	const char *path = (const char *)(uintptr_t)frame->args[1];
	unsigned int flags = (unsigned int)frame->args[2];
	int fd = (int)frame->args[0];
	struct lookup lookup;
	int64_t status;

	if ((config->flags & GATE_MAY_STAT) == 0 || path == NULL ||
	    (flags & ~(LINK_FLAGS | (unsigned int)AT_EMPTY_PATH)) != 0)
		return GATE_CALL_IT;
	if (path[0] == '\0') {
		if ((flags & AT_EMPTY_PATH) == 0 || fd < 0 || is_protected(config, fd))
			return GATE_CALL_IT;
		return inside_statx(fd, (unsigned int)frame->args[3], frame->args[4]);
	}
	if (!may_hold() || !begin(frame, fd, path, &lookup))
		return GATE_CALL_IT;
	status = hold(frame, &lookup,
		      GATE_HOW_CLOEXEC |
			      ((flags & AT_SYMLINK_NOFOLLOW) != 0 ? GATE_HOW_NOFOLLOW : 0));
	if (status != 0)
		return status;
	status = inside_statx(frame->fd, (unsigned int)frame->args[3], frame->args[4]);
	(void)close_held(frame);
	return status;
}

static int64_t serve_access(struct gate_frame *frame, int dirfd, uint64_t path, unsigned int mode,
			    unsigned int flags)
{
	const struct gate_config *config = config_of();
	struct lookup lookup;
	int64_t status;

	if ((mode & ~OK_BITS) != 0 || (flags & ~(unsigned int)AT_SYMLINK_NOFOLLOW) != 0 ||
	    !may_hold() || path == 0 ||
	    !begin(frame, dirfd, (const char *)(uintptr_t)path, &lookup))
		return GATE_CALL_IT;
	status = hold(frame, &lookup,
		      GATE_HOW_CLOEXEC |
			      ((flags & AT_SYMLINK_NOFOLLOW) != 0 ? GATE_HOW_NOFOLLOW : 0));
	if (status != 0)
		return status;
	if (mode != 0 && (config->flags & GATE_MAY_ACCESS) == 0)
		return close_held(frame);
	if (mode != 0 && inside_is_faked())
		status = inside_may(frame->fd, mode);
	else if (mode != 0)
		status = inside_call(__NR_faccessat2, (uint64_t)frame->fd, config->empty, mode,
				     AT_EMPTY_PATH, 0);
	(void)close_held(frame);
	return status == 0 || status == -ERROR_ACCES ? status : GATE_CALL_IT;
}

/* KERNEL: do_readlinkat(): what is no link is ENOENT by the empty path, EINVAL by a name. */
static int64_t serve_readlink(struct gate_frame *frame, int dirfd, uint64_t path, uint64_t buffer,
			      uint64_t size)
{
	struct lookup lookup;
	int64_t status;

	if ((int)size <= 0 || !may_hold() || path == 0 ||
	    !begin(frame, dirfd, (const char *)(uintptr_t)path, &lookup))
		return GATE_CALL_IT;
	status = hold(frame, &lookup, GATE_HOW_CLOEXEC | GATE_HOW_NOFOLLOW);
	if (status != 0)
		return status;
	status = inside_call(__NR_readlinkat, (uint64_t)frame->fd, config_of()->empty, buffer, size,
			     0);
	(void)close_held(frame);
	return status == -ERROR_NOENT ? -ERROR_INVAL : status;
}

/* --- opening --------------------------------------------------------------------------------- */

#define COMMON_BITS ((unsigned int)(O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_LARGEFILE))

static uint32_t common_bits(unsigned int flags)
{
	return ((flags & O_CLOEXEC) != 0 ? GATE_HOW_CLOEXEC : 0) |
	       ((flags & NOFOLLOW_BIT) != 0 ? GATE_HOW_NOFOLLOW : 0);
}

/* The entry of the READ or PATH block (*ret_bits) for these flags; false: there is none. */
static bool reading_entry(unsigned int flags, uint32_t *ret_block, uint32_t *ret_root_block,
			  uint32_t *ret_bits)
{
	*ret_bits = common_bits(flags) | ((flags & DIRECTORY_BIT) != 0 ? GATE_HOW_DIRECTORY : 0);
	if ((flags & O_PATH) != 0) {
		*ret_block = GATE_HOW_PATH;
		*ret_root_block = GATE_HOW_ROOT_PATH;
		return (flags & ~(COMMON_BITS | DIRECTORY_BIT | (unsigned int)O_PATH)) == 0;
	}
	*ret_block = GATE_HOW_READ;
	*ret_root_block = GATE_HOW_ROOT_READ;
	*ret_bits |= ((flags & O_NONBLOCK) != 0 ? GATE_HOW_NONBLOCK : 0) |
		     ((flags & O_NOATIME) != 0 ? GATE_HOW_NOATIME : 0);
	return (flags & ~(COMMON_BITS | DIRECTORY_BIT | (unsigned int)(O_NONBLOCK | O_NOATIME))) ==
	       0;
}

/* What is held, and was opened with O_NONBLOCK if for reading, becomes the guest's. */
static int64_t give_held(struct gate_frame *frame, bool reading, unsigned int flags)
{
	if (reading && (flags & O_NONBLOCK) == 0 &&
	    inside_call(__NR_fcntl, (uint64_t)frame->fd, F_SETFL,
			(flags & O_NOATIME) | (unsigned int)O_LARGEFILE, 0, 0) != 0)
		return close_held(frame);
	frame->result = frame->fd;
	__asm__ volatile("" ::: "memory"); /* for the tracer's eye: not done without a result */
	frame->done = 1;
	return frame->result;
}

/* Where devices are faked: not what stands for one. */
static int64_t open_itself(struct gate_frame *frame, const struct lookup *lookup,
			   unsigned int flags, uint32_t index)
{
	int64_t fd;

	if (!may_hold())
		return GATE_CALL_IT;
	fd = inside_hold(lookup->fd, lookup->rel, how_for(lookup, index | GATE_HOW_NONBLOCK));
	if (fd < 0)
		return fd;
	return inside_is_itself(frame->fd) ? give_held(frame, true, flags) : close_held(frame);
}

static int64_t open_reading(struct gate_frame *frame, const struct lookup *lookup,
			    unsigned int flags)
{
	uint32_t block, root_block, bits;
	bool reading, careful;
	int64_t fd;

	if (!reading_entry(flags, &block, &root_block, &bits))
		return GATE_CALL_IT;
	reading = block == GATE_HOW_READ;
	careful = reading && inside_is_faked() && inside_has_devices();
	fd = careful ? open_itself(frame, lookup, flags, block + bits)
		     : inside_make(lookup->fd, lookup->rel, how_for(lookup, block + bits));
	if (fd >= 0 || is_final(fd) || fd == -ERROR_INTR)
		return fd;
	if (fd != -ERROR_LOOP || !lookup->absolute || (flags & NOFOLLOW_BIT) != 0 ||
	    (config_of()->flags & GATE_MAY_FOLLOW) == 0 || !may_hold())
		return GATE_CALL_IT;
	/* A FIFO would block before it could be looked at. */
	if (reading)
		bits |= GATE_HOW_NONBLOCK;
	if (inside_hold(lookup->fd, lookup->rel, how_at(root_block + bits)) < 0 ||
	    !check_followed(frame))
		return GATE_CALL_IT;
	if (careful && !inside_is_itself(frame->fd))
		return close_held(frame);
	return give_held(frame, reading, flags);
}

static bool writing_entry(unsigned int flags, unsigned int mode, uint32_t *ret_index)
{
	static const uint16_t modes[GATE_HOW_MODE_COUNT] = GATE_HOW_MODES;
	uint32_t block = 0;

	if ((flags & ~(COMMON_BITS | (unsigned int)(O_ACCMODE | O_CREAT | O_EXCL | O_TRUNC |
						    O_APPEND | O_NONBLOCK))) != 0 ||
	    (flags & O_ACCMODE) == O_ACCMODE || (flags & (O_CREAT | O_EXCL)) == O_EXCL)
		return false;
	if ((flags & O_CREAT) != 0) {
		while (block < GATE_HOW_MODE_COUNT && modes[block] != (mode & 07777))
			block++;
		if (block == GATE_HOW_MODE_COUNT)
			return false;
		block += (flags & O_EXCL) != 0 ? 1 + GATE_HOW_MODE_COUNT : 1;
	}
	*ret_index = GATE_HOW_WRITE + block * GATE_HOW_WRITE_BITS + common_bits(flags) +
		     ((flags & O_ACCMODE) == O_RDWR ? GATE_HOW_RDWR : 0) +
		     ((flags & O_NONBLOCK) != 0 ? GATE_HOW_NONBLOCK : 0) +
		     ((flags & O_TRUNC) != 0 ? GATE_HOW_TRUNC : 0) +
		     ((flags & O_APPEND) != 0 ? GATE_HOW_APPEND : 0);
	return true;
}

/*
 * A program that runs may not be written (ETXTBSY), and only the tracer knows which do: a
 * file that could be executed is its affair.
 */
static bool is_harmless_to_write(struct gate_frame *frame, const struct lookup *lookup)
{
	struct inside_object object;
	int64_t status;

	if (!may_hold() || inside_hold(lookup->fd, lookup->rel,
				       how_for(lookup, GATE_HOW_PATH + GATE_HOW_CLOEXEC)) < 0)
		return false;
	status = inside_identify(frame->fd, &object);
	(void)close_held(frame);
	return status == 0 && (object.mode & 0111) == 0;
}

static int64_t open_writing(struct gate_frame *frame, const struct lookup *lookup,
			    unsigned int flags, unsigned int mode)
{
	uint32_t index;
	int64_t fd;

	if ((config_of()->flags & GATE_MAY_WRITE) == 0 || !writing_entry(flags, mode, &index) ||
	    (lookup->any_fd && (config_of()->flags & GATE_MAY_WRITE_AT) == 0))
		return GATE_CALL_IT;
	if ((flags & O_CREAT) != 0) {
		/* Mostly it is a new file: then nothing has to be looked at. */
		uint32_t exclusive = (flags & O_EXCL) != 0
					     ? 0
					     : GATE_HOW_MODE_COUNT * GATE_HOW_WRITE_BITS;

		fd = inside_make(lookup->fd, lookup->rel, how_for(lookup, index + exclusive));
		if (fd >= 0 || is_final(fd) || (exclusive == 0 && fd == -ERROR_EXIST))
			return fd;
		if (fd != -ERROR_EXIST || exclusive == 0)
			return GATE_CALL_IT;
	}
	if (!is_harmless_to_write(frame, lookup))
		return GATE_CALL_IT;
	fd = inside_make(lookup->fd, lookup->rel, how_for(lookup, index));
	return fd >= 0 || is_final(fd) || fd == -ERROR_INTR || fd == -ERROR_ISDIR ? fd
										  : GATE_CALL_IT;
}

static int64_t serve_open(struct gate_frame *frame, int dirfd, uint64_t path,
			  uint64_t flag_argument, uint64_t mode)
{
	unsigned int flags = (unsigned int)flag_argument;
	struct lookup lookup;

	if (path == 0 || !begin(frame, dirfd, (const char *)(uintptr_t)path, &lookup))
		return GATE_CALL_IT;
	if ((flags & (unsigned int)(O_ACCMODE | O_CREAT | O_TRUNC)) == O_RDONLY ||
	    (flags & O_PATH) != 0)
		return open_reading(frame, &lookup, flags);
	return open_writing(frame, &lookup, flags, (unsigned int)mode);
}

static int64_t serve_fstat(int fd, uint64_t buffer)
{
	if ((config_of()->flags & GATE_MAY_STAT) == 0 || is_protected(config_of(), fd))
		return GATE_CALL_IT;
	return inside_stat(fd, buffer);
}

static int64_t serve_list(const struct gate_frame *frame)
{
	uint64_t marked = (uint32_t)frame->args[0] | (uint64_t)GATE_LIST_MARK << 32;

	if ((config_of()->flags & GATE_MAY_LIST) == 0 || inside_has_devices() ||
	    is_protected(config_of(), (int)frame->args[0]))
		return GATE_CALL_IT;
	return inside_list(marked, frame->args[1], frame->args[2]);
}

int64_t inside_serve(struct gate_frame *frame)
{
	uint64_t *args = frame->args;

	if ((frame->number & GATE_ENTRY_CWD) != 0)
		args[0] = (uint32_t)AT_FDCWD;
	__asm__ volatile("" ::: "memory"); /* for the tracer's eye: in this order */
	frame->number &= ~(uint64_t)GATE_ENTRY_CWD;
	if ((private_page()->flags & GATE_PRIVATE_OFF) != 0)
		return GATE_CALL_IT;
	switch (frame->number) {
#ifdef __NR_open
	case __NR_open:
		return serve_open(frame, AT_FDCWD, args[0], args[1], args[2]);
	case __NR_stat:
		return serve_stat(frame, AT_FDCWD, args[0], args[1], 0);
	case __NR_lstat:
		return serve_stat(frame, AT_FDCWD, args[0], args[1], AT_SYMLINK_NOFOLLOW);
	case __NR_access:
		return serve_access(frame, AT_FDCWD, args[0], (unsigned int)args[1], 0);
	case __NR_readlink:
		return serve_readlink(frame, AT_FDCWD, args[0], args[1], args[2]);
#endif
	case __NR_openat:
		return serve_open(frame, (int)args[0], args[1], args[2], args[3]);
#ifdef __NR_newfstatat
	case __NR_newfstatat:
		return serve_stat(frame, (int)args[0], args[1], args[2], (unsigned int)args[3]);
#endif
	case __NR_fstat:
		return serve_fstat((int)args[0], args[1]);
	case __NR_getdents64:
		return serve_list(frame);
	case __NR_statx:
		return serve_statx(frame);
	case __NR_faccessat:
		return serve_access(frame, (int)args[0], args[1], (unsigned int)args[2], 0);
	case __NR_faccessat2:
		return serve_access(frame, (int)args[0], args[1], (unsigned int)args[2],
				    (unsigned int)args[3]);
	case __NR_readlinkat:
		return serve_readlink(frame, (int)args[0], args[1], args[2], args[3]);
	default:
		return GATE_CALL_IT;
	}
}
