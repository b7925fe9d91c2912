/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See inside.h: which calls are served in-process, and which sites are replaced for it. */
#include "syscall/inside.h"

#include <errno.h>

#include "syscall/words.h"
#include "tracer/patch.h"
#include "util/compiler.h"

/* Stops at one site before it is replaced: a short program makes each of its calls once. */
#define SITE_STOPS 2U
/* So many processes tell what a site is like. */
#define HINT_PROCESSES 4U

static bool has_flag(const struct jail *jail, uint32_t flags)
{
	return jail->engine->inside != NULL && (gate_inside_config(jail->gate)->flags & flags) != 0;
}

bool inside_serves(const struct jail *jail, enum call_id id)
{
	switch ((unsigned int)id) {
	case CALL_fstat:
	case CALL_getdents64:
		return jail->fake_root != NULL;
	case CALL_utimensat:
		return has_flag(jail, GATE_MAY_CHANGE | GATE_MAY_ALTER);
	case CALL_chmod:
	case CALL_fchmodat:
	case CALL_chown:
	case CALL_lchown:
	case CALL_fchownat:
	case CALL_setxattr:
	case CALL_lsetxattr:
	case CALL_removexattr:
	case CALL_lremovexattr:
		return has_flag(jail, GATE_MAY_ALTER);
	case CALL_getxattr:
	case CALL_lgetxattr:
	case CALL_listxattr:
	case CALL_llistxattr:
		return jail->engine->inside != NULL &&
		       gate_inside_config(jail->gate)->fd_names != 0;
	case CALL_fchown:
	case CALL_fchmod:
	case CALL_fgetxattr:
	case CALL_flistxattr:
	case CALL_fsetxattr:
		return has_flag(jail, GATE_MAY_CHANGE);
	case CALL_unlink:
	case CALL_unlinkat:
	case CALL_rmdir:
		return words_serve(jail);
	case CALL_open:
	case CALL_openat:
	case CALL_stat:
	case CALL_lstat:
	case CALL_newfstatat:
	case CALL_statx:
	case CALL_access:
	case CALL_faccessat:
	case CALL_faccessat2:
	case CALL_readlink:
	case CALL_readlinkat:
		return true;
	default:
		return false;
	}
}

size_t inside_served_numbers(const struct jail *jail, long ret_numbers[CALL_COUNT])
{
	size_t count = 0;

	for (enum call_id id = 0; id < CALL_COUNT; id++)
		if (inside_serves(jail, id))
			ret_numbers[count++] = table_native_number(id);
	return count;
}

static struct inside_site *find_site(struct process *process, uint64_t ip)
{
	struct inside_site *sites = process->sites;

	for (size_t i = 0; i < ARRAY_SIZE(process->sites); i++)
		if (sites[i].ip == ip)
			return &sites[i];
	process->next_site = (process->next_site + 1) % ARRAY_SIZE(process->sites);
	sites[process->next_site] = (struct inside_site){ .ip = ip };
	return &sites[process->next_site];
}

/* Libraries lie elsewhere in each process, but at the same place of a page. */
static struct site_hint *hint_of(struct jail *jail, enum call_id id, uint64_t ip)
{
	return &jail->site_hints[((ip & 0xfff) * 31 + (uint64_t)id) % ARRAY_SIZE(jail->site_hints)];
}

/*
 * Replacing costs as much as a stop. Where most processes came back to a site, the next ones need
 * not stop at it twice.
 */
static bool is_come_back_to(const struct site_hint *hint)
{
	return hint->again >= HINT_PROCESSES &&
	       4 * (uint64_t)hint->again >= 3 * (uint64_t)hint->once;
}

bool inside_take(struct call *call)
{
	struct tracee *tracee = call->tracee;
	struct inside_site *site;
	struct site_hint *hint;
	uint64_t stub;
	int status;

	if (call->jail->engine->inside == NULL || call->jail->trace != NULL || call->row == NULL ||
	    call->tracee->trace != NULL || !inside_serves(call->jail, call->row->id))
		return false;
	site = find_site(call->member->process, regs_ip(&tracee->original));
	if (site->hopeless)
		return false;
	hint = hint_of(call->jail, call->row->id, site->ip);
	if (++site->stops < SITE_STOPS && !is_come_back_to(hint)) {
		hint->once++;
		return false;
	}
	status = patch_site(tracee, site->ip, call->sysno, &stub);
	if (status < 0) {
		site->hopeless = status != -EBUSY || site->stops > 8 * SITE_STOPS;
		return false;
	}
	regs_redirect(&tracee->regs, &tracee->original, stub);
	call->jail->sites_replaced++;
	hint->again += site->stops == SITE_STOPS;
	return true;
}
