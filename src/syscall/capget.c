/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * capget: the process is named in memory, so the header is copied into the slot and the
 * kernel reads it there. A header of an unknown version is answered here, because the
 * kernel would write into it.
 */
#include <errno.h>
#include <linux/capability.h>
#include <string.h>

#include "syscall/ids_caps.h"
#include "syscall/target.h"

static struct outcome tell_version(struct call *call, struct __user_cap_header_struct header)
{
	int status;

	header.version = _LINUX_CAPABILITY_VERSION_3;
	status = call_write(call, call_long(call, 0), &header, sizeof(header.version));
	if (status < 0)
		return outcome_fail(status);
	return call_long(call, 1) == 0 ? outcome_done(0) : outcome_fail(EINVAL);
}

struct outcome on_capget(struct call *call)
{
	struct __user_cap_header_struct header;
	uint64_t args[6] = { 0, call_long(call, 1) };
	struct slot *slot;
	int status;

	if (call->jail->fake_root != NULL)
		return ids_capget(call);
	status = call_read(call, call_long(call, 0), &header, sizeof(header));
	if (status < 0)
		return outcome_fail(status);
	if (header.version != _LINUX_CAPABILITY_VERSION_1 &&
	    header.version != _LINUX_CAPABILITY_VERSION_2 &&
	    header.version != _LINUX_CAPABILITY_VERSION_3)
		return tell_version(call, header);
	if (header.pid < 0)
		return outcome_fail(EINVAL);
	if (header.pid != 0 && target_find(call, header.pid) == TARGET_NONE)
		return outcome_fail(ESRCH);
	slot = call_slot(call);
	if (slot == NULL)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	memcpy(slot->memory->data, &header, sizeof(header));
	args[0] = slot_address(slot, slot->memory->data);
	return target_call_held(call, CALL_capget, args);
}
