/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Who calls: faked.h. */
#include "faked.h"

#include <grp.h>
#include <linux/capability.h>
#include <stddef.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOBODY 65534

static void keep_only(unsigned long long caps)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];

	/* A container's root may lack some. */
	FAKED_MUST(syscall(SYS_capget, &header, data));
	data[0].permitted &= (unsigned int)caps;
	data[1].permitted &= (unsigned int)(caps >> 32);
	data[0].effective = data[0].permitted;
	data[1].effective = data[1].permitted;
	FAKED_MUST(syscall(SYS_capset, &header, data));
}

static void ids(unsigned int uid, unsigned int gid, unsigned int group)
{
	FAKED_MUST(setgroups(group != 0, &group));
	FAKED_MUST(setresgid(gid, gid, gid));
	FAKED_MUST(setresuid(uid, uid, uid));
}

static void root(void)
{
}

static void root_without(void)
{
	keep_only(0);
}

#define ROOT_WITH(name, caps)                                                                      \
	static void name(void)                                                                     \
	{                                                                                          \
		keep_only(caps);                                                                   \
	}
#define CAP(name) (1ULL << CAP_##name)
ROOT_WITH(chowner, CAP(CHOWN))
ROOT_WITH(fowner, CAP(FOWNER))
ROOT_WITH(fowner_fsetid, CAP(FOWNER) | CAP(FSETID))
ROOT_WITH(searcher, CAP(DAC_READ_SEARCH))
ROOT_WITH(no_fsetid, ~CAP(FSETID) & ((1ULL << (CAP_LAST_CAP + 1)) - 1))
ROOT_WITH(no_mknod, ~(CAP(MKNOD) | CAP(SYS_ADMIN) | CAP(SETFCAP) | CAP(SYS_CHROOT)) &
			    ((1ULL << (CAP_LAST_CAP + 1)) - 1))

static void nobody(void)
{
	ids(NOBODY, NOBODY, 0);
}

static void nobody_in_group(void)
{
	ids(NOBODY, NOBODY, 300);
}

static void stranger(void)
{
	ids(1000, 1000, 0);
}

static void stranger_of_group(void)
{
	ids(1001, 300, 1000);
}

static void nobody_override(void)
{
	FAKED_MUST(prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0));
	ids(NOBODY, NOBODY, 0);
	keep_only(CAP(DAC_OVERRIDE));
}

static void effective_nobody(void)
{
	FAKED_MUST(setgroups(0, NULL));
	FAKED_MUST(setegid(NOBODY));
	FAKED_MUST(seteuid(NOBODY));
}

static void real_nobody(void)
{
	FAKED_MUST(setgroups(0, NULL));
	FAKED_MUST(setregid(NOBODY, 0));
	FAKED_MUST(setreuid(NOBODY, 0));
}

static void fs_nobody(void)
{
	FAKED_MUST(setgroups(0, NULL));
	setfsgid(NOBODY);
	setfsuid(NOBODY);
}

const struct faked_caller faked_callers[] = {
	{ "root", root },
	{ "nobody", nobody },
	{ "nobody+300", nobody_in_group },
	{ "stranger", stranger },
	{ "stranger:300", stranger_of_group },
	{ "root-", root_without },
	{ "root-chown", chowner },
	{ "root-fowner", fowner },
	{ "root-fowner-fsetid", fowner_fsetid },
	{ "root-search", searcher },
	{ "root/fsetid", no_fsetid },
	{ "root/mknod", no_mknod },
	{ "nobody-override", nobody_override },
	{ "enobody", effective_nobody },
	{ "rnobody", real_nobody },
	{ "fsnobody", fs_nobody },
};
const size_t faked_callers_count = sizeof(faked_callers) / sizeof(faked_callers[0]);
