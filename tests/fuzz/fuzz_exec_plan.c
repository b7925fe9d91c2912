/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Any sequence of additions to a plan: it stays inside its slot, and every offset in it,
 * which the loader will follow, leads to a string that ends in there.
 */
#include <errno.h>

#include "fuzz.h"
#include "syscall/exec_plan.h"

static void check_string(const struct gate_slot *slot, uint32_t offset)
{
	const struct gate_plan *plan = (const struct gate_plan *)(const void *)slot->data;

	if (offset == 0)
		return;
	INSIST(offset >= sizeof(*plan) && offset < plan->size);
	INSIST(memchr(slot->data + offset, '\0', plan->size - offset) != NULL);
}

static void check_plan(const struct gate_slot *slot)
{
	const struct gate_plan *plan = (const struct gate_plan *)(const void *)slot->data;

	INSIST(plan->magic == GATE_PLAN_MAGIC);
	INSIST(plan->size >= sizeof(*plan) && plan->size <= sizeof(slot->data));
	INSIST(plan->word_count <= GATE_PLAN_WORDS_MAX && plan->drop_words <= 1);
	INSIST(memchr(plan->comm, '\0', sizeof(plan->comm)) != NULL);
	for (uint32_t i = 0; i < plan->word_count; i++) {
		INSIST(plan->words[i] != 0);
		check_string(slot, plan->words[i]);
	}
	check_string(slot, plan->execfn);
	check_string(slot, plan->program.path);
	check_string(slot, plan->interpreter.path);
}

static int add(struct gate_slot *slot, struct input *input)
{
	uint8_t kind = input_byte(input);
	enum exec_plan_role role = kind & 0x40 ? EXEC_PLAN_INTERPRETER : EXEC_PLAN_PROGRAM;
	unsigned int repeat = 1 + (input_byte(input) & 63U);
	char *word = input_string(input, 255);
	char *long_word = malloc(strlen(word) * repeat + 1);
	int status = 0;

	INSIST(long_word != NULL);
	long_word[0] = '\0';
	for (unsigned int i = 0; i < repeat && (kind & 0x20); i++)
		(void)strcpy(long_word + i * strlen(word), word);
	switch (kind & 3) {
	case 0:
		status = exec_plan_set_name(slot, long_word, word);
		break;
	case 1:
		status = exec_plan_add_script(slot, word, kind & 0x10 ? long_word : NULL,
					      long_word);
		break;
	case 2:
		exec_plan_set_fd(slot, role, 1, 2, kind);
		break;
	case 3:
		status = exec_plan_set_window(slot, role, 1, 2, kind, long_word);
		break;
	}
	free(long_word);
	free(word);
	return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct gate_slot *slot = malloc(sizeof(*slot));

	INSIST(slot != NULL);
	memset(slot, 0xff, sizeof(*slot));
	exec_plan_begin(slot, input_byte(&input));
	check_plan(slot);
	while (input.left > 0) {
		int status = add(slot, &input);

		INSIST(status == 0 || status == -E2BIG);
		check_plan(slot);
	}
	free(slot);
	return 0;
}
