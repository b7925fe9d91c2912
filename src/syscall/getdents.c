/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * getdents, getdents64: directories whose listing lacks names of mount points. The kernel
 * lists what is there, into the guest's buffer with some room left; the missing names go
 * behind the first piece of each pass (file offset 0 before it):
 *
 *   | . | .. | bin | etc | ... | dev | proc | tmp |
 *     listed by the kernel        ^ appended, d_off = where the next piece begins
 *
 * A name for which a small buffer had no room is owed, and paid with a later piece. Where
 * a policy hides names, or a placeholder stands for a device (-0), the tracer lists itself.
 * All that is of use for correctness only; nothing is judged here.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fakeroot/fake_root.h"
#include "fakeroot/owners.h"
#include "syscall/call.h"
#include "syscall/fd_table.h"
#include "syscall/handlers.h"
#include "syscall/judge.h"
#include "util/fd.h"

#define OWED_MAX   8
#define LISTED_MAX 65536u /* of one call, with names to hide */
#define RECORD_MAX 280u   /* of the longest name, NAME_MAX */
#define PIECES_MAX 16u    /* of LISTED_MAX, all of whose names are hidden: others come first then */

/* A pass that stands at `offset` and still owes its names from `next` on. */
struct owed_pass {
	pid_t tgid;
	int fd;
	dev_t dev;
	ino_t ino;
	off_t offset;
	size_t next;
};

struct owed_names {
	struct owed_pass passes[OWED_MAX];
	unsigned int turn; /* the next to be overwritten */
};

struct listing {
	struct mount *mount;
	const char *rel;
	const char *const *names; /* NULL-terminated; those from `next` on are to be listed */
	size_t next;
	struct owed_pass pass;
	bool legacy;               /* struct linux_dirent, as of getdents */
	const char *const *hiding; /* guest paths, for judge_hides(); NULL: no name is hidden */
	bool retypes;              /* a placeholder may be among the names */
	unsigned int size;
};

/* include/linux/dirent.h and fs/readdir.c */
struct record {
	uint64_t ino;
	int64_t offset;
	uint16_t length;
	char tail[RECORD_MAX - 18]; /* getdents64: type, name; getdents: name ... type */
};

static struct owed_pass *find_owed(struct jail *jail, const struct owed_pass *like)
{
	for (unsigned int i = 0; jail->owed && i < OWED_MAX; i++) {
		struct owed_pass *pass = &jail->owed->passes[i];

		if (pass->tgid == like->tgid && pass->fd == like->fd && pass->dev == like->dev &&
		    pass->ino == like->ino)
			return pass;
	}
	return NULL;
}

static void remember_owed(struct jail *jail, const struct owed_pass *pass)
{
	struct owed_pass *known = find_owed(jail, pass);

	if (!jail->owed)
		jail->owed = talloc_zero(jail, struct owed_names);
	if (!jail->owed)
		return;
	if (!known)
		known = &jail->owed->passes[jail->owed->turn++ % OWED_MAX];
	*known = *pass;
}

/* Where the open directory stands: /proc/TGID/task/TID/fdinfo/FD says "pos:". */
static int read_offset(const struct call *call, int fd, off_t *ret_offset)
{
	CLEANUP_FD int info = -1;
	char text[96];
	ssize_t length;

	snprintf(text, sizeof(text), "/proc/%d/task/%d/fdinfo/%d", call->tracee->tgid,
		 call->tracee->tid, fd);
	info = open(text, O_RDONLY | O_CLOEXEC);
	if (info < 0)
		return -errno;
	length = read(info, text, sizeof(text) - 1);
	if (length < 0)
		return -errno;
	text[length] = '\0';
	if (strncmp(text, "pos:", 4) != 0)
		return -EIO;
	*ret_offset = strtoll(text + 4, NULL, 10);
	return 0;
}

static unsigned int record_size(const struct listing *listing, const char *name)
{
	size_t bytes = listing->legacy ? 18 + strlen(name) + 2 : 19 + strlen(name) + 1;

	return (unsigned int)((bytes + 7) & ~(size_t)7);
}

static unsigned int owed_size(const struct listing *listing)
{
	unsigned int size = 0;

	for (size_t i = listing->next; listing->names[i]; i++)
		size += record_size(listing, listing->names[i]);
	return size;
}

/* What is mounted under the name, or, above a mount point, a directory. */
static void describe_name(struct call *call, const struct listing *listing, const char *name,
			  uint64_t *ret_ino, unsigned char *ret_type)
{
	const char *separator = listing->rel && listing->rel[0] ? "/" : "";
	char *rel = talloc_asprintf(call->pool, "%s%s%s", listing->rel ? listing->rel : "",
				    separator, name);
	const struct mount *mount = NULL;
	struct stat st;
	bool below;

	*ret_ino = 1;
	*ret_type = DT_DIR;
	if (rel)
		mount = mount_table_at(call->jail->mounts, listing->mount, rel, &below);
	if (mount && fstat(mount->handle, &st) == 0) {
		*ret_ino = st.st_ino;
		*ret_type = IFTODT(st.st_mode);
	}
}

static void fill_record(struct call *call, const struct listing *listing, const char *name,
			unsigned int size, struct record *record)
{
	unsigned char type;

	memset(record, 0, sizeof(*record));
	describe_name(call, listing, name, &record->ino, &type);
	record->offset = listing->pass.offset;
	record->length = (uint16_t)size;
	memcpy(record->tail + (listing->legacy ? 0 : 1), name, strlen(name));
	if (listing->legacy)
		((char *)record)[size - 1] = (char)type;
	else
		record->tail[0] = (char)type;
}

/* Appends what is owed behind the `used` bytes that the kernel wrote. */
static long append_names(struct call *call, struct listing *listing, long used)
{
	uint64_t buffer = call->args[1];
	const char *name;

	while ((name = listing->names[listing->next])) {
		unsigned int size = record_size(listing, name);
		struct record record;

		if (size > sizeof(record) || listing->size - (unsigned long)used < size)
			break;
		fill_record(call, listing, name, size, &record);
		if (call_write(call, buffer + (uint64_t)used, &record, size) < 0)
			return used ? used : -EFAULT;
		used += size;
		listing->next++;
	}
	return used;
}

/* Takes the hidden names out of `size` bytes of records; answers what is left. */
static long hide_names(struct call *call, const char *const *directories, bool legacy, char *buffer,
		       long size)
{
	long from = 0, to = 0;

	while (from < size) {
		struct record head;
		const char *name = buffer + from + 18 + (legacy ? 0 : 1);

		memcpy(&head, buffer + from, 18);
		if (!judge_hides(call, directories, name)) {
			memmove(buffer + to, buffer + from, head.length);
			to += head.length;
		}
		from += head.length;
	}
	return to;
}

static long finish_listing(struct call *call, long result)
{
	struct listing *listing = call->finish_data;
	long used;

	if (result < 0 || read_offset(call, listing->pass.fd, &listing->pass.offset) < 0)
		return result;
	used = append_names(call, listing, result);
	listing->pass.next = listing->next;
	remember_owed(call->jail, &listing->pass);
	/* KERNEL: a buffer that cannot take even one entry is EINVAL. */
	return used == 0 && listing->names[listing->next] ? -EINVAL : used;
}

/* False: nothing is missing in what this call will list. */
static bool begin_listing(struct call *call, struct listing *listing)
{
	struct jail *jail = call->jail;
	const struct owed_pass *owed;
	CLEANUP_FD int handle = -1;
	struct stat st;

	listing->pass.tgid = call->tracee->tgid;
	listing->pass.fd = call_int(call, 0);
	listing->size = call_uint(call, 2);
	if (call_open_fd(call, listing->pass.fd, &handle) < 0 || fstat(handle, &st) < 0)
		return false;
	listing->names = mount_table_merged_names(jail->mounts, st.st_dev, st.st_ino);
	if (!listing->names ||
	    !mount_table_special(jail->mounts, st.st_dev, st.st_ino, &listing->mount,
				 &listing->rel) ||
	    read_offset(call, listing->pass.fd, &listing->pass.offset) < 0)
		return false;
	listing->pass.dev = st.st_dev;
	listing->pass.ino = st.st_ino;
	if (listing->pass.offset == 0)
		return true;
	owed = find_owed(jail, &listing->pass);
	if (!owed || owed->offset != listing->pass.offset)
		return false;
	listing->next = owed->next;
	return listing->names[listing->next] != NULL;
}

/* Placeholders are of the type of the device that they stand for. */
static void show_devices(const struct owners *owners, dev_t dev, bool legacy, char *buffer,
			 long size)
{
	struct record head;

	for (long at = 0; at < size; at += head.length) {
		char *type;
		mode_t device;

		memcpy(&head, buffer + at, 18);
		type = buffer + at + (legacy ? head.length - 1 : 18);
		if (*type == DT_REG && owners_is_device(owners, dev, head.ino, &device))
			*type = (char)IFTODT(device);
	}
}

/* What the kernel listed, as the guest shall see it; answers the size that is left. */
static long edit_records(struct call *call, const struct listing *listing, dev_t dev, char *buffer,
			 long size)
{
	if (listing->retypes)
		show_devices(call->jail->fake_root->owners, dev, listing->legacy, buffer, size);
	return listing->hiding ? hide_names(call, listing->hiding, listing->legacy, buffer, size)
			       : size;
}

/* The call is judged again, from where the descriptor stands now. */
static struct outcome list_later(struct call *call, struct listing *listing, bool merges)
{
	if (merges && read_offset(call, listing->pass.fd, &listing->pass.offset) == 0) {
		listing->pass.next = listing->next;
		remember_owed(call->jail, &listing->pass);
	}
	call->waits = true;
	return outcome_fail(EAGAIN);
}

/*
 * A directory whose listing has to be edited: listed by the tracer, on a duplicate of the
 * guest's descriptor and into memory of its own, so that nobody sees what is left out.
 */
static struct outcome list_edited(struct call *call, int copy, struct listing *listing, bool merges,
				  unsigned int room)
{
	struct stat st;
	unsigned long passed = 0; /* bytes of records that are hidden */
	char *buffer;
	long used = 0;
	int status;

	if (fstat(copy, &st) < 0)
		return outcome_fail(errno);
	room = room < LISTED_MAX ? room : LISTED_MAX;
	buffer = talloc_size(call->pool, room);
	if (!buffer)
		return outcome_fail(ENOMEM);
	do {
		long count;

		/* KERNEL: what pads a record is not written; here it would be ptjail's memory. */
		memset(buffer, 0, room);
		count = syscall(listing->legacy ? table_native_number(CALL_getdents)
						: SYS_getdents64,
				copy, buffer, room);

		if (count < 0)
			return outcome_fail(-errno);
		used = edit_records(call, listing, st.st_dev, buffer, count);
		/* Nothing left of this piece is not the end yet. */
		if (count == 0)
			break;
		passed += (unsigned long)count;
		if (used == 0 && passed > PIECES_MAX * LISTED_MAX)
			return list_later(call, listing, merges);
	} while (used == 0);
	if (used > 0 && (status = call_write(call, call->args[1], buffer, (size_t)used)) < 0)
		return outcome_fail(status);
	if (merges) {
		call->finish_data = listing;
		used = finish_listing(call, used);
	}
	return outcome_done(used);
}

/*
 * Whether the tracer has to list, on *ret_copy. RACE: a sibling may put another directory
 * under the number, so where rules may hide names and there are siblings, the tracer lists
 * whatever it has judged. -errno.
 */
static int listing_is_edited(struct call *call, struct listing *listing, int *ret_copy)
{
	const struct fake_root *fake = call->jail->fake_root;
	int status;

	listing->retypes = fake && owners_have_devices(fake->owners);
	if (!call->jail->judge && !listing->retypes)
		return 0;
	status = call_dup_fd(call, call_int(call, 0), ret_copy);
	if (status == -ENOSYS)
		return -EACCES;
	if (status < 0)
		return status;
	if (!call->jail->judge)
		return 1;
	status = judge_listing(call, *ret_copy, &listing->hiding);
	if (status < 0)
		return status;
	return listing->hiding || listing->retypes || !fd_table_is_private(call);
}

struct outcome on_getdents(struct call *call)
{
	struct listing *listing = talloc_zero(call->pool, struct listing);
	uint64_t args[6] = { call->args[0], call->args[1], call->args[2] };
	CLEANUP_FD int copy = -1;
	unsigned int room;
	bool merges;
	int edited;

	if (!listing)
		return outcome_fail(ENOMEM);
	listing->legacy = call->row->id == CALL_getdents;
	edited = listing_is_edited(call, listing, &copy);
	if (edited < 0)
		return outcome_fail(edited);
	merges = begin_listing(call, listing);
	if (!merges && !edited)
		return outcome_native();
	room = merges ? owed_size(listing) : 0;
	if (edited) {
		if (listing->size > room && listing->size - room >= RECORD_MAX)
			room = listing->size - room;
		else
			room = listing->size;
		return list_edited(call, copy, listing, merges, room);
	}
	if (listing->size > room && listing->size - room >= RECORD_MAX)
		args[2] = listing->size - room;
	return call_rewrite(call, call->row->id, args, finish_listing, listing);
}
