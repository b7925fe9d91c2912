/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * See launch.h. The child runs this file's code between fork and its first exec; it must
 * not return into main, and every failure goes through the result pipe.
 */
#include "tracer/launch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracer/landlock.h"
#include "tracer/limits.h"
#include "tracer/terminal.h"
#include "util/compiler.h"
#include "util/fd.h"

#ifndef SECCOMP_FILTER_FLAG_SPEC_ALLOW
#define SECCOMP_FILTER_FLAG_SPEC_ALLOW (1UL << 2)
#endif

struct result {
	int step;
	int error;
};

static _Noreturn void child_fail(int result_fd, enum launch_step step)
{
	struct result result = { step, errno };

	(void)!write(result_fd, &result, sizeof(result));
	_exit(127);
}

/*
 * KERNEL: RLIMIT_CORE of 0 does not keep a core_pattern pipe handler from running outside
 * of the jail; 1 does (fs/coredump.c), and is too small for any file.
 */
static int limit_cores(void)
{
	const struct rlimit limit = { 1, 1 };
	struct rlimit now;

	if (setrlimit(RLIMIT_CORE, &limit) == 0)
		return 0;
	/* Whoever started ptjail gave all cores up for good: no file. A handler is the host's. */
	return getrlimit(RLIMIT_CORE, &now) == 0 && now.rlim_max == 0 ? 0 : -1;
}

/*
 * KERNEL: queued signals and timers count for the user: what members use up no other ptjail of
 * his could start without. Members are told nothing of it (syscall/limits.c).
 */
static int limit_signals(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_SIGPENDING, &limit) < 0)
		return -1;
	if (limit.rlim_max != RLIM_INFINITY)
		limit.rlim_max -= limit.rlim_max / 8;
	if (limit.rlim_cur > limit.rlim_max)
		limit.rlim_cur = limit.rlim_max;
	return setrlimit(RLIMIT_SIGPENDING, &limit);
}

static bool is_protected(const struct launch *launch, int fd)
{
	unsigned int number = (unsigned int)fd - launch->guest_fd_base;

	return fd >= 0 && number < launch->guest_fd_count;
}

/* What is needed until the exec must not lie where the protected descriptors come to lie. */
static int check_numbers(const struct launch *launch, int go_fd, int result_fd)
{
	bool is_free = !is_protected(launch, go_fd) && !is_protected(launch, result_fd) &&
		       !is_protected(launch, launch->cwd_fd) &&
		       !is_protected(launch, launch->landlock_fd);

	for (unsigned int i = 0; i < launch->guest_fd_count && is_free; i++)
		is_free = !is_protected(launch, launch->guest_fds[i]);
	errno = is_free ? 0 : EMFILE;
	return is_free ? 0 : -1;
}

/*
 * The numbers may lie above the soft limit: it is raised for the dup and put back, so the
 * guest's own limit is what it was and the kernel itself refuses these numbers to it.
 */
static int place_guest_fds(const struct launch *launch)
{
	struct rlimit limit;
	struct rlimit raised;
	unsigned int end = launch->guest_fd_base + launch->guest_fd_count;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return -1;
	raised = limit;
	if (raised.rlim_cur < end)
		raised.rlim_cur = end;
	if (setrlimit(RLIMIT_NOFILE, &raised) < 0)
		return -1;
	for (unsigned int i = 0; i < launch->guest_fd_count; i++) {
		if (dup3(launch->guest_fds[i], (int)(launch->guest_fd_base + i), 0) < 0)
			return -1;
	}
	return setrlimit(RLIMIT_NOFILE, &limit);
}

/* KERNEL: before 5.11, and where a filter of whoever started us knows no close_range. */
static int close_each(const struct launch *launch)
{
	DIR *directory = opendir("/proc/self/fd");
	const struct dirent *entry;
	int error;

	if (directory == NULL)
		return -1;
	for (errno = 0; (entry = readdir(directory)) != NULL; errno = 0) {
		int fd = atoi(entry->d_name);

		if (fd > STDERR_FILENO && !is_protected(launch, fd))
			(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
	error = errno;
	(void)closedir(directory);
	errno = error;
	return error == 0 ? 0 : -1;
}

/* Everything but 0-2 and the protected descriptors goes away at the exec. */
static int close_inherited(const struct launch *launch)
{
	unsigned int base = launch->guest_fd_base;
	unsigned int end = base + launch->guest_fd_count;

	if (syscall(SYS_close_range, 3U, base - 1, CLOSE_RANGE_CLOEXEC) == 0 &&
	    syscall(SYS_close_range, end, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
		return 0;
	return close_each(launch);
}

/*
 * Whoever starts ptjail with privileges gives away those over files, ids and low ports, which an
 * unprivileged root of a tree would look for; none over the machine, its network or other processes
 * (no_new_privs keeps it so after every exec). KERNEL: without CAP_SETPCAP the bounding set stays.
 */
static int drop_privileges(void)
{
	static const unsigned int kept[] = { CAP_CHOWN,   CAP_DAC_OVERRIDE, CAP_FOWNER,
					     CAP_FSETID,  CAP_SETGID,       CAP_SETUID,
					     CAP_SETPCAP, CAP_SETFCAP,      CAP_NET_BIND_SERVICE };
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];
	uint64_t mask = 0;

	if (syscall(SYS_capget, &header, data) < 0)
		return -1;
	if ((data[0].permitted | data[1].permitted) == 0)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(kept); i++)
		mask |= 1ULL << kept[i];
	for (unsigned int cap = 0; cap < 64; cap++) {
		if ((mask >> cap & 1) == 0)
			(void)prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
	}
	for (unsigned int i = 0; i < 2; i++) {
		data[i].permitted &= (uint32_t)(mask >> 32 * i);
		data[i].effective &= data[i].permitted;
		data[i].inheritable = 0;
	}
	return (int)syscall(SYS_capset, &header, data);
}

static int install_filter(const struct bpf_program *filter)
{
	struct sock_fprog program = {
		.len = (unsigned short)filter->count,
		.filter = filter->insns,
	};

	/* KERNEL: before 5.16 seccomp turns speculation off unless asked not to (4.17). */
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW,
		    &program) == 0)
		return 0;
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0UL, &program);
}

static const char *search_path(char *const *envp)
{
	for (; *envp != NULL; envp++) {
		if (strncmp(*envp, "PATH=", 5) == 0)
			return *envp + 5;
	}
	return "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
}

/* A text, as shells tell it: no NUL in its first line; which names no interpreter. */
static bool is_for_shell(const char *path)
{
	char start[129] = ""; /* ends with a NUL */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t length = fd < 0 ? -1 : read(fd, start, sizeof(start) - 1);
	const char *end = length <= 0 ? NULL : memchr(start, '\n', (size_t)length);

	if (fd >= 0)
		(void)close(fd);
	if (end != NULL)
		length = end - start;
	if (length < 0 || memchr(start, '\0', (size_t)length) != NULL)
		return false;
	return strncmp(start, "#!", 2) != 0 || strspn(start + 2, " \t") + 2 == (size_t)length;
}

static void exec_file(const struct launch *launch, const char *path)
{
	size_t count = 0;
	char **words;

	(void)execve(path, launch->argv, launch->envp);
	if (errno != ENOEXEC)
		return;
	while (launch->argv[count] != NULL)
		count++;
	words = is_for_shell(path) ? calloc(count + 2, sizeof(*words)) : NULL;
	if (words != NULL) {
		words[0] = (char *)(uintptr_t) "/bin/sh";
		words[1] = (char *)(uintptr_t)path;
		memcpy(words + 2, launch->argv + 1, count * sizeof(*words));
		(void)execve(words[0], words, launch->envp);
		free(words);
	}
	errno = ENOEXEC;
}

/* As execvp(3): these are already the guest's own calls, answered by the jail. */
static void exec_program(const struct launch *launch)
{
	const char *name = launch->argv[0];
	const char *directory;
	int error = ENOENT;
	char path[4096];

	if (strchr(name, '/') != NULL || *name == '\0') {
		exec_file(launch, name);
		return;
	}
	for (directory = search_path(launch->envp); directory != NULL;) {
		size_t length = strcspn(directory, ":");

		if ((size_t)snprintf(path, sizeof(path), "%.*s%s%s", (int)length, directory,
				     length > 0 ? "/" : "./", name) < sizeof(path)) {
			exec_file(launch, path);
			if (errno != ENOENT && errno != ENOTDIR && error != EACCES)
				error = errno;
			if (errno != ENOENT && errno != ENOTDIR && errno != EACCES)
				break;
		}
		directory = directory[length] == ':' ? directory + length + 1 : NULL;
	}
	errno = error;
}

/* What the tracer ignored or caught must not be inherited as ignored. */
static void reset_signals(void)
{
	static const int changed[] = { SIGINT,  SIGQUIT, SIGTERM, SIGHUP,  SIGTSTP, SIGTTIN,
				       SIGTTOU, SIGUSR1, SIGUSR2, SIGXFSZ, SIGPIPE, SIGALRM };

	for (size_t i = 0; i < ARRAY_SIZE(changed); i++) {
		struct sigaction action;

		if (sigaction(changed[i], NULL, &action) == 0 && action.sa_handler != SIG_DFL &&
		    (action.sa_flags & SA_SIGINFO) != 0)
			(void)signal(changed[i], SIG_DFL);
	}
}

struct timers {
	struct itimerval each[ITIMER_PROF + 1];
};

/* As over an exec: who sets an alarm and then executes ptjail means the program. */
static void take_timers(struct timers *ret_timers)
{
	const struct itimerval none = { { 0, 0 }, { 0, 0 } };

	for (int which = ITIMER_REAL; which <= ITIMER_PROF; which++)
		(void)setitimer(which, &none, &ret_timers->each[which]);
}

static void set_timers(const struct timers *timers)
{
	for (int which = ITIMER_REAL; which <= ITIMER_PROF; which++)
		if (timerisset(&timers->each[which].it_value))
			(void)setitimer(which, &timers->each[which], NULL);
}

static _Noreturn void child_run(const struct engine *engine, const struct launch *launch,
				const struct timers *timers, int go_fd, int result_fd)
{
	char go;

	reset_signals();
	(void)sigprocmask(SIG_SETMASK, &launch->signal_mask, NULL);
	if (launch->new_session)
		(void)setsid();
	if (engine->terminal != NULL)
		terminal_enter();
	if (check_numbers(launch, go_fd, result_fd) < 0)
		child_fail(result_fd, LAUNCH_SETUP);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || drop_privileges() < 0 ||
	    limit_cores() < 0 || limit_signals() < 0 || place_guest_fds(launch) < 0 ||
	    close_inherited(launch) < 0 || fchdir(launch->cwd_fd) < 0 ||
	    limits_apply_here(engine->limits) < 0)
		child_fail(result_fd, LAUNCH_SETUP);
	errno = -gate_map_here(launch->gate);
	if (errno == 0 && launch->landlock_fd >= 0)
		errno = -landlock_enter(launch->landlock_fd);
	if (errno != 0)
		child_fail(result_fd, LAUNCH_SETUP);
	/*
	 * Ready: from here on the tracer may stop every call. It seizes, then writes one
	 * byte; end of file: it could not.
	 */
	if (write(go_fd, "", 1) != 1 || read(go_fd, &go, 1) != 1)
		_exit(127);
	set_timers(timers);
	if (!engine->without_seccomp && install_filter(engine->filter) < 0)
		child_fail(result_fd, LAUNCH_FILTER);
	exec_program(launch);
	child_fail(result_fd, LAUNCH_EXEC);
}

/* Every member costs the tracer some handles: the guest's limit is not meant for it. */
static void raise_own_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

int launch(struct engine *engine, const struct launch *launch, int *ret_result_fd)
{
	struct timers timers;
	int go[2];
	int result[2];
	CLEANUP_FD int go_end = -1;
	CLEANUP_FD int result_read = -1;
	pid_t pid;
	int status;
	char ready;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, go) < 0)
		return -errno;
	go_end = go[1];
	if (pipe2(result, O_CLOEXEC) < 0) {
		fd_close(&go[0]);
		return -errno;
	}
	result_read = result[0];
	take_timers(&timers);
	pid = fork();
	if (pid == 0) {
		(void)close(go[1]);
		child_run(engine, launch, &timers, go[0], result[1]);
	}
	fd_close(&go[0]);
	fd_close(&result[1]);
	if (pid < 0)
		return -errno;
	raise_own_limit();
	/* End of file: the child gave up, and has said why in the result pipe, or was killed. */
	if (read(go_end, &ready, 1) != 1) {
		(void)waitpid(pid, &engine->main_status, 0);
		*ret_result_fd = fd_steal(&result_read);
		return 1;
	}
	status = engine_seize(engine, pid);
	if (status < 0) {
		(void)kill(pid, SIGKILL);
		return status;
	}
	/*
	 * Only now: SEIZE of a child that shares our undumpable state would fail. From here
	 * on no process of this user can read this one's memory or descriptors (SECURITY.md E26).
	 */
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	(void)!write(go_end, "", 1);
	*ret_result_fd = fd_steal(&result_read);
	return 0;
}

enum launch_step launch_result(int result_fd, int *ret_error)
{
	struct result result;

	*ret_error = 0;
	if (read(result_fd, &result, sizeof(result)) != (ssize_t)sizeof(result))
		return LAUNCH_OK;
	*ret_error = result.error;
	return (enum launch_step)result.step;
}
