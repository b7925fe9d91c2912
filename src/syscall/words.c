/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See words.h. Must never make a word of what leads to a mount point: in-process code does not
 * look whether a directory holds one.
 */
#include "syscall/words.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "syscall/jail.h"
#include "tracer/gate_words.h"
#include "util/compiler.h"
#include "util/fd.h"

/* A listing that tells fewer new names was hardly worth it. */
#define FEW_NAMES    16U
#define PATIENCE_MAX 1024U
/* Passing names leave room for those that are removed again and again. */
#define ENOUGH_PASSING (GATE_WORDS_FULL / 2)

bool words_serve(const struct jail *jail)
{
	return jail->engine->inside != NULL &&
	       (gate_inside_config(jail->gate)->flags & GATE_MAY_REMOVE) != 0;
}

static bool is_component(const char *path, const char *name, size_t length)
{
	for (const char *at = strchr(path, '/'); at != NULL; at = strchr(at + 1, '/'))
		if (strncmp(at + 1, name, length) == 0 &&
		    (at[length + 1] == '/' || at[length + 1] == '\0'))
			return true;
	return false;
}

/*
 * RACE: on a processor that reads out of order the kernel may see the beginning of a word that is
 * only just written, and zeroes behind it. KERNEL: strncpy_from_user() reads eight bytes at a time.
 */
static bool leads_to_mount(const struct mount_table *mounts, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 1; i < mounts->count; i++) {
		const char *guest = mounts->mounts[i]->guest;

		for (size_t part = sizeof(uint64_t); part < length; part += sizeof(uint64_t))
			if (is_component(guest, name, part))
				return true;
		if (is_component(guest, name, length))
			return true;
	}
	return false;
}

static bool add(struct jail *jail, const char *name)
{
	if (jail->words >= GATE_WORDS_FULL || leads_to_mount(jail->mounts, name) ||
	    !gate_words_add(gate_words(jail->gate), name))
		return false;
	jail->words++;
	return true;
}

/* As much as one call tells. O_NOATIME: that ptjail has looked leaves no trace, or it does not. */
static unsigned int add_all(struct jail *jail, int parent)
{
	CLEANUP_FD int fd = openat(parent, ".", O_RDONLY | O_DIRECTORY | O_NOATIME | O_CLOEXEC);
	_Alignas(struct dirent64) char entries[16384];
	ssize_t size = fd < 0 ? -1 : getdents64(fd, entries, sizeof(entries));
	unsigned int count = 0;

	for (ssize_t at = 0; at < size;) {
		const struct dirent64 *entry = (const void *)(entries + at);

		count += add(jail, entry->d_name);
		at += entry->d_reclen;
	}
	return count;
}

/* Many names are removed once only, and there is not room for all. */
static bool was_removed_before(struct jail *jail, const char *name)
{
	uint32_t hash = 1;
	uint32_t *seen;
	bool before;

	for (const char *at = name; *at != '\0'; at++)
		hash = hash * 31 + (unsigned char)*at;
	seen = &jail->removed_names[hash % ARRAY_SIZE(jail->removed_names)];
	before = *seen == hash;
	*seen = hash;
	return before;
}

static bool is_to_be_listed(struct removals *removals, const struct stat *directory)
{
	if (removals->dev != directory->st_dev || removals->ino != directory->st_ino) {
		removals->dev = directory->st_dev;
		removals->ino = directory->st_ino;
		removals->here = 0;
		removals->patience = 2;
	}
	if (++removals->here < removals->patience)
		return false;
	removals->here = 0;
	return true;
}

void words_learn(struct call *call, int parent, const char *name)
{
	struct jail *jail = call->jail;
	struct removals *removals = &call->member->process->removals;
	struct stat directory;

	if (!words_serve(jail) || jail->words >= GATE_WORDS_FULL || fstat(parent, &directory) < 0)
		return;
	if (was_removed_before(jail, name))
		(void)add(jail, name);
	/* KERNEL: a watch on it would tell IN_OPEN, IN_ACCESS and IN_CLOSE_NOWRITE. */
	if (jail->watched || !is_to_be_listed(removals, &directory))
		return;
	if (add_all(jail, parent) >= FEW_NAMES)
		removals->patience = 1;
	else if (removals->patience < PATIENCE_MAX)
		removals->patience *= 2;
}

void words_expect(struct jail *jail, const struct path_place *place)
{
	const char *name = place->name;

	if (name == NULL && place->rel != NULL) {
		const char *slash = strrchr(place->rel, '/');

		name = slash != NULL ? slash + 1 : place->rel;
	}
	if (name != NULL && words_serve(jail) && jail->words < ENOUGH_PASSING)
		(void)add(jail, name);
}
