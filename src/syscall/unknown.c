/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See unknown.h. Keeps at most UNKNOWN_MAX different numbers, so that no guest fills memory. */
#include "syscall/unknown.h"

#include <errno.h>

#include "syscall/handlers.h"

#define UNKNOWN_MAX 256U

struct unknown_calls {
	unsigned int used;
	struct {
		long number;
		uint64_t count;
	} calls[UNKNOWN_MAX];
};

static void count(struct jail *jail, long number)
{
	struct unknown_calls *unknown = jail->unknown;

	if (unknown == NULL)
		unknown = jail->unknown = talloc_zero(jail, struct unknown_calls);
	if (unknown == NULL)
		return;
	for (unsigned int i = 0; i < unknown->used; i++) {
		if (unknown->calls[i].number == number) {
			unknown->calls[i].count++;
			return;
		}
	}
	if (unknown->used == UNKNOWN_MAX)
		return;
	unknown->calls[unknown->used].number = number;
	unknown->calls[unknown->used].count = 1;
	unknown->used++;
}

struct outcome on_unknown(struct call *call)
{
	count(call->jail, call->sysno);
	return outcome_fail(-ENOSYS);
}

void unknown_each(const struct jail *jail, void (*visit)(long number, uint64_t count, void *),
		  void *data)
{
	for (unsigned int i = 0; jail->unknown != NULL && i < jail->unknown->used; i++)
		visit(jail->unknown->calls[i].number, jail->unknown->calls[i].count, data);
}
