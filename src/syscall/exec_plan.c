/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Writes exec plans into slots; see exec_plan.h. Never writes beyond slot->data. */
#include "syscall/exec_plan.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

static struct gate_plan *plan_of(struct gate_slot *slot)
{
	return (struct gate_plan *)(void *)slot->data;
}

static int put_string(struct gate_slot *slot, const char *string, uint32_t *ret_offset)
{
	struct gate_plan *plan = plan_of(slot);
	size_t size = strlen(string) + 1;

	if (size > sizeof(slot->data) - plan->size)
		return -E2BIG;
	memcpy(slot->data + plan->size, string, size);
	*ret_offset = plan->size;
	plan->size += (uint32_t)size;
	return 0;
}

void exec_plan_begin(struct gate_slot *slot, uint32_t flags)
{
	struct gate_plan *plan = plan_of(slot);

	*plan = (struct gate_plan){
		.magic = GATE_PLAN_MAGIC,
		.program.fd = -1,
		.interpreter.fd = -1,
		.flags = flags,
		.size = sizeof(*plan),
	};
}

void exec_plan_add_flags(struct gate_slot *slot, uint32_t flags)
{
	plan_of(slot)->flags |= flags;
}

void exec_plan_set_capable(struct gate_slot *slot, uint64_t capable)
{
	struct gate_plan *plan = plan_of(slot);

	plan->capable = capable;
	plan->flags |= GATE_PLAN_CAPABLE;
}

void exec_plan_set_ids(struct gate_slot *slot, const uint32_t ids[GATE_PLAN_ID_COUNT])
{
	struct gate_plan *plan = plan_of(slot);

	memcpy(plan->ids, ids, sizeof(plan->ids));
	plan->flags |= GATE_PLAN_IDS;
}

bool exec_plan_is_inside(const struct gate_slot *slot)
{
	return (((const struct gate_plan *)(const void *)slot->data)->flags & GATE_PLAN_INSIDE) !=
	       0;
}

bool exec_plan_set_joined(struct gate_slot *slot, uint32_t base, uint32_t entry,
			  const struct gate_patch *patches, unsigned int count)
{
	struct gate_plan *plan = plan_of(slot);
	const uint32_t alignment = _Alignof(struct gate_patch);
	uint32_t start = (plan->size + alignment - 1) & ~(alignment - 1);
	size_t size = count * sizeof(*patches);

	if (start > sizeof(slot->data) || size > sizeof(slot->data) - start)
		return false;
	memcpy(slot->data + start, patches, size);
	plan->joined = base;
	plan->joined_entry = entry;
	plan->patches = start;
	plan->patch_count = count;
	plan->size = start + (uint32_t)size;
	return true;
}

int exec_plan_set_name(struct gate_slot *slot, const char *execfn, const char *comm)
{
	struct gate_plan *plan = plan_of(slot);

	memset(plan->comm, 0, sizeof(plan->comm));
	memcpy(plan->comm, comm, strnlen(comm, sizeof(plan->comm) - 1));
	return put_string(slot, execfn, &plan->execfn);
}

int exec_plan_add_script(struct gate_slot *slot, const char *interpreter, const char *argument,
			 const char *path)
{
	struct gate_plan *plan = plan_of(slot);
	uint32_t words[3];
	uint32_t count = 0;
	/* In a chain the first word is the inner script's path already. */
	uint32_t kept = plan->word_count;
	int status = put_string(slot, interpreter, &words[count++]);

	if (status == 0 && argument != NULL)
		status = put_string(slot, argument, &words[count++]);
	if (status == 0 && kept == 0)
		status = put_string(slot, path, &words[count++]);
	if (status < 0)
		return status;
	if (count + kept > GATE_PLAN_WORDS_MAX)
		return -E2BIG;
	memmove(plan->words + count, plan->words, kept * sizeof(plan->words[0]));
	memcpy(plan->words, words, count * sizeof(words[0]));
	plan->word_count = plan->words_before = count + kept;
	plan->drop_words = 1;
	return 0;
}

int exec_plan_add_emulator(struct gate_slot *slot, const char *const *words, unsigned int count,
			   const char *path)
{
	struct gate_plan *plan = plan_of(slot);
	uint32_t kept = plan->word_count;
	uint32_t added = count + 1;
	int status = 0;

	if (added + kept > GATE_PLAN_WORDS_MAX)
		return -E2BIG;
	memmove(plan->words + added, plan->words, kept * sizeof(plan->words[0]));
	for (unsigned int i = 0; i < count && status == 0; i++)
		status = put_string(slot, words[i], &plan->words[i]);
	/* A script's interpreter: its name is argv[0], which the guest did not give. */
	if (status == 0 && kept > 0)
		plan->words[count] = plan->words[added];
	else if (status == 0)
		status = put_string(slot, path, &plan->words[count]);
	plan->word_count = added + kept;
	plan->words_before = kept > 0 ? plan->word_count : count;
	plan->words_hidden = added;
	return status;
}

static struct gate_plan_file *file_of(struct gate_slot *slot, enum exec_plan_role role)
{
	struct gate_plan *plan = plan_of(slot);

	return role == EXEC_PLAN_PROGRAM ? &plan->program : &plan->interpreter;
}

void exec_plan_set_fd(struct gate_slot *slot, enum exec_plan_role role, dev_t dev, ino_t ino,
		      int fd)
{
	*file_of(slot, role) = (struct gate_plan_file){
		.dev = dev,
		.ino = ino,
		.fd = fd,
		.mount_fd = -1,
		.present = 1,
	};
}

int exec_plan_set_window(struct gate_slot *slot, enum exec_plan_role role, dev_t dev, ino_t ino,
			 int mount_fd, const char *path)
{
	struct gate_plan_file *file = file_of(slot, role);

	*file = (struct gate_plan_file){
		.dev = dev,
		.ino = ino,
		.fd = -1,
		.mount_fd = mount_fd,
		.present = 1,
	};
	return put_string(slot, path, &file->path);
}
