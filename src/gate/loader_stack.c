/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The guest's initial stack. KERNEL: create_elf_tables() leaves, from low to high,
 *
 *   sp -> argc | argv.. 0 | envp.. 0 | auxv.. AT_NULL | random bytes, platform | gap
 *   arg_start -> argument strings | env_start -> environment strings
 *   env_end -> file name of the exec | 8 zero bytes
 *
 * A plan puts words in place of the first arguments. Their strings go right below the
 * arguments that stay, so that /proc/PID/cmdline shows them; the file name goes below
 * those; the lower part moves down to make room. Every piece moves down or stays, so
 * they are moved from the lowest to the highest.
 */
#include "gate/gate.h"
#include "gate/loader.h"

/* Keeps the compiler from making a call of memcpy() out of the loop that is memcpy(). */
#define KEEP_LOOP(pointer) __asm__("" : "+r"(pointer))

size_t strlen(const char *string)
{
	const char *end = string;

	while (*end != '\0') {
		end++;
		KEEP_LOOP(end);
	}
	return (size_t)(end - string);
}

void *memset(void *to, int byte, size_t size)
{
	unsigned char *bytes = to;
	unsigned char *end = bytes + size;
	unsigned long word = (unsigned char)byte * (~0UL / 255);

	while (bytes < end && ((unsigned long)bytes & (sizeof(word) - 1)) != 0) {
		KEEP_LOOP(bytes);
		*bytes++ = (unsigned char)byte;
	}
	for (; end - bytes >= (long)sizeof(word); bytes += sizeof(word)) {
		KEEP_LOOP(bytes);
		*(unsigned long *)bytes = word;
	}
	while (bytes < end) {
		KEEP_LOOP(bytes);
		*bytes++ = (unsigned char)byte;
	}
	return to;
}

void *memcpy(void *to, const void *from, size_t size)
{
	unsigned char *out = to;
	const unsigned char *in = from;

	while (size-- > 0) {
		KEEP_LOOP(out);
		*out++ = *in++;
	}
	return to;
}

/* Ascending, hence right for overlapping pieces that move down. */
static void move_down(unsigned long *to, const unsigned long *from, unsigned long words)
{
	while (words-- > 0) {
		KEEP_LOOP(to);
		*to++ = *from++;
	}
}

void loader_read_stack(unsigned long *sp, struct loader_stack *ret_stack)
{
	unsigned long argc = sp[0];
	unsigned long **envp = (unsigned long **)sp + argc + 2;
	unsigned long envc = 0;

	while (envp[envc] != NULL)
		envc++;
	ret_stack->sp = sp;
	ret_stack->auxv = (unsigned long *)envp + envc + 1;
	ret_stack->auxv_words = 2;
	for (unsigned long *pair = ret_stack->auxv; pair[0] != AT_NULL; pair += 2)
		ret_stack->auxv_words += 2;
	ret_stack->env_end = loader_auxv(ret_stack, AT_EXECFN);
	if (ret_stack->env_end == 0)
		loader_kill();
	ret_stack->env_start = envc > 0 ? (unsigned long)envp[0] : ret_stack->env_end;
	ret_stack->arg_end = ret_stack->env_start;
	ret_stack->arg_start = argc > 0 ? sp[1] : ret_stack->arg_end;
}

unsigned long loader_auxv(const struct loader_stack *stack, unsigned long type)
{
	for (const unsigned long *pair = stack->auxv; pair[0] != AT_NULL; pair += 2)
		if (pair[0] == type)
			return pair[1];
	return 0;
}

void loader_set_auxv(struct loader_stack *stack, unsigned long type, unsigned long value)
{
	for (unsigned long *pair = stack->auxv; pair[0] != AT_NULL; pair += 2)
		if (pair[0] == type)
			pair[1] = value;
}

static const char *plan_string(const struct gate_plan *plan, uint32_t offset)
{
	return (const char *)plan + offset;
}

static void lower_auxv(struct loader_stack *stack, unsigned long type, unsigned long by)
{
	unsigned long value = loader_auxv(stack, type);

	if (value != 0)
		loader_set_auxv(stack, type, value - by);
}

/* Writes the words' strings upwards from `at` and their addresses to `vector`. */
static void put_words(const struct gate_plan *plan, char *at, unsigned long *vector)
{
	for (uint32_t i = 0; i < plan->word_count; i++) {
		const char *word = plan_string(plan, plan->words[i]);
		size_t size = strlen(word) + 1;

		memcpy(at, word, size);
		vector[i] = (unsigned long)at;
		at += size;
	}
}

static unsigned long words_size(const struct gate_plan *plan)
{
	unsigned long size = 0;

	for (uint32_t i = 0; i < plan->word_count; i++)
		size += strlen(plan_string(plan, plan->words[i])) + 1;
	return size;
}

void loader_edit_stack(struct loader_stack *stack, const struct gate_plan *plan)
{
	unsigned long *old_argv = stack->sp + 1;
	unsigned long argc = stack->sp[0];
	unsigned long drop = plan->drop_words < argc ? plan->drop_words : argc;
	unsigned long kept = argc - drop;
	unsigned long *old_envp = old_argv + argc + 1;
	unsigned long *old_end = stack->auxv + stack->auxv_words;
	unsigned long tail_words = (unsigned long)(old_end - old_envp);
	const char *execfn = plan_string(plan, plan->execfn);
	unsigned long execfn_size = strlen(execfn) + 1;
	unsigned long kept_at = kept > 0 ? old_argv[drop] : stack->arg_end;
	unsigned long words_at = kept_at - words_size(plan);
	unsigned long execfn_at = words_at - execfn_size;
	/* The end of the random bytes and the platform's name, and how far they go down. */
	unsigned long misc_end = stack->arg_start & ~15UL;
	unsigned long misc_at = (unsigned long)old_end;
	unsigned long by = execfn_at < misc_end ? (misc_end - execfn_at + 15) & ~15UL : 0;
	unsigned long new_argc = plan->word_count + kept;
	unsigned long vector_words = 1 + new_argc + 1 + tail_words;
	unsigned long *new_sp = (unsigned long *)((misc_at - by - vector_words * sizeof(long)) &
						  ~15UL);

	move_down(new_sp + 1 + plan->word_count, old_argv + drop, kept);
	move_down(new_sp + 1 + new_argc + 1, old_envp, tail_words);
	new_sp[0] = new_argc;
	new_sp[1 + new_argc] = 0;
	move_down((unsigned long *)(misc_at - by), (unsigned long *)misc_at,
		  (misc_end - misc_at) / sizeof(long));
	put_words(plan, (char *)words_at, new_sp + 1);
	memcpy((void *)execfn_at, execfn, execfn_size);

	stack->sp = new_sp;
	stack->auxv = new_sp + 1 + new_argc + 1 + (stack->auxv - old_envp);
	stack->arg_start = words_at;
	lower_auxv(stack, AT_RANDOM, by);
	lower_auxv(stack, AT_PLATFORM, by);
	lower_auxv(stack, AT_BASE_PLATFORM, by);
	/* The kernel's own name for what it executed: /dev/fd/N. */
	memset((void *)stack->env_end, 0, strlen((const char *)stack->env_end));
	loader_set_auxv(stack, AT_EXECFN, execfn_at);
}
