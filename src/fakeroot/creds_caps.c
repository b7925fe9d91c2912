/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* capset(2) and the options of prctl(2), as security/commoncap.c has them. See creds.h. */
#include <errno.h>
#include <linux/prctl.h>
#include <linux/securebits.h>

#include "fakeroot/creds.h"

/* KERNEL: 6.14 (a5874fde3c08): a thread may restrict itself by these without a capability. */
#define SECBIT_EXEC_RESTRICT_FILE_ 0x100U
#define SECBIT_EXEC_DENY_INTERACTIVE_ 0x400U
#define ALL_BITS                                                                                  \
	(SECBIT_NOROOT | SECBIT_NO_SETUID_FIXUP | SECBIT_KEEP_CAPS | SECBIT_NO_CAP_AMBIENT_RAISE | \
	 SECBIT_EXEC_RESTRICT_FILE_ | SECBIT_EXEC_DENY_INTERACTIVE_)
#define ALL_LOCKS (ALL_BITS << 1)
#define UNPRIVILEGED_BITS                                                                         \
	(3U * SECBIT_EXEC_RESTRICT_FILE_ | 3U * SECBIT_EXEC_DENY_INTERACTIVE_)

static bool is_subset(uint64_t part, uint64_t whole)
{
	return (part & ~whole) == 0;
}

static bool is_valid(uint64_t cap)
{
	return cap <= CAP_CHECKPOINT_RESTORE;
}

int creds_capset(struct creds *creds, uint64_t effective, uint64_t permitted,
		 uint64_t inheritable)
{
	struct creds_caps *caps = &creds->caps;

	effective &= CREDS_ALL_CAPS;
	permitted &= CREDS_ALL_CAPS;
	inheritable &= CREDS_ALL_CAPS;
	if (!creds_capable(creds, CAP_SETPCAP) &&
	    !is_subset(inheritable, caps->inheritable | caps->permitted))
		return -EPERM;
	if (!is_subset(inheritable, caps->inheritable | caps->bounding))
		return -EPERM;
	if (!is_subset(permitted, caps->permitted) || !is_subset(effective, permitted))
		return -EPERM;
	caps->effective = effective;
	caps->permitted = permitted;
	caps->inheritable = inheritable;
	caps->ambient &= permitted & inheritable;
	return 0;
}

int creds_bounding_has(const struct creds *creds, uint64_t cap)
{
	if (!is_valid(cap))
		return -EINVAL;
	return (creds->caps.bounding & CREDS_BIT(cap)) != 0;
}

int creds_bounding_drop(struct creds *creds, uint64_t cap)
{
	if (!creds_capable(creds, CAP_SETPCAP))
		return -EPERM;
	if (!is_valid(cap))
		return -EINVAL;
	creds->caps.bounding &= ~CREDS_BIT(cap);
	return 0;
}

int creds_set_securebits(struct creds *creds, uint64_t bits)
{
	const unsigned int old = creds->securebits;

	if ((((old & ALL_LOCKS) >> 1) & (old ^ bits)) != 0 || (old & ALL_LOCKS & ~bits) != 0 ||
	    (bits & ~(uint64_t)(ALL_LOCKS | ALL_BITS)) != 0)
		return -EPERM;
	if (!creds_capable(creds, CAP_SETPCAP) &&
	    (old == bits || !is_subset(old ^ bits, UNPRIVILEGED_BITS)))
		return -EPERM;
	creds->securebits = (unsigned int)bits;
	return 0;
}

int creds_set_keepcaps(struct creds *creds, uint64_t keep)
{
	if (keep > 1)
		return -EINVAL;
	if ((creds->securebits & SECBIT_KEEP_CAPS_LOCKED) != 0)
		return -EPERM;
	creds->securebits &= ~SECBIT_KEEP_CAPS;
	creds->securebits |= keep != 0 ? SECBIT_KEEP_CAPS : 0;
	return 0;
}

int creds_ambient(struct creds *creds, uint64_t operation, uint64_t cap)
{
	struct creds_caps *caps = &creds->caps;

	if (operation == PR_CAP_AMBIENT_CLEAR_ALL) {
		if (cap != 0)
			return -EINVAL;
		caps->ambient = 0;
		return 0;
	}
	if (!is_valid(cap))
		return -EINVAL;
	switch (operation) {
	case PR_CAP_AMBIENT_IS_SET:
		return (caps->ambient & CREDS_BIT(cap)) != 0;
	case PR_CAP_AMBIENT_RAISE:
		if ((caps->permitted & caps->inheritable & CREDS_BIT(cap)) == 0 ||
		    (creds->securebits & SECBIT_NO_CAP_AMBIENT_RAISE) != 0)
			return -EPERM;
		caps->ambient |= CREDS_BIT(cap);
		return 0;
	case PR_CAP_AMBIENT_LOWER:
		caps->ambient &= ~CREDS_BIT(cap);
		return 0;
	default:
		return -EINVAL;
	}
}
