/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See inside_serve.h: calls that open. What is given to the guest was opened by an entry of the
 * how table, in one call.
 */
#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <stdbool.h>
#include <stddef.h>

#include "gate/inside_calls.h"
#include "gate/inside_lookup.h"
#include "gate/inside_serve.h"
#include "gate/inside_shown.h"

/* KERNEL: include/uapi/asm-generic/fcntl.h; x86_64 and aarch64 differ in these two. */
#define NOFOLLOW_BIT  ((unsigned int)O_NOFOLLOW)
#define DIRECTORY_BIT ((unsigned int)O_DIRECTORY)

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
		return inside_close_held(frame);
	inside_let_go(frame);
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

	if (!inside_may_hold())
		return GATE_CALL_IT;
	fd = inside_hold_at(frame, lookup, lookup->rel,
			    inside_how_for(lookup, index | GATE_HOW_NONBLOCK));
	if (fd < 0)
		return fd;
	return inside_is_itself(frame->fd) ? give_held(frame, true, flags)
					   : inside_close_held(frame);
}

/* KERNEL: may_open(): a link that must not be followed. One on the way fails alike. */
static bool is_link_itself(const struct lookup *lookup, unsigned int flags)
{
	const char *at = lookup->rel;

	while (*at != '\0' && *at != '/')
		at++;
	return *at == '\0' && (flags & NOFOLLOW_BIT) != 0;
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
		     : inside_make(lookup->fd, lookup->rel, inside_how_for(lookup, block + bits));
	if (fd >= 0 || inside_is_final(fd) || fd == -ERROR_INTR ||
	    (fd == -ERROR_LOOP && is_link_itself(lookup, flags)))
		return fd;
	if (fd != -ERROR_LOOP || !lookup->absolute || (flags & NOFOLLOW_BIT) != 0 ||
	    (inside_config_of()->flags & GATE_MAY_FOLLOW) == 0 || !inside_may_hold())
		return GATE_CALL_IT;
	/* A FIFO would block before it could be looked at. */
	if (reading)
		bits |= GATE_HOW_NONBLOCK;
	if (inside_hold_at(frame, lookup, lookup->rel, inside_how_at(root_block + bits)) < 0 ||
	    !inside_check_followed(frame))
		return GATE_CALL_IT;
	if (careful && !inside_is_itself(frame->fd))
		return inside_close_held(frame);
	return give_held(frame, reading, flags);
}

/* O_RDONLY with O_CREAT or O_TRUNC has none. */
static bool writing_entry(unsigned int flags, unsigned int mode, uint32_t *ret_index)
{
	static const uint16_t modes[GATE_HOW_MODE_COUNT] = GATE_HOW_MODES;
	uint32_t block = 0;

	if ((flags & ~(COMMON_BITS | (unsigned int)(O_ACCMODE | O_CREAT | O_EXCL | O_TRUNC |
						    O_APPEND | O_NONBLOCK))) != 0 ||
	    (flags & O_ACCMODE) == O_RDONLY || (flags & O_ACCMODE) == O_ACCMODE ||
	    (flags & (O_CREAT | O_EXCL)) == O_EXCL)
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

	if (!inside_may_hold() ||
	    inside_hold_at(frame, lookup, lookup->rel,
			   inside_how_for(lookup, GATE_HOW_PATH + GATE_HOW_CLOEXEC)) < 0)
		return false;
	status = inside_identify(frame->fd, &object);
	(void)inside_close_held(frame);
	return status == 0 && (object.mode & 0111) == 0;
}

/* What a write takes from a file that is there, the database has to be told. */
static int64_t create_as_root(struct gate_frame *frame, const struct lookup *lookup,
			      unsigned int flags, unsigned int mode)
{
	uint32_t index;
	int64_t fd;

	if ((flags & O_CREAT) == 0 || !writing_entry(flags | O_EXCL, mode, &index))
		return GATE_CALL_IT;
	fd = inside_create(frame, lookup, inside_how_for(lookup, index));
	return fd >= 0 || inside_is_final(fd) || (fd == -ERROR_EXIST && (flags & O_EXCL) != 0)
		       ? fd
		       : GATE_CALL_IT;
}

static int64_t open_writing(struct gate_frame *frame, const struct lookup *lookup,
			    unsigned int flags, unsigned int mode)
{
	uint32_t index;
	int64_t fd;

	if (inside_is_faked())
		return create_as_root(frame, lookup, flags, mode);
	if ((inside_config_of()->flags & GATE_MAY_WRITE) == 0 ||
	    !writing_entry(flags, mode, &index) ||
	    (lookup->any_fd && (inside_config_of()->flags & GATE_MAY_WRITE_AT) == 0))
		return GATE_CALL_IT;
	if ((flags & O_CREAT) != 0) {
		/* A mount by its name and a slash: what is said of a "." is another error. */
		if (lookup->rel[0] == '.' && lookup->rel[1] == '\0')
			return GATE_CALL_IT;
		/* Mostly it is a new file: then nothing has to be looked at. */
		uint32_t exclusive = (flags & O_EXCL) != 0
					     ? 0
					     : GATE_HOW_MODE_COUNT * GATE_HOW_WRITE_BITS;

		fd = inside_make(lookup->fd, lookup->rel,
				 inside_how_for(lookup, index + exclusive));
		if (fd >= 0 || inside_is_final(fd) || (exclusive == 0 && fd == -ERROR_EXIST))
			return fd;
		if (fd != -ERROR_EXIST || exclusive == 0)
			return GATE_CALL_IT;
	}
	if (!is_harmless_to_write(frame, lookup))
		return GATE_CALL_IT;
	fd = inside_make(lookup->fd, lookup->rel, inside_how_for(lookup, index));
	return fd >= 0 || inside_is_final(fd) || fd == -ERROR_INTR || fd == -ERROR_ISDIR
		       ? fd
		       : GATE_CALL_IT;
}

/* It is there: O_CREAT makes nothing, and O_TRUNC takes nothing from it. */
static int64_t open_device(const struct lookup *lookup, unsigned int flags)
{
	uint32_t index, root_block, bits;
	int64_t fd;

	if ((flags & (O_EXCL | O_PATH | DIRECTORY_BIT)) != 0)
		return GATE_CALL_IT;
	flags &= ~(unsigned int)(O_CREAT | O_TRUNC);
	if ((flags & O_ACCMODE) == O_RDONLY) {
		if (!reading_entry(flags & ~(unsigned int)O_APPEND, &index, &root_block, &bits) ||
		    (flags & O_APPEND) != 0)
			return GATE_CALL_IT;
		index += bits;
	} else if (!writing_entry(flags, 0, &index)) {
		return GATE_CALL_IT;
	}
	fd = inside_make(lookup->fd, lookup->rel, inside_how_for(lookup, index));
	return fd >= 0 || fd == -ERROR_INTR ? fd : GATE_CALL_IT;
}

int64_t inside_serve_open(struct gate_frame *frame, int dirfd, uint64_t path,
			  uint64_t flag_argument, uint64_t mode)
{
	unsigned int flags = (unsigned int)flag_argument;
	struct lookup lookup;

	if (path != 0 && inside_find_device((const char *)(uintptr_t)path, &lookup))
		return open_device(&lookup, flags);
	if (path == 0 || !inside_begin(frame, dirfd, (const char *)(uintptr_t)path, &lookup))
		return GATE_CALL_IT;
	if ((flags & (unsigned int)(O_ACCMODE | O_CREAT | O_TRUNC)) == O_RDONLY ||
	    (flags & O_PATH) != 0)
		return open_reading(frame, &lookup, flags);
	return open_writing(frame, &lookup, flags, (unsigned int)mode);
}
