/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Sentences for failures. Every one names the thing, says what is wrong with it and what
 * to do. May read the host's settings to find the cause; must never change or print.
 */
#include "cli/report.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/report_cause.h"

static bool path_is_noexec(const char *path)
{
	struct statvfs fs;

	return path != NULL && statvfs(path, &fs) == 0 && (fs.f_flag & ST_NOEXEC) != 0;
}

static char *explain_rootfs(TALLOC_CTX *ctx, const char *path, int error)
{
	switch (error) {
	case ENOENT:
		return talloc_asprintf(
			ctx,
			"the root directory \"%s\" does not exist; make it first, or name "
			"another with -r",
			path);
	case ENOTDIR:
		return talloc_asprintf(ctx,
				       "the root directory \"%s\" is not a directory; -r wants an "
				       "unpacked tree, not an archive or an image",
				       path);
	case EACCES:
		if (path_is_noexec(path))
			return talloc_asprintf(
				ctx,
				"the root directory \"%s\" lies on a file system mounted "
				"noexec, where the kernel starts no programs; move it "
				"elsewhere",
				path);
		return talloc_asprintf(
			ctx,
			"the root directory \"%s\" may not be entered by you (uid %u); "
			"ask its owner, or copy it",
			path, (unsigned int)geteuid());
	case ELOOP:
		return talloc_asprintf(
			ctx,
			"in the root directory \"%s\" one of /dev, /proc, /sys is a symbolic link "
			"to itself, as debootstrap leaves /proc; make it a directory",
			path);
	default:
		return talloc_asprintf(ctx, "the root directory \"%s\" cannot be used: %s", path,
				       strerror(error));
	}
}

static char *explain_bind(TALLOC_CTX *ctx, const char *path, int error)
{
	switch (error) {
	case ENOENT:
		return talloc_asprintf(
			ctx, "\"%s\", to be bound with -b, does not exist on the host", path);
	case EACCES:
		return talloc_asprintf(
			ctx, "\"%s\", to be bound with -b, may not be reached by you (uid %u)",
			path, (unsigned int)geteuid());
	case EOPNOTSUPP:
		return talloc_asprintf(
			ctx,
			"\"%s\" shows the host's processes or the kernel's inside, and is "
			"never bound; the jail has a /proc of its own",
			path);
	case EINVAL:
		return talloc_asprintf(
			ctx,
			"\"%s\" is bound read-only and overlaps something writable, so "
			"that it could be changed from there; bind both read-only, or "
			"bind nothing and say --read-only PLACE",
			path);
	case E2BIG:
	case ENOSPC:
	case EMFILE:
		return talloc_asprintf(ctx,
				       "there are too many binds (\"%s\" was one too many); bind a "
				       "directory above several of them instead",
				       path);
	default:
		return talloc_asprintf(ctx, "\"%s\" cannot be bound: %s", path, strerror(error));
	}
}

static char *explain_bind_place(TALLOC_CTX *ctx, const char *place, int error)
{
	switch (error) {
	case ENOTDIR:
		return talloc_asprintf(
			ctx,
			"nothing can be bound at \"%s\": a file is in the way inside the "
			"root directory; name another place",
			place);
	case ELOOP:
		return talloc_asprintf(
			ctx,
			"nothing can be bound at \"%s\": symbolic links lead in a circle "
			"there; name another place",
			place);
	default:
		return talloc_asprintf(ctx, "nothing can be bound at \"%s\": %s", place,
				       strerror(error));
	}
}

static char *explain_spool(TALLOC_CTX *ctx, const char *path, int error)
{
	const char *name = path != NULL ? path : "/dev/shm, TMPDIR or /tmp";

	switch (error) {
	case ENOSPC:
	case EDQUOT:
		return talloc_asprintf(
			ctx,
			"the disk is full: ptjail needs a few kilobytes in %s; free some, "
			"or point TMPDIR elsewhere",
			name);
	case EACCES:
	case EROFS:
	case ENOENT:
		return talloc_asprintf(
			ctx,
			"no private directory can be made in %s (%s); point TMPDIR at a "
			"directory that you may write to",
			name, strerror(error));
	default:
		return talloc_asprintf(ctx, "no private directory can be made in %s: %s", name,
				       strerror(error));
	}
}

static char *explain_cwd(TALLOC_CTX *ctx, const char *path, int error)
{
	switch (error) {
	case ENOENT:
		return talloc_asprintf(
			ctx,
			"the directory \"%s\" of -w does not exist inside the jail; make it "
			"in the root directory or bind something there",
			path);
	case ENOTDIR:
		return talloc_asprintf(ctx, "\"%s\" of -w is not a directory inside the jail",
				       path);
	default:
		return talloc_asprintf(ctx, "the directory \"%s\" of -w cannot be entered: %s",
				       path, strerror(error));
	}
}

static char *explain_standard_fd(TALLOC_CTX *ctx, const char *name, int error)
{
	if (error == EISDIR)
		return talloc_asprintf(
			ctx,
			"%s is a directory, through which the program could leave the "
			"jail; redirect it from a file or /dev/null",
			name);
	return talloc_asprintf(
		ctx,
		"%s cannot be given to the program: %s; redirect it, for instance to "
		"/dev/null",
		name, strerror(error));
}

/* EACCES has several causes, told apart by the file and its mount. */
static char *explain_program_denied(TALLOC_CTX *ctx, const struct report *report)
{
	const char *program = report->subject;

	if (report->rule != NULL)
		return talloc_asprintf(ctx, "the program \"%s\" may not be executed: %s refuses it",
				       program, report->rule);
	if (report_file_is_directory(report->fd))
		return talloc_asprintf(ctx, "\"%s\" is a directory; name a program in it", program);
	if (report_file_is_noexec(report->fd) || path_is_noexec(report->rootfs))
		return talloc_asprintf(ctx,
				       "the program \"%s\" lies on a file system mounted noexec, "
				       "where the kernel starts nothing; move the root directory",
				       program);
	return talloc_asprintf(ctx,
			       "the program \"%s\" may not be executed: it is no plain file, or "
			       "lacks the x or r permission for you; try chmod +rx",
			       program);
}

/* ELIBBAD stands for "certainly another machine's"; ENOEXEC may be that, too. */
static char *explain_program_format(TALLOC_CTX *ctx, const struct report *report, int error)
{
	const char *machine = report->machine != NULL ? report->machine
						      : report_file_foreign_machine(report->fd);

	if (machine == NULL && error == ELIBBAD)
		machine = "another kind of machine";
	if (machine != NULL && report->emulator != NULL)
		return talloc_asprintf(ctx,
				       "the program \"%s\" is made for %s, which neither this "
				       "host (" PTJAIL_ARCH ") nor -q \"%s\" runs; give -q the "
				       "emulator for that",
				       report->subject, machine, report->emulator);
	if (machine != NULL)
		return talloc_asprintf(ctx,
				       "the program \"%s\" is made for %s, and this host "
				       "runs " PTJAIL_ARCH " programs; use a root directory for "
				       "that, or an emulator (-q qemu-ARCH-static)",
				       report->subject, machine);
	return talloc_asprintf(ctx,
			       "\"%s\" is neither an ELF program nor a script that begins with "
			       "#!; start it with its interpreter, such as sh",
			       report->subject);
}

static char *explain_program(TALLOC_CTX *ctx, const struct report *report, int error)
{
	const char *program = report->subject;

	switch (error) {
	case ENOENT:
		return talloc_asprintf(
			ctx,
			"the program \"%s\" was not found inside the root directory "
			"\"%s\"; paths and PATH are looked up there, not on the host",
			program, report->rootfs != NULL ? report->rootfs : "?");
	case ENOTDIR:
		return talloc_asprintf(
			ctx,
			"the program \"%s\" was not found: a part of its path is not "
			"a directory inside the jail",
			program);
	case ELOOP:
		return talloc_asprintf(
			ctx,
			"the program \"%s\" was not found: symbolic links, or scripts "
			"that name each other, lead in a circle",
			program);
	case EISDIR:
		return talloc_asprintf(ctx, "\"%s\" is a directory; name a program in it", program);
	case EACCES:
		return explain_program_denied(ctx, report);
	case ELIBBAD:
	case ENOEXEC:
		return explain_program_format(ctx, report, error);
	default:
		return talloc_asprintf(ctx, "the program \"%s\" cannot be started: %s", program,
				       strerror(error));
	}
}

static char *explain_emulator(TALLOC_CTX *ctx, const char *command, int error)
{
	int length = (int)strcspn(command, " \t");

	switch (error) {
	case ENOENT:
	case ENOTDIR:
		return talloc_asprintf(ctx,
				       "the emulator \"%.*s\" was not found on this host; install "
				       "it (Debian: qemu-user-static), or give its path to -q",
				       length, command);
	case EACCES:
	case EISDIR:
		return talloc_asprintf(ctx,
				       "the emulator \"%.*s\" may not be executed: it is no plain "
				       "file, or lacks the x or r permission for you",
				       length, command);
	case ENOEXEC:
		return talloc_asprintf(ctx,
				       "the emulator \"%.*s\" is no ELF program; -q wants the "
				       "program itself, not a script around it",
				       length, command);
	case ELIBBAD:
		return talloc_asprintf(ctx,
				       "the emulator \"%.*s\" is itself made for another "
				       "architecture; -q wants one that runs on " PTJAIL_ARCH,
				       length, command);
	case ELIBACC:
		return talloc_asprintf(ctx,
				       "the emulator \"%.*s\" is linked dynamically, and its "
				       "libraries cannot be found on this host; use a static one "
				       "(Debian: qemu-user-static)",
				       length, command);
	case E2BIG:
		return talloc_asprintf(ctx, "-q \"%s\" has too many words", command);
	default:
		return talloc_asprintf(ctx, "the emulator \"%.*s\" cannot be used: %s", length,
				       command, strerror(error));
	}
}

static char *explain_interpreter(TALLOC_CTX *ctx, const char *interpreter, int error)
{
	size_t length = strlen(interpreter);

	if (error == ENOENT && length > 1 && interpreter[length - 1] == '\r')
		return talloc_asprintf(ctx,
				       "the script has lines that end as in DOS: after \"%.*s\" in "
				       "its first there is a carriage return; take them out (tr -d "
				       "'\\r')",
				       (int)(length - 1), interpreter);
	if (error == ENOENT || error == ENOTDIR)
		return talloc_asprintf(
			ctx,
			"the program needs the interpreter \"%s\", which is not in the root "
			"directory; install it there, or use a static program",
			interpreter);
	return talloc_asprintf(ctx,
			       "the program needs the interpreter \"%s\", which cannot be used: %s",
			       interpreter, strerror(error));
}

static char *explain_ptrace(TALLOC_CTX *ctx, int error)
{
	int scope = report_yama_scope();

	if (scope == 3)
		return talloc_strdup(
			ctx,
			"this host forbids ptrace to everyone (kernel.yama.ptrace_scope is 3); "
			"only a reboot with another setting lets ptjail work");
	if (scope == 2)
		return talloc_strdup(ctx, "this host reserves ptrace for administrators "
					  "(kernel.yama.ptrace_scope is 2); ask for 1 or 0");
	if (report_is_traced())
		return talloc_strdup(
			ctx, "ptrace is refused here: ptjail itself is being traced (strace, gdb, "
			     "another jail); run it outside of that");
	if (error == EPERM || error == ENOSYS || error == EACCES)
		return talloc_strdup(
			ctx, "ptrace is forbidden here, probably by a container's seccomp profile; "
			     "start the container with --cap-add=SYS_PTRACE or a newer Docker, and "
			     "see ptjail --doctor");
	return talloc_asprintf(ctx, "the program cannot be traced: %s", strerror(error));
}

static char *explain_seccomp(TALLOC_CTX *ctx, int error)
{
	if (error == EINVAL || error == ENOSYS)
		return talloc_strdup(
			ctx,
			"this kernel has no seccomp filters (CONFIG_SECCOMP_FILTER), which the "
			"jail rests on; use another kernel, and see ptjail --doctor");
	if (error == EACCES || error == EPERM)
		return talloc_strdup(
			ctx, "seccomp filters are forbidden here, probably by a container's own "
			     "profile; allow seccomp(2) there, and see ptjail --doctor");
	return talloc_asprintf(ctx, "the seccomp filter cannot be installed: %s", strerror(error));
}

static char *explain_gate(TALLOC_CTX *ctx, int error)
{
	if (error == ENOSPC)
		return talloc_strdup(
			ctx,
			"the disk or memory file system is full: ptjail's shared memory cannot "
			"be made; free some in /dev/shm or TMPDIR");
	if (error == EFBIG)
		return talloc_strdup(ctx, "no file may be as large as ptjail's shared memory; "
					  "raise the limit (ulimit -f)");
	return talloc_asprintf(ctx,
			       "ptjail's shared memory cannot be made (%s); see ptjail --doctor",
			       strerror(error));
}

static char *explain_process(TALLOC_CTX *ctx, int error)
{
	if (error == EAGAIN)
		return talloc_strdup(
			ctx, "no process can be started: your limit is reached (ulimit -u); end "
			     "some, or raise it");
	return talloc_asprintf(ctx, "no process can be started: %s", strerror(error));
}

static char *explain_loop(TALLOC_CTX *ctx, const char *what, int error)
{
	/* KERNEL: sigqueue_alloc(): a timer needs room for its signal. */
	if (what == NULL && error == EAGAIN)
		return talloc_strdup(
			ctx, "ptjail can queue no signal or start no process: your limit is "
			     "reached (ulimit -i, ulimit -u); end some, or raise it");
	return talloc_asprintf(ctx, "the jail was ended, with all in it, because %s: %s",
			       what != NULL ? what : "ptjail could not go on", strerror(error));
}

/* Causes that are the same whatever was being done. */
static char *explain_common(TALLOC_CTX *ctx, enum report_stage stage, int error)
{
	if (error == ENOMEM)
		return talloc_strdup(ctx,
				     "memory is used up; raise the limit (ulimit -v) or free some");
	if (error == ENFILE || (error == EMFILE && stage != REPORT_BIND))
		return talloc_strdup(ctx, "too many files are open; raise the limit (ulimit -n)");
	return NULL;
}

static char *explain_stage(TALLOC_CTX *ctx, const struct report *report, int error)
{
	const char *subject = report->subject != NULL ? report->subject : "?";

	switch (report->stage) {
	case REPORT_OPTIONS:
		return talloc_strdup(ctx, subject);
	case REPORT_ROOTFS:
		return explain_rootfs(ctx, subject, error);
	case REPORT_BIND:
		/* ptjail's own mounts: only the root directory itself can be at fault. */
		if (report->subject == NULL && report->rootfs != NULL)
			return explain_rootfs(ctx, report->rootfs, error);
		return explain_bind(ctx, subject, error);
	case REPORT_BIND_PLACE:
		return explain_bind_place(ctx, subject, error);
	case REPORT_SPOOL:
		return explain_spool(ctx, report->subject, error);
	case REPORT_CWD:
		return explain_cwd(ctx, subject, error);
	case REPORT_STANDARD_FD:
		return explain_standard_fd(ctx, subject, error);
	case REPORT_PROGRAM:
		return explain_program(ctx, report, error);
	case REPORT_INTERPRETER:
		return explain_interpreter(ctx, subject, error);
	case REPORT_EMULATOR:
		return explain_emulator(ctx, subject, error);
	case REPORT_PTRACE:
		return explain_ptrace(ctx, error);
	case REPORT_SECCOMP:
		return explain_seccomp(ctx, error);
	case REPORT_GATE:
		return explain_gate(ctx, error);
	case REPORT_PROCESS:
		return explain_process(ctx, error);
	case REPORT_LOOP:
		return explain_loop(ctx, report->subject, error);
	}
	return talloc_asprintf(ctx, "%s", strerror(error));
}

static int exit_of_program(int error)
{
	if (error == ENOENT || error == ENOTDIR || error == ELOOP)
		return REPORT_EXIT_NOT_FOUND;
	return REPORT_EXIT_NOT_EXECUTABLE;
}

char *report_explain(TALLOC_CTX *ctx, const struct report *report, int *ret_exit)
{
	int error = report->error < 0 ? -report->error : report->error;
	char *sentence = NULL;

	if (ret_exit != NULL) {
		*ret_exit = REPORT_EXIT_FAILURE;
		if (error != ENOMEM && error != EMFILE && error != ENFILE) {
			if (report->stage == REPORT_PROGRAM || report->stage == REPORT_INTERPRETER)
				*ret_exit = exit_of_program(error);
		}
	}
	if (report->stage != REPORT_OPTIONS || report->subject == NULL)
		sentence = explain_common(ctx, report->stage, error);
	return sentence != NULL ? sentence : explain_stage(ctx, report, error);
}

int report_exit_status(int wait_status)
{
	if (WIFEXITED(wait_status))
		return WEXITSTATUS(wait_status);
	if (WIFSIGNALED(wait_status))
		return 128 + WTERMSIG(wait_status);
	return REPORT_EXIT_FAILURE;
}

const char *report_privilege_warning(void)
{
	if (geteuid() == 0)
		return "you are root, so whatever gets out of the jail is root too; run ptjail "
		       "as an ordinary user";
	if (geteuid() != getuid() || getegid() != getgid())
		return "ptjail runs setuid or setgid, which it is not made for; run it as an "
		       "ordinary user";
	if (report_has_capabilities())
		return "ptjail holds capabilities, which weaken the jail; run it without them";
	return NULL;
}
