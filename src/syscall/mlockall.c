/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * mlockall. KERNEL: mm/mlock.c: MCL_CURRENT is ENOMEM if all that is mapped is more than the limit,
 * and the gate is mapped. Where it is the gate that makes it too much, everything else is locked
 * map by map; each lock is held against the limit once more by the kernel.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "gate/inside.h"
#include "syscall/handlers.h"

static FILE *open_own(const struct call *call, const char *name)
{
	char path[48];

	(void)snprintf(path, sizeof(path), "/proc/%d/%s", call->tracee->tgid, name);
	return fopen(path, "re");
}

/* What the process has mapped, in bytes; 0: nobody knows. */
static uint64_t mapped(const struct call *call)
{
	FILE *file = open_own(call, "statm");
	unsigned long pages = 0;

	if (file == NULL)
		return 0;
	if (fscanf(file, "%lu", &pages) != 1)
		pages = 0;
	(void)fclose(file);
	return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static bool is_too_much_by_the_gate(const struct call *call)
{
	uint64_t size = mapped(call);
	struct rlimit limit;

	return prlimit(call->tracee->tgid, RLIMIT_MEMLOCK, NULL, &limit) == 0 &&
	       limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur > 0 && size > limit.rlim_cur &&
	       size - (GATE_SIZE + GATE_BEHIND) <= limit.rlim_cur;
}

/* What cannot be locked, and what cannot be faulted in, mlockall passes over. */
static int lock_maps(struct call *call, FILE *maps, uint64_t flags)
{
	uint64_t gate = gate_address(call->jail->gate);
	char line[512];
	bool fresh = true;

	while (fgets(line, sizeof(line), maps) != NULL) {
		unsigned long start, end;
		bool is_map = fresh && sscanf(line, "%lx-%lx ", &start, &end) == 2;
		long ignored;
		int status;

		fresh = strchr(line, '\n') != NULL;
		if (!is_map || (start < gate + GATE_SIZE + GATE_BEHIND && end > gate))
			continue;
		status = call_remote(call, CALL_mlock2,
				     (uint64_t[6]){ start, end - start, flags }, &ignored);
		if (status < 0)
			return status;
	}
	return 0;
}

struct outcome on_mlockall(struct call *call)
{
	const unsigned int known = MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT;
	unsigned int flags = call_uint(call, 0);
	FILE *maps;
	int status;

	if ((flags & MCL_CURRENT) == 0 || (flags & ~known) != 0 || !is_too_much_by_the_gate(call))
		return outcome_native();
	maps = open_own(call, "maps");
	if (maps == NULL)
		return outcome_native();
	status = lock_maps(call, maps, flags & MCL_ONFAULT ? MLOCK_ONFAULT : 0);
	(void)fclose(maps);
	if (status < 0)
		return outcome_fail(status);
	if ((flags & MCL_FUTURE) == 0)
		return outcome_done(0);
	return call_rewrite(call, CALL_mlockall,
			    (uint64_t[6]){ flags & ~(unsigned int)MCL_CURRENT }, NULL, NULL);
}
