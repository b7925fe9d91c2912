/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Any sequence of calls with any arguments and any memory, which may change at every look:
 * the handlers that decode paths, open_how, sockaddr, msghdr, argv, timespecs and so on
 * keep to their own memory, change and tell nothing outside, and give the kernel nothing
 * to read that the guest could write.
 */
#include "fake_guest.h"

#include <fcntl.h>

#include "syscall/table.h"

#define CALLS_MAX 8U
#define NUMBERS   512 /* of calls: as high as they go */

/* Not these: they would act on processes of the machine, or on names that all of it shares. */
static bool is_left_out(enum handler_id handler)
{
	static const enum handler_id left_out[] = {
		HANDLER_kill,	  HANDLER_tkill,    HANDLER_tgkill, HANDLER_sigqueue,
		HANDLER_pidfd_signal, HANDLER_prlimit, HANDLER_sched, HANDLER_priority,
		HANDLER_ioprio,	  HANDLER_sysvipc,  HANDLER_mq,
	};

	for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++) {
		if (left_out[i] == handler)
			return true;
	}
	return false;
}

static uint64_t make_argument(struct input *input)
{
	uint8_t kind = input_byte(input);
	uint64_t value = input_byte(input);

	value |= (uint64_t)input_byte(input) << 8;
	switch (kind % 8) {
	case 0:
	case 1:
	case 2:
		return GUEST_MEMORY + value % (GUEST_MEMORY_SIZE + 8);
	case 3:
		return value % 8; /* the stand-in's descriptors, small flags */
	case 4:
		return (uint64_t)(int64_t)AT_FDCWD;
	case 5:
		return value;
	case 6:
		return value << (kind >> 3);
	default:
		return UINT64_MAX - value;
	}
}

struct planned {
	long sysno;
	uint64_t args[6];
};

static unsigned int read_calls(struct input *input, struct planned calls[CALLS_MAX])
{
	unsigned int count = 1 + input_byte(input) % CALLS_MAX;

	for (unsigned int i = 0; i < count; i++) {
		long number = input_byte(input);
		const struct syscall_row *row;

		number = (number | (long)input_byte(input) << 8) % NUMBERS;
		/* The next one that is judged at all. */
		while (row = table_by_number(table_native_arch(), number),
		       row == NULL || row->handler == HANDLER_none || is_left_out(row->handler))
			number = (number + 1) % NUMBERS;
		calls[i].sysno = number;
		for (unsigned int k = 0; k < 6; k++)
			calls[i].args[k] = make_argument(input);
	}
	return count;
}

/* The rest of the input; of two halves where it changes. */
static void fill_memory(struct input *input)
{
	size_t size = guest.memory_changes ? input->left / 2 : input->left;

	memset(guest.memory, 0, sizeof(guest.memory));
	memset(guest.other, 0, sizeof(guest.other));
	input_copy(input, guest.memory, size < sizeof(guest.memory) ? size : sizeof(guest.memory));
	size = input->left < sizeof(guest.other) ? input->left : sizeof(guest.other);
	input_copy(input, guest.other, size);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	guest_setup();
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct planned calls[CALLS_MAX];
	unsigned int count;
	uint8_t answers[32];

	guest_begin(&input);
	guest.memory_changes = (input_byte(&input) & 1) != 0;
	count = read_calls(&input, calls);
	input_copy(&input, answers, sizeof(answers));
	guest.answers = (struct input){ answers, sizeof(answers) };
	fill_memory(&input);
	for (unsigned int i = 0; i < count; i++)
		(void)guest_call(calls[i].sysno, calls[i].args);
	guest_check();
	return 0;
}
