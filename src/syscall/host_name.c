/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * sethostname, setdomainname by a faked root: the names are the jail's own (uname.c tells
 * them), the host's stay. Without fake root both are EPERM.
 */
#include <errno.h>

#include "fakeroot/creds.h"
#include "fakeroot/fake_root.h"
#include "syscall/handlers.h"

struct outcome on_set_name(struct call *call)
{
	struct fake_root *fake = call->jail->fake_root;
	struct fake_name name = { .set = true };
	int length = call_int(call, 1);
	int status;

	if (fake == NULL || !creds_capable(call->member->creds, CAP_SYS_ADMIN))
		return outcome_fail(EPERM);
	if (length < 0 || length > FAKE_NAME_MAX)
		return outcome_fail(EINVAL);
	status = call_read(call, call_long(call, 0), name.text, (size_t)length);
	if (status < 0)
		return outcome_fail(status);
	if (table_id(call->row) == CALL_sethostname)
		fake->hostname = name;
	else
		fake->domainname = name;
	return outcome_done(0);
}
