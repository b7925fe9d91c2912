/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See fake_root.h. */
#include "fakeroot/fake_root.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "fakeroot/creds.h"
#include "fakeroot/owners.h"

/* KERNEL: fs.mount-max is 100,000; each lookup of one looks at all. */
#define MOUNTS_MOST 4096U

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

bool fake_root_makes_plain(const struct fake_root *fake, const struct creds *creds)
{
	return creds->uid.fs == fake->first->uid.fs && creds->gid.fs == fake->first->gid.fs;
}

static void free_strings(struct fake_mount *mount)
{
	talloc_free(mount->point);
	talloc_free(mount->source);
	talloc_free(mount->type);
}

int fake_root_mount(struct fake_root *fake, const struct fake_mount *mount)
{
	struct fake_mount *mounts;

	if (fake->mount_count == MOUNTS_MOST)
		return -ENOSPC;
	mounts = talloc_realloc(fake, fake->mounts, struct fake_mount, fake->mount_count + 1);
	if (mounts == NULL)
		return -ENOMEM;
	fake->mounts = mounts;
	mounts += fake->mount_count;
	*mounts = *mount;
	mounts->point = talloc_strdup(fake, mount->point);
	mounts->source = talloc_strdup(fake, mount->source);
	mounts->type = mount->type == NULL ? NULL : talloc_strdup(fake, mount->type);
	if (mounts->point == NULL || mounts->source == NULL ||
	    (mount->type != NULL && mounts->type == NULL)) {
		free_strings(mounts);
		return -ENOMEM;
	}
	fake->mount_count++;
	return 0;
}

struct fake_mount *fake_root_mount_at(struct fake_root *fake, dev_t dev, ino_t ino)
{
	for (size_t i = fake->mount_count; i-- > 0;)
		if (fake->mounts[i].ino == ino && fake->mounts[i].dev == dev)
			return &fake->mounts[i];
	return NULL;
}

int fake_root_unmount(struct fake_root *fake, const struct fake_mount *mount)
{
	struct fake_mount *undone = fake_root_mount_at(fake, mount->dev, mount->ino);
	size_t later;

	if (undone == NULL)
		return -EINVAL;
	free_strings(undone);
	later = (size_t)(fake->mounts + fake->mount_count - (undone + 1));
	memmove(undone, undone + 1, later * sizeof(*undone));
	fake->mount_count--;
	return 0;
}
