/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See fake_root.h. */
#include "fakeroot/fake_root.h"

#include <unistd.h>

#include "fakeroot/creds.h"
#include "fakeroot/owners.h"

struct fake_root *fake_root_new(TALLOC_CTX *ctx, uid_t uid, gid_t gid)
{
	struct fake_root *fake = talloc_zero(ctx, struct fake_root);
	struct owners_identity identity;

	if (fake == NULL)
		return NULL;
	fake->host_uid = geteuid();
	fake->host_gid = getegid();
	fake->first = creds_new(fake, uid, gid == (gid_t)-1 ? fake->host_gid : gid);
	identity = (struct owners_identity){ fake->host_uid, fake->host_gid, uid,
					     gid == (gid_t)-1 ? fake->host_gid : gid };
	fake->owners = owners_new(fake, &identity);
	if (fake->first == NULL || fake->owners == NULL) {
		talloc_free(fake);
		return NULL;
	}
	return fake;
}
