/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * The guest's initial stack. KERNEL: create_elf_tables() leaves, from low to high,
 *
 *   sp -> argc | argv.. 0 | envp.. 0 | auxv.. AT_NULL | random bytes, platform | gap
 *   arg_start -> argument strings | env_start -> environment strings
 *   env_end -> file name of the exec | 8 zero bytes
 *
 * A plan has another file name, so all strings shift (up or down) for it to end where
 * the kernel's did; and words in place of the first arguments, whose strings go right
 * below the arguments that stay, so that /proc/PID/cmdline shows them. What lies below
 * the strings moves down to make room; it goes first, its lowest piece before the others.
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

/* A word at any address. */
typedef unsigned long loose_word __attribute__((aligned(1), may_alias));

/* Overlapping pieces, in the direction that reads before it overwrites. */
static void move_bytes(char *to, const char *from, unsigned long size)
{
	const unsigned long word = sizeof(loose_word);

	if (to < from) {
		for (; size >= word; size -= word, to += word, from += word)
			*(loose_word *)to = *(const loose_word *)from;
		for (; size > 0; size--, to++, from++) {
			KEEP_LOOP(to);
			*to = *from;
		}
	} else if (to > from) {
		for (; size >= word; size -= word)
			*(loose_word *)(to + size - word) =
				*(const loose_word *)(from + size - word);
		for (; size > 0; size--) {
			KEEP_LOOP(to);
			to[size - 1] = from[size - 1];
		}
	}
}

static void move_words(unsigned long *to, const unsigned long *from, unsigned long words)
{
	move_bytes((char *)to, (const char *)from, words * sizeof(*to));
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

/*
 * Writes the words' strings upwards from `at` and their addresses to `vector`, where the
 * arguments that stay begin at [word_count]; the first of them comes between the words.
 */
static void put_words(const struct gate_plan *plan, char *at, unsigned long *vector,
		      unsigned long kept)
{
	uint32_t before = plan->word_count;
	uint32_t gap = 0;

	if (plan->words_before < before && kept > 0) {
		before = plan->words_before;
		gap = 1;
		vector[before] = vector[plan->word_count];
	}
	for (uint32_t i = 0; i < plan->word_count; i++) {
		const char *word = plan_string(plan, plan->words[i]);
		size_t size = strlen(word) + 1;

		memcpy(at, word, size);
		vector[i < before ? i : i + gap] = (unsigned long)at;
		at += size;
	}
}

/* Of the strings of the first `count` words. */
static unsigned long words_size(const struct gate_plan *plan, uint32_t count)
{
	unsigned long size = 0;

	for (uint32_t i = 0; i < count; i++)
		size += strlen(plan_string(plan, plan->words[i])) + 1;
	return size;
}

/* Where everything goes. All numbers are addresses or words of the guest's stack. */
struct layout {
	unsigned long drop, kept; /* leading arguments that go, and those that stay */
	unsigned long kept_at;    /* old address of the first string that stays */
	unsigned long shift;      /* to be added to the strings' addresses */
	unsigned long words_at;   /* new address of the first string */
	unsigned long misc_at;    /* random bytes and platform's name: old address, */
	unsigned long misc_end;   /* old end, */
	unsigned long misc_by;    /* and how far they move down */
	unsigned long tail_words; /* of envp and auxv, both NULLs included */
	unsigned long new_argc;
	unsigned long *new_sp;
};

static void plan_layout(const struct loader_stack *stack, const struct gate_plan *plan,
			struct layout *ret)
{
	unsigned long *old_argv = stack->sp + 1;
	unsigned long argc = stack->sp[0];
	unsigned long *old_end = stack->auxv + stack->auxv_words;

	ret->drop = plan->drop_words < argc ? plan->drop_words : argc;
	ret->kept = argc - ret->drop;
	ret->kept_at = ret->kept > 0 ? old_argv[ret->drop] : stack->arg_end;
	ret->shift = strlen((const char *)stack->env_end) - strlen(plan_string(plan, plan->execfn));
	ret->words_at = ret->kept_at + ret->shift - words_size(plan, plan->word_count);
	ret->misc_at = (unsigned long)old_end;
	ret->misc_end = stack->arg_start & ~15UL;
	ret->misc_by = 0;
	if (ret->words_at < ret->misc_end)
		ret->misc_by = (ret->misc_end - ret->words_at + 15) & ~15UL;
	ret->tail_words = (unsigned long)(old_end - (old_argv + argc + 1));
	ret->new_argc = plan->word_count + ret->kept;
	ret->new_sp = (unsigned long *)((ret->misc_at - ret->misc_by -
					 (1 + ret->new_argc + 1 + ret->tail_words) * sizeof(long)) &
					~15UL);
}

/* argc, argv, envp, auxv and what lies behind them, still with the old addresses in them. */
static void move_lower_part(struct loader_stack *stack, const struct gate_plan *plan,
			    const struct layout *layout)
{
	unsigned long *old_argv = stack->sp + 1;
	unsigned long *old_envp = old_argv + stack->sp[0] + 1;
	unsigned long *new_argv = layout->new_sp + 1;
	unsigned long *new_envp = new_argv + layout->new_argc + 1;

	move_words(new_argv + plan->word_count, old_argv + layout->drop, layout->kept);
	move_words(new_envp, old_envp, layout->tail_words);
	layout->new_sp[0] = layout->new_argc;
	new_argv[layout->new_argc] = 0;
	move_bytes((char *)layout->misc_at - layout->misc_by, (char *)layout->misc_at,
		   layout->misc_end - layout->misc_at);
	stack->sp = layout->new_sp;
	stack->auxv = new_envp + (stack->auxv - old_envp);
	lower_auxv(stack, AT_RANDOM, layout->misc_by);
	lower_auxv(stack, AT_PLATFORM, layout->misc_by);
	lower_auxv(stack, AT_BASE_PLATFORM, layout->misc_by);
}

/* The strings that stay, the vectors' pointers to them, and the file name behind them. */
static void shift_strings(struct loader_stack *stack, const char *execfn,
			  const struct layout *layout, unsigned long *kept_argv)
{
	move_bytes((char *)(layout->kept_at + layout->shift), (char *)layout->kept_at,
		   stack->env_end - layout->kept_at);
	stack->arg_end += layout->shift;
	stack->env_start += layout->shift;
	stack->env_end += layout->shift;
	memcpy((char *)stack->env_end, execfn, strlen(execfn) + 1);
	for (unsigned long i = 0; i < layout->kept; i++)
		kept_argv[i] += layout->shift;
	for (unsigned long *env = kept_argv + layout->kept + 1; *env != 0; env++)
		*env += layout->shift;
	loader_set_auxv(stack, AT_EXECFN, stack->env_end);
}

void loader_edit_stack(struct loader_stack *stack, const struct gate_plan *plan)
{
	struct layout layout;

	plan_layout(stack, plan, &layout);
	move_lower_part(stack, plan, &layout);
	shift_strings(stack, plan_string(plan, plan->execfn), &layout,
		      stack->sp + 1 + plan->word_count);
	put_words(plan, (char *)layout.words_at, stack->sp + 1, layout.kept);
	stack->arg_start = layout.words_at + words_size(plan, plan->words_hidden);
}
