/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See setup.h. Everything that a tracee will ever hold is opened here, before there is
 * one: handles of mounts, the gate, the loader. Nothing here looks at a guest's memory.
 */
#include "syscall/setup.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/limits.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "fakeroot/fake_root.h"
#include "gate/blob.h"
#include "path/resolve.h"
#include "syscall/change.h"
#include "syscall/dev.h"
#include "syscall/emulator.h"
#include "syscall/features.h"
#include "syscall/filter.h"
#include "syscall/guest_fds.h"
#include "syscall/inside.h"
#include "syscall/judge.h"
#include "syscall/made_memory.h"
#include "syscall/memory_files.h"
#include "syscall/net_judge.h"
#include "syscall/proc.h"
#include "syscall/refusals.h"
#include "syscall/setup_parts.h"
#include "syscall/spool_guard.h"
#include "syscall/table.h"
#include "tracer/landlock.h"
#include "tracer/memory.h"
#include "tracer/one_cpu.h"
#include "util/fd.h"
#include "util/shared_fd.h"
#include "util/spool.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif

#define MQUEUE_MAGIC 0x19800202 /* KERNEL: ipc/mqueue.c */

#define DEFAULT_REQUESTS_MAX 24U

static struct features available(const struct setup_without *without)
{
	struct features features = features_probe();

	features.seccomp &= !without->seccomp;
	features.openat2 &= !without->openat2;
	features.process_vm &= !without->process_vm;
	features.memfd &= !without->memfd;
	features.mseal &= !without->mseal;
	if (!features.process_vm)
		memory_forgo_process_vm();
	return features;
}

static int jail_free(struct jail *jail)
{
	fd_close(&jail->last_pidfd.fd);
	fd_close(&jail->content);
	fd_close(&jail->terminals);
	fd_close(&jail->host_dev);
	shared_fd_drop(&jail->initial_cwd);
	fd_close(&jail->landlock_fd);
	return 0;
}

static int open_spool(struct jail *jail, const struct setup *setup, int *ret_mounts)
{
	struct spool *spool;
	int status = spool_guard_create(jail, setup, &spool);
	struct stat info;

	if (status < 0)
		return status;
	jail->spool = spool_fd(spool);
	if (fstat(jail->spool, &info) < 0)
		return -errno;
	jail->spool_dev = info.st_dev;
	status = spool_subdirectory(spool, "content", 0700, &jail->content);
	if (status == 0)
		status = spool_subdirectory(spool, "terminals", 0755, &jail->terminals);
	if (status == 0 && fstat(jail->terminals, &info) < 0)
		status = -errno;
	jail->terminals_ino = info.st_ino;
	if (status == 0)
		status = spool_subdirectory(spool, "mounts", 0700, ret_mounts);
	return status;
}

/* The user's binds come last: the last request for a place wins. */
static int add_mounts(struct jail *jail, const struct setup *setup, size_t *ret_index)
{
	const struct emulator *emulator = jail->emulator;
	size_t own = emulator == NULL ? 0 : emulator->bind_count;
	struct mount_request *requests = talloc_zero_array(
		jail, struct mount_request, setup->bind_count + own + DEFAULT_REQUESTS_MAX);
	size_t count = 0;
	int status;

	if (requests == NULL)
		return -ENOMEM;
	if (!setup->bare) {
		requests[count++] = (struct mount_request){ .guest = "/proc", .kind = MOUNT_PROC };
		count += dev_requests(jail, requests + count, DEFAULT_REQUESTS_MAX - 1);
	}
	if (own > 0)
		memcpy(requests + count, emulator->binds, own * sizeof(*requests));
	count += own;
	*ret_index = count;
	if (setup->bind_count > 0)
		memcpy(requests + count, setup->binds, setup->bind_count * sizeof(*requests));
	status = mount_table_add(jail->mounts, requests, count + setup->bind_count, ret_index);
	*ret_index = *ret_index >= count ? *ret_index - count : 0;
	talloc_free(requests);
	return status;
}

static bool is_own_cwd(const struct stat *info)
{
	struct stat own;

	return stat(".", &own) == 0 && own.st_dev == info->st_dev && own.st_ino == info->st_ino;
}

static int enter_cwd(struct jail *jail, const char *cwd, bool same)
{
	struct mount *root = jail->mounts->mounts[0];
	struct path_view view = {
		.mounts = jail->mounts,
		.nodes = jail->proc == NULL ? NULL : &jail->nodes,
		.root = { root->handle, root, "", PATH_NO_GUEST_FD },
		.caller = { getpid(), getpid() },
		.without_openat2 = !jail->features.openat2,
	};
	struct path_place place = PATH_PLACE_INIT;
	int status = path_resolve(jail, &view, &view.root, cwd, PATH_FOLLOW, &place);
	struct stat info;

	if (status == 0 && place.node != NULL && place.handle < 0) {
		/* A directory of /proc: nobody is there yet, so none but the top is. */
		status = place.node_kind == NODE_DIRECTORY
				 ? jail->nodes.handle(jail->nodes.user, &view.caller, place.node,
						      &place.handle)
				 : -ENOTDIR;
		jail->proc_entered = true;
	}
	if (status == 0 && fstatat(place.handle, "", &info, AT_EMPTY_PATH) < 0)
		status = -errno;
	if (status == 0 && !S_ISDIR(info.st_mode))
		status = -ENOTDIR;
	if (status == 0 && same && (jail->judge != NULL || !is_own_cwd(&info)))
		status = -ENOENT;
	if (status == 0) {
		jail->initial_cwd = fd_steal(&place.handle);
		jail->initial_cwd_mount = place.mount;
	}
	place_release(&place);
	return status;
}

static bool wants_refusals(const struct jail *jail, const struct setup *setup)
{
	return jail->audit != NULL || (setup->limits != NULL && setup->limits->measure);
}

/* Whether somebody is to be told of sockets that are refused, or of all that are made. */
static bool wants_sockets(const struct jail *jail, const struct setup *setup)
{
	if (jail->net != NULL && !policy_net_has_sockets(jail->net))
		return wants_refusals(jail, setup) || setup->learned != NULL;
	return setup->learned != NULL;
}

static int make_filter(struct jail *jail, const struct setup *setup)
{
	struct filter_config config = {
		.read_only = change_is_guarded(jail),
		.fake_root = jail->fake_root != NULL,
		.uname = jail->kernel != NULL,
		.merged = jail->mounts->any_merged || judge_has_hidden(jail),
		.unix_names = true,
		.mseal_works = jail->features.mseal,
		.births_counted = limits_count_births(jail->limits),
		.memory_counted = jail->made_memory != NULL,
		.sizes_counted = jail->limits != NULL && limits_asked(jail->limits)->output != 0,
		.affinity_kept = jail->engine->keeps_one_cpu,
		.gate_address = gate_address(jail->gate),
	};
	struct bpf_program *judging;
	struct bpf_program *program;
	int status;

	guest_fds_configure(jail, &config);
	inside_configure_filter(jail, &config);
	net_configure(jail, &config);
	config.domains_told = wants_sockets(jail, setup);
	status = filter_build(jail, &config, &judging);
	if (status < 0)
		return status;
	jail->judging = judging;
	program = judging;
	config.files_counted = jail->files_counted;
	if (jail->files_counted)
		status = filter_build(jail, &config, &program);
	jail->refusals_told = wants_refusals(jail, setup);
	if (status == 0 && jail->refusals_told)
		status = refusals_prepare(jail, program, &program);
	if (status == 0)
		jail->engine->filter = program;
	return status;
}

static int plug_proc(struct jail *jail)
{
	for (size_t i = 0; i < jail->mounts->count; i++) {
		const struct mount *mount = jail->mounts->mounts[i];
		int status;

		if (mount->kind != MOUNT_PROC)
			continue;
		status = proc_new(jail, jail, mount->handle, &jail->proc);
		if (status < 0)
			return status;
		jail->nodes = proc_node_ops(jail->proc);
		return 0;
	}
	return 0;
}

static int build_mounts(struct jail *jail, const struct setup *setup, int mounts_spool,
			enum setup_stage *ret_stage, size_t *ret_index)
{
	struct policy *policy = setup->policy;
	int status = 0;

	*ret_stage = SETUP_EMULATOR;
	if (setup->emulator != NULL)
		status = emulator_open(jail, setup->emulator, &jail->emulator);
	if (status < 0)
		return status;
	*ret_stage = SETUP_ROOTFS;
	status = mount_table_new(jail, setup->rootfs, mounts_spool, &jail->mounts);
	if (status < 0)
		return status;
	*ret_stage = SETUP_BINDS;
	status = add_mounts(jail, setup, ret_index);
	if (status < 0)
		return status;
	*ret_stage = SETUP_PROC;
	status = plug_proc(jail);
	if (status == 0 && !setup->bare)
		status = dev_populate(jail);
	if (status < 0)
		return status;
	*ret_stage = SETUP_POLICY;
	jail->audit = setup->audit;
	status = spool_guard_hide(jail, &policy);
	if (status == 0 && policy != NULL)
		status = judge_setup(jail, policy, setup->learned);
	if (status < 0)
		return status;
	*ret_stage = SETUP_CWD;
	status = enter_cwd(jail, setup->cwd, setup->cwd_same);
	if (status == 0 || !setup->cwd_optional ||
	    (!setup->cwd_same && status != -ENOENT && status != -ENOTDIR && status != -EACCES &&
	     status != -ELOOP))
		return status;
	jail->cwd_fell_back = true;
	return enter_cwd(jail, "/", false);
}

/*
 * The second wall: what the members hold at protected numbers, and what ptjail's own
 * standard descriptors are, which may be re-opened through /proc/self/fd.
 */
static int build_landlock(struct jail *jail)
{
	struct landlock_place *places = talloc_zero_array(jail, struct landlock_place,
							  jail->guest_fd_count + 5U);
	CLEANUP_FD int queues = open("/dev/mqueue", O_PATH | O_DIRECTORY | O_CLOEXEC);
	size_t count = 0;
	struct statfs fs;
	int status;

	if (places == NULL)
		return -ENOMEM;
	for (size_t i = 0; i < jail->mounts->count; i++)
		places[count++] = (struct landlock_place){ jail->mounts->mounts[i]->handle,
							   jail->mounts->mounts[i]->read_only };
	/*
	 * Adds no right while it stays in its mount (SECURITY.md). The kernel looks at each
	 * directory from a file up to the first that has a rule: below the cwd, where most work is
	 * done, it has less far to go.
	 */
	if (jail->initial_cwd_mount->kind == MOUNT_DIRECTORY && !jail->initial_cwd_mount->synthetic)
		places[count++] = (struct landlock_place){ jail->initial_cwd,
							   jail->initial_cwd_mount->read_only };
	places[count++] = (struct landlock_place){ jail->content, true };
	places[count++] = (struct landlock_place){ jail->terminals, true };
	places[count++] = (struct landlock_place){ guest_fds_loader(jail), true };
	for (int fd = 0; fd <= 2; fd++) {
		int flags = fcntl(fd, F_GETFL);

		if (flags >= 0)
			places[count++] = (struct landlock_place){ fd, (flags & O_ACCMODE) ==
									       O_RDONLY };
	}
	/* mq_open is an open on this file system; its names are the jail's own (mq.c). */
	if (queues >= 0 && fstatfs(queues, &fs) == 0 && fs.f_type == MQUEUE_MAGIC)
		places[count++] = (struct landlock_place){ queues, false };
	status = landlock_build(places, count, &jail->landlock_fd);
	talloc_free(places);
	/* A host without Landlock: the first wall holds by itself. */
	return status == -ENOSYS || status == -EOPNOTSUPP ? 0 : status;
}

static int build_machine(struct jail *jail, const struct setup *setup, enum setup_stage *ret_stage)
{
	struct engine_hooks hooks = jail_hooks(jail);
	int status;

	*ret_stage = SETUP_GATE;
	status = gate_new(jail, !jail->features.memfd, jail->spool, &jail->gate);
	if (status == 0)
		status = guest_fds_assign(jail);
	if (status == 0 && !setup->without.landlock)
		status = build_landlock(jail);
	if (status < 0)
		return status;
	*ret_stage = SETUP_MEMORY;
	status = engine_new(jail, &hooks, &jail->engine);
	if (status < 0)
		return status;
	jail->engine->limits = jail->limits;
	limits_count_files(jail->limits, memory_files_sum, jail);
	status = made_memory_new(jail);
	if (status < 0)
		return status;
	jail->engine->kill_on_exit = setup->kill_on_exit;
	jail->engine->keeps_one_cpu = !setup->without.one_cpu && one_cpu_is_possible();
	jail->engine->without_seccomp = !jail->features.seccomp;
	(void)gate_tail_range(jail->gate, &jail->engine->tail);
	jail->engine->call_ip = gate_call_address(jail->gate);
	jail->stops_by_call = talloc_zero_array(jail, uint64_t, CALL_COUNT);
	if (jail->stops_by_call == NULL)
		return -ENOMEM;
	jail->files_counted = limits_end_by_files(jail->limits);
	/* Nobody would hear of what such code is answered. */
	inside_configure(jail, !setup->without.patch && !jail->files_counted);
	*ret_stage = SETUP_FILTER;
	return make_filter(jail, setup);
}

static int make_jail(TALLOC_CTX *ctx, const struct setup *setup, struct jail **ret_jail,
		     enum setup_stage *ret_stage, size_t *ret_index)
{
	struct jail *jail = talloc_zero(ctx, struct jail);
	CLEANUP_FD int mounts_spool = -1;
	int status;

	*ret_stage = SETUP_MEMORY;
	if (jail == NULL)
		return -ENOMEM;
	jail->last_pidfd.fd = -1;
	jail->content = -1;
	jail->terminals = -1;
	jail->host_dev = -1;
	jail->initial_cwd = -1;
	jail->landlock_fd = -1;
	talloc_set_destructor(jail, jail_free);
	if (setup->limits != NULL) {
		status = limits_new(jail, setup->limits, &jail->limits);
		if (status < 0)
			return status;
	}
	jail->features = available(&setup->without);
	if (setup->fake_root) {
		status = setup_fake_root(jail, setup);
		if (status < 0)
			return status;
	}
	jail->bare = setup->bare;
	jail->new_session = setup->new_session;
	jail->refuses_ptrace = setup->refuse_ptrace;
	jail->kernel = setup->kernel;
	setup_look_at_stdio(jail);
	*ret_stage = SETUP_SPOOL;
	status = open_spool(jail, setup, &mounts_spool);
	if (status == 0)
		status = build_mounts(jail, setup, mounts_spool, ret_stage, ret_index);
	if (status == 0)
		status = build_machine(jail, setup, ret_stage);
	if (status == 0 && jail->fake_root != NULL)
		setup_leave_out_nameless(jail);
	if (status < 0) {
		talloc_free(jail);
		return status;
	}
	(void)fd_steal(&mounts_spool); /* borrowed by the mount table for the jail's life */
	*ret_stage = SETUP_DONE;
	*ret_jail = jail;
	return 0;
}

/* What ptjail makes for itself it can use, whatever the umask, which is the program's. */
int setup_jail(TALLOC_CTX *ctx, const struct setup *setup, struct jail **ret_jail,
	       enum setup_stage *ret_stage, size_t *ret_index)
{
	mode_t mask = umask(022);
	int status = make_jail(ctx, setup, ret_jail, ret_stage, ret_index);

	(void)umask(mask);
	return status;
}

void setup_launch(const struct jail *jail, struct launch *ret_launch)
{
	*ret_launch = (struct launch){
		.cwd_fd = dev_is_terminals(jail->initial_cwd) ? jail->terminals : jail->initial_cwd,
		.guest_fds = guest_fds_list(jail),
		.guest_fd_count = jail->guest_fd_count,
		.guest_fd_base = jail->guest_fd_base,
		.gate = jail->gate,
		.landlock_fd = jail->landlock_fd,
		.new_session = jail->new_session,
	};
}
