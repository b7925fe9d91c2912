/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * One run of a guest program. A watcher process leads a session of its own and has the program
 * as its child, so that a native program and ptjail start alike: no terminal, not a leader of
 * anything. Natively the program runs in a chroot with the host's /proc and /dev, as an
 * ordinary user without capabilities, or as root where the mode says so.
 */
#include "run_guests.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TEXT_MAX = 1 << 20, EXIT_SETUP = 125 };

long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static void die(const char *what)
{
	fprintf(stderr, "run-guests: %s: %s\n", what, strerror(errno));
	_exit(EXIT_SETUP);
}

static void become_user(const struct setting *setting)
{
	if (geteuid() == 0 &&
	    (setgroups(0, NULL) || setresgid(setting->uid, setting->uid, setting->uid) ||
	     setresuid(setting->uid, setting->uid, setting->uid)))
		die("setresuid");
	/* As ptjail does: so that both sides refuse the same. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		die("no_new_privs");
}

static void write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		die(path);
	close(fd);
}

/* One's own ids, mapped to themselves: full capabilities until the next exec, none after. */
static void enter_user_namespace(void)
{
	char map[64];
	uid_t uid = geteuid();
	gid_t gid = getegid();

	if (unshare(CLONE_NEWUSER))
		die("unshare");
	snprintf(map, sizeof(map), "%u %u 1", uid, uid);
	write_text("/proc/self/uid_map", map);
	write_text("/proc/self/setgroups", "deny");
	snprintf(map, sizeof(map), "%u %u 1", gid, gid);
	write_text("/proc/self/gid_map", map);
}

static void bind_into(const char *rootfs, const char *place)
{
	char target[4096];

	snprintf(target, sizeof(target), "%s%s", rootfs, place);
	if (mount(place, target, NULL, MS_BIND | MS_REC, NULL))
		die(target);
}

static void enter_chroot(const struct setting *setting, bool root)
{
	if (setting->oracle == ORACLE_USERNS)
		enter_user_namespace();
	/* What a root may change for all the machine is changed for this program only. */
	if (root && unshare(CLONE_NEWUTS | CLONE_NEWIPC))
		die("unshare");
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		die("mount namespace");
	/* The root becomes a mount, as it is one for the jail. */
	if (mount(setting->rootfs, setting->rootfs, NULL, MS_BIND | MS_REC, NULL))
		die(setting->rootfs);
	bind_into(setting->rootfs, "/proc");
	bind_into(setting->rootfs, "/dev");
	if (chroot(setting->rootfs))
		die("chroot");
}

static void exec_native(const struct setting *setting, const struct run *run, const char *cwd)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/guest/%s",
		 setting->oracle == ORACLE_HOST ? setting->rootfs : "", run->guest);
	if (setting->oracle != ORACLE_HOST)
		enter_chroot(setting, run->mode->root);
	if (!run->mode->root)
		become_user(setting);
	else if (setgroups(0, NULL))
		die("setgroups");
	if (chdir(setting->oracle == ORACLE_HOST ? cwd : cwd + strlen(setting->rootfs)))
		die(cwd);
	execl(path, path, (char *)NULL);
	die(path);
}

static void exec_jailed(const struct setting *setting, const struct run *run, const char *cwd)
{
	const char *args[16] = { setting->ptjail, "-r", setting->rootfs, "-w",
				 cwd + strlen(setting->rootfs) };
	char path[512];
	int count = 5;

	snprintf(path, sizeof(path), "/guest/%s", run->guest);
	become_user(setting);
	if (chdir("/"))
		die("/");
	if (run->mode->root)
		args[count++] = "-0";
	if (run->mode->option)
		args[count++] = run->mode->option;
	args[count++] = "--";
	args[count++] = path;
	execv(setting->ptjail, (char *const *)args);
	die(setting->ptjail);
}

static void start_program(const struct setting *setting, const struct run *run, const char *cwd)
{
	struct rlimit files = { 1024, 4096 };
	int null = open("/dev/null", O_RDONLY);

	if (null < 0 || dup2(null, 0) < 0 || setrlimit(RLIMIT_NOFILE, &files))
		die("standard input");
	if (close_range(3, ~0U, 0))
		for (int fd = 3; fd < 1024; fd++)
			close(fd);
	signal(SIGPIPE, SIG_DFL);
	umask(022);
	if (run->mode->native)
		exec_native(setting, run, cwd);
	exec_jailed(setting, run, cwd);
}

/* Leads the session; ends as the program did, in a shell's manner of speaking. */
static void watch(const struct setting *setting, const struct run *run, const char *cwd)
{
	int status;
	pid_t child;

	setsid();
	for (int signo = 1; signo < 32; signo++)
		if (signo != SIGCHLD)
			signal(signo, SIG_IGN);
	child = fork();
	if (child < 0)
		die("fork");
	if (child == 0) {
		for (int signo = 1; signo < 32; signo++)
			signal(signo, SIG_DFL);
		start_program(setting, run, cwd);
	}
	close(1);
	close(2);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			_exit(EXIT_SETUP);
	_exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}

bool one_run_can_chroot(const struct setting *setting, enum oracle oracle)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		struct setting tried = *setting;
		int null = open("/dev/null", O_WRONLY);

		dup2(null, 2);
		tried.oracle = oracle;
		enter_chroot(&tried, false);
		_exit(0);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

/* A fresh directory below the rootfs' /tmp, owned by the user who will run there. */
static int make_cwd(const struct setting *setting, const struct run *run, char *cwd, size_t size)
{
	char name[256];

	snprintf(name, sizeof(name), "%s", run->guest);
	for (char *c = name; *c; c++)
		if (*c == '/')
			*c = '-';
	snprintf(cwd, size, "%s/tmp/%s.%s", setting->rootfs, name, run->mode->name);
	if (mkdir(cwd, 0755))
		return -errno;
	if (geteuid() != 0 || (run->mode->root && run->mode->native))
		return 0;
	return chown(cwd, setting->uid, setting->uid) ? -errno : 0;
}

int one_run_start(const struct setting *setting, struct run *run)
{
	char cwd[4096];
	int out[2], err[2];
	int result = make_cwd(setting, run, cwd, sizeof(cwd));

	if (result)
		return result;
	if (pipe2(out, O_CLOEXEC))
		return -errno;
	if (pipe2(err, O_CLOEXEC)) {
		close(out[0]);
		close(out[1]);
		return -errno;
	}
	/* So that /dev/stdout can be opened, as it can be by whoever made the pipe. */
	if (geteuid() == 0 && (fchown(out[1], setting->uid, setting->uid) ||
			       fchown(err[1], setting->uid, setting->uid)))
		return -errno;
	run->text = calloc(1, 1);
	run->error_text = calloc(1, 1);
	run->deadline_ms = now_ms() + setting->timeout_ms;
	run->pid = fork();
	if (run->pid == 0) {
		dup2(out[1], 1);
		dup2(err[1], 2);
		watch(setting, run, cwd);
	}
	close(out[1]);
	close(err[1]);
	run->out = out[0];
	run->err = err[0];
	fcntl(run->out, F_SETFL, O_NONBLOCK);
	fcntl(run->err, F_SETFL, O_NONBLOCK);
	return run->pid < 0 ? -EAGAIN : 0;
}

/* No larger than what was printed: each run starts by a fork, and that copies what there is. */
static void append(char **text, size_t *size, const char *more, size_t count)
{
	char *longer;

	if (count > TEXT_MAX - *size)
		count = TEXT_MAX - *size;
	longer = realloc(*text, *size + count + 1);
	if (!longer)
		abort();
	memcpy(longer + *size, more, count);
	*size += count;
	longer[*size] = '\0';
	*text = longer;
}

static void read_end(int *fd, char **text, size_t *size)
{
	static char bytes[65536];

	while (*fd >= 0) {
		ssize_t got = read(*fd, bytes, sizeof(bytes));

		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (got > 0) {
			append(text, size, bytes, (size_t)got);
		} else {
			close(*fd);
			*fd = -1;
		}
	}
}

void one_run_read(struct run *run)
{
	read_end(&run->out, &run->text, &run->size);
	read_end(&run->err, &run->error_text, &run->error_size);
}

bool one_run_finished(struct run *run)
{
	int status;

	if (now_ms() > run->deadline_ms && !run->timed_out) {
		run->timed_out = true;
		kill(-run->pid, SIGKILL);
		/* Whoever left the group and holds on to the pipes is not waited for. */
		close(run->out);
		close(run->err);
		run->out = run->err = -1;
	}
	if (run->out >= 0 || run->err >= 0)
		return false;
	if (waitpid(run->pid, &status, run->timed_out ? 0 : WNOHANG) != run->pid)
		return false;
	run->code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	run->pid = 0;
	return true;
}
