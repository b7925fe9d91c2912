/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See ids_caps.h. The kernel is asked for nothing: the host's capabilities are none. */
#include "syscall/ids_caps.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/prctl.h>
#include <linux/securebits.h>

#include "fakeroot/creds.h"
#include "syscall/inside.h"
#include "syscall/target.h"

/*
 * KERNEL: cap_validate_magic(): *ret_words is how many words each set has. An unknown version
 * is answered with the one to use: -EINVAL.
 */
static int read_version(struct call *call, struct __user_cap_header_struct *header,
			unsigned int *ret_words)
{
	const uint32_t preferred = _LINUX_CAPABILITY_VERSION_3;
	uint64_t address = call_long(call, 0);
	int status = call_read(call, address, &header->version, sizeof(header->version));

	if (status < 0)
		return status;
	switch (header->version) {
	case _LINUX_CAPABILITY_VERSION_1:
		*ret_words = _LINUX_CAPABILITY_U32S_1;
		return 0;
	case _LINUX_CAPABILITY_VERSION_2:
	case _LINUX_CAPABILITY_VERSION_3:
		*ret_words = _LINUX_CAPABILITY_U32S_3;
		return 0;
	default:
		status = call_write(call, address, &preferred, sizeof(preferred));
		return status < 0 ? status : -EINVAL;
	}
}

static int read_pid(struct call *call, struct __user_cap_header_struct *header)
{
	uint64_t address = call_long(call, 0) + sizeof(header->version);

	return call_read(call, address, &header->pid, sizeof(header->pid));
}

static const struct creds *creds_of(struct call *call, pid_t pid)
{
	const struct member *member;

	if (pid == 0 || pid == call->tracee->tid)
		return call->member->creds;
	member = jail_find_member(call->jail, pid);
	return member == NULL ? NULL : member->creds;
}

struct outcome ids_capget(struct call *call)
{
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
	struct __user_cap_header_struct header;
	const struct creds *creds;
	unsigned int words = 0;
	bool wants_data = call_long(call, 1) != 0;
	int status = read_version(call, &header, &words);

	if (status == 0 && wants_data)
		status = read_pid(call, &header);
	if (!wants_data && (status == 0 || status == -EINVAL))
		return outcome_done(0);
	if (status == 0 && header.pid < 0)
		status = -EINVAL;
	if (status < 0)
		return outcome_fail(status);
	creds = creds_of(call, header.pid);
	if (creds == NULL)
		return outcome_fail(ESRCH);
	for (unsigned int i = 0; i < words; i++)
		data[i] = (struct __user_cap_data_struct){
			.effective = (uint32_t)(creds->caps.effective >> (32 * i)),
			.permitted = (uint32_t)(creds->caps.permitted >> (32 * i)),
			.inheritable = (uint32_t)(creds->caps.inheritable >> (32 * i)),
		};
	return outcome_status(
		call_write(call, call_long(call, 1), data, words * sizeof(data[0])));
}

struct outcome ids_capset(struct call *call)
{
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { { 0 } };
	struct __user_cap_header_struct header;
	struct creds next;
	unsigned int words = 0;
	int status = read_version(call, &header, &words);

	if (status == 0)
		status = read_pid(call, &header);
	if (status == 0 && header.pid != 0 && header.pid != call->tracee->tid)
		status = -EPERM;
	if (status == 0)
		status = call_read(call, call_long(call, 1), data, words * sizeof(data[0]));
	if (status < 0)
		return outcome_fail(status);
	next = *call->member->creds;
	status = creds_capset(&next, data[0].effective | (uint64_t)data[1].effective << 32,
			      data[0].permitted | (uint64_t)data[1].permitted << 32,
			      data[0].inheritable | (uint64_t)data[1].inheritable << 32);
	if (status == 0)
		status = inside_follow_creds(call, &next);
	if (status == -EAGAIN)
		return (struct outcome){ .kind = OUTCOME_RETRY };
	if (status == 0)
		*call->member->creds = next;
	return outcome_status(status);
}

struct outcome on_capset(struct call *call)
{
	return call->member->creds == NULL ? outcome_native() : ids_capset(call);
}

static bool rest_is_zero(const struct call *call, unsigned int from)
{
	for (unsigned int i = from; i <= 4; i++) {
		if (call_long(call, i) != 0)
			return false;
	}
	return true;
}

static struct outcome ambient(struct call *call, struct creds *creds)
{
	if (!rest_is_zero(call, 3))
		return outcome_fail(EINVAL);
	return outcome_status(creds_ambient(creds, call_long(call, 1), call_long(call, 2)));
}

bool ids_prctl(struct call *call, struct outcome *ret_outcome)
{
	struct creds *creds = call->member->creds;
	uint64_t value = call_long(call, 1);

	if (creds == NULL)
		return false;
	switch (call_int(call, 0)) {
	case PR_GET_KEEPCAPS:
		*ret_outcome = outcome_done((creds->securebits & SECBIT_KEEP_CAPS) != 0);
		return true;
	case PR_SET_KEEPCAPS:
		*ret_outcome = outcome_status(creds_set_keepcaps(creds, value));
		return true;
	case PR_GET_SECUREBITS:
		*ret_outcome = outcome_done(creds->securebits);
		return true;
	case PR_SET_SECUREBITS:
		*ret_outcome = outcome_status(creds_set_securebits(creds, value));
		return true;
	case PR_CAPBSET_READ:
		*ret_outcome = outcome_status(creds_bounding_has(creds, value));
		return true;
	case PR_CAPBSET_DROP:
		*ret_outcome = outcome_status(creds_bounding_drop(creds, value));
		return true;
	case PR_CAP_AMBIENT:
		*ret_outcome = ambient(call, creds);
		return true;
	default:
		return false;
	}
}
