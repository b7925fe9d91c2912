/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Making, copying and freeing of creds.h's credentials; groups are shared until they change. */
#include "fakeroot/creds.h"

static int release_groups(struct creds *creds)
{
	if (creds->groups != NULL && --creds->groups->users == 0)
		talloc_free(creds->groups);
	creds->groups = NULL;
	return 0;
}

struct creds *creds_new(TALLOC_CTX *ctx, uid_t uid, gid_t gid)
{
	struct creds *creds = talloc_zero(ctx, struct creds);

	if (creds == NULL)
		return NULL;
	creds->uid = (struct creds_ids){ uid, uid, uid, uid };
	creds->gid = (struct creds_ids){ gid, gid, gid, gid };
	creds->caps.bounding = CREDS_ALL_CAPS;
	if (uid == 0)
		creds->caps.permitted = creds->caps.effective = CREDS_ALL_CAPS;
	talloc_set_destructor(creds, release_groups);
	return creds;
}

struct creds *creds_copy(TALLOC_CTX *ctx, const struct creds *creds)
{
	struct creds *copy = talloc_memdup(ctx, creds, sizeof(*creds));

	if (copy == NULL)
		return NULL;
	if (copy->groups != NULL)
		copy->groups->users++;
	talloc_set_destructor(copy, release_groups);
	return copy;
}

void creds_free(struct creds *creds)
{
	talloc_free(creds);
}
