/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Any bytes as a state file of faked owners, in either format: a sentence that says what was
 * expected, or a database that writes a file which reads back as the same.
 */
#include <errno.h>

#include "fakeroot/owners_state.h"
#include "fuzz.h"

static const struct owners_identity identity = { .host_uid = 12345, .host_gid = 12345 };

static char *written(struct owners *owners, enum owners_format format, size_t *ret_size)
{
	char *text = NULL;
	FILE *file = open_memstream(&text, ret_size);

	INSIST(file != NULL);
	INSIST(owners_write(file, format, owners) == 0);
	INSIST(fclose(file) == 0);
	return text;
}

/* The order of lines is not kept, their number and their bytes are. */
static void check_again(TALLOC_CTX *ctx, struct owners *owners, enum owners_format format)
{
	struct owners *again = owners_new(ctx, &identity);
	size_t size = 0, size_again = 0;
	char *text = written(owners, format, &size);
	char *fault, *text_again;

	INSIST(again != NULL);
	INSIST(owners_parse(ctx, text, size, format, again, &fault) == 0 && fault == NULL);
	text_again = written(again, format, &size_again);
	INSIST(size == size_again);
	INSIST(owners_have_devices(owners) == owners_have_devices(again));
	free(text);
	free(text_again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	TALLOC_CTX *ctx = talloc_new(NULL);
	enum owners_format format = (input_byte(&input) & 1) != 0 ? OWNERS_FORMAT_FAKEROOT
								  : OWNERS_FORMAT_PTJAIL;
	struct owners *owners = owners_new(ctx, &identity);
	char *text = input_rest(&input, 0);
	char *fault;
	int status;

	INSIST(ctx != NULL && owners != NULL);
	status = owners_parse(ctx, text, input.left, format, owners, &fault);
	if (status == 0) {
		INSIST(fault == NULL);
		check_again(ctx, owners, format);
	} else {
		INSIST(status == -EINVAL && fault != NULL);
		INSIST(strstr(fault, "expected ") != NULL && strchr(fault, '\n') == NULL);
	}
	free(text);
	talloc_free(ctx);
	return 0;
}
