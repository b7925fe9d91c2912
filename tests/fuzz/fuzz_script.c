/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Any bytes as a script's head: the words come from the first line and end. */
#include <errno.h>

#include "fuzz.h"
#include "syscall/script.h"

static int is_within(const char *word, const char *head, size_t size)
{
	return memmem(head, size, word, strlen(word)) != NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size < SCRIPT_HEAD_SIZE ? size : SCRIPT_HEAD_SIZE };
	char *head = input_rest(&input, 0);
	struct script *script = malloc(sizeof(*script));
	int status;

	INSIST(script != NULL);
	memset(script, 0xff, sizeof(*script));
	status = script_parse(head, input.left, script);
	INSIST(status == 0 || status == -ENOEXEC);
	if (status == 0) {
		INSIST(input.left >= 2 && memcmp(head, "#!", 2) == 0);
		INSIST(memchr(script->interpreter, '\0', sizeof(script->interpreter)) != NULL);
		INSIST(memchr(script->argument, '\0', sizeof(script->argument)) != NULL);
		INSIST(strpbrk(script->interpreter, " \t\n") == NULL);
		INSIST(strchr(script->argument, '\n') == NULL);
		INSIST(is_within(script->interpreter, head, input.left));
		INSIST(is_within(script->argument, head, input.left));
		INSIST((script->argument[0] != '\0') <= script->has_argument);
	}
	free(script);
	free(head);
	return 0;
}
