/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * B-02, E18: a file of a read-only mount, opened for reading, is to be written by all that writes through pages
 * or from one descriptor to another: shared mappings and what changes their rights, advice, other
 * processes, pipes, asynchronous I/O, copies, clones, the file itself executed meanwhile.
 * ATTACK OPTIONS: -b @OUT@/ro:/mnt/ro:ro
 */
#include "confined.h"

#include <linux/aio_abi.h>
#include <linux/falloc.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/sendfile.h>
#include <sys/uio.h>

static void by_mappings(int fd)
{
	char *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	char word[8] = "written";
	struct iovec own = { word, 7 }, there = { page, 7 };

	if (page == MAP_FAILED)
		broken("mmap");
	if (mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) != MAP_FAILED ||
	    mmap(NULL, 4096, PROT_WRITE, 3 /* SHARED_VALIDATE */, fd, 0) != MAP_FAILED)
		escaped("a shared mapping that can be written");
	must_fail(mprotect(page, 4096, PROT_READ | PROT_WRITE), "mprotect");
	must_fail(syscall(SYS_pkey_mprotect, page, 4096, PROT_READ | PROT_WRITE, -1), "pkey_mprotect");
	must_fail(madvise(page, 4096, MADV_REMOVE), "MADV_REMOVE");
	must_fail(madvise(page, 4096, 23 /* POPULATE_WRITE */), "MADV_POPULATE_WRITE");
	must_fail(syscall(SYS_process_vm_writev, getpid(), &own, 1, &there, 1, 0), "process_vm_writev");
	must_fail(open("/proc/self/mem", O_RDWR), "/proc/self/mem");
	(void)remap_file_pages(page, 4096, 0, 0, 0);
	must_fail(mprotect(page, 4096, PROT_READ | PROT_WRITE), "mprotect once more");
	if (fork() == 0) {
		(void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		_exit(0);
	}
	{
		pid_t child = waitpid(-1, NULL, WUNTRACED);

		(void)ptrace(PTRACE_POKEDATA, child, page, 0x6e6574746972777L);
		(void)syscall(SYS_process_vm_writev, child, &own, 1, &there, 1, 0);
		(void)ptrace(PTRACE_CONT, child, NULL, 0);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
	}
	if (memcmp(page, "readonly", 8) != 0)
		escaped("the page is written");
}

static void by_descriptors(int fd, int full)
{
	struct file_clone_range range = { .src_fd = full, .src_length = 4096 };
	loff_t zero = 0;
	int pair[2];

	if (pipe(pair) < 0 || write(pair[1], "written", 7) != 7)
		broken("pipe");
	must_fail(splice(pair[0], NULL, fd, &zero, 7, 0), "splice");
	must_fail(sendfile(fd, full, &zero, 7), "sendfile");
	must_fail(syscall(SYS_copy_file_range, full, NULL, fd, NULL, 7, 0), "copy_file_range");
	must_fail(ioctl(fd, FICLONE, full), "FICLONE");
	must_fail(ioctl(fd, FICLONERANGE, &range), "FICLONERANGE");
	must_fail(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 4096), "a hole");
	must_fail(fallocate(fd, FALLOC_FL_ZERO_RANGE, 0, 4096), "zeros");
	must_fail(fallocate(fd, FALLOC_FL_COLLAPSE_RANGE, 0, 4096), "less");
	must_fail(ftruncate(fd, 0), "ftruncate");
	must_fail(write(fd, "written", 7), "write");
	must_fail(pwrite(fd, "written", 7, 0), "pwrite");
	/* Pages of the file in a pipe, and what is written behind them. */
	zero = 0;
	(void)splice(fd, &zero, pair[1], NULL, 1, 0);
	(void)!write(pair[1], "written", 7);
	(void)vmsplice(pair[1], &(struct iovec){ "written", 7 }, 1, SPLICE_F_GIFT);
}

static void by_aio(int fd)
{
	aio_context_t context = 0;
	static char text[512] = "written";
	struct iocb block = { .aio_fildes = (uint32_t)fd, .aio_lio_opcode = IOCB_CMD_PWRITE,
			      .aio_buf = (uint64_t)(uintptr_t)text, .aio_nbytes = 7 };
	struct iocb *list[] = { &block };
	struct io_event event;

	if (syscall(SYS_io_setup, 1, &context) < 0)
		return;
	if (syscall(SYS_io_submit, context, 1, list) == 1 &&
	    syscall(SYS_io_getevents, context, 1, 1, &event, NULL) == 1 && event.res >= 0)
		escaped("written by aio");
	(void)syscall(SYS_io_destroy, context);
}

static void by_names(int fd)
{
	static const int flags[] = { O_WRONLY, O_RDWR, O_WRONLY | O_TRUNC, O_RDONLY | O_TRUNC, O_WRONLY | O_APPEND,
				     O_WRONLY | O_CREAT, O_RDWR | O_DIRECT, 3 };
	char names[4][64];

	snprintf(names[0], 64, "/proc/self/fd/%d", fd);
	snprintf(names[1], 64, "/dev/fd/%d", fd);
	snprintf(names[2], 64, "/proc/%d/task/%d/fd/%d", getpid(), getpid(), fd);
	snprintf(names[3], 64, "/proc/thread-self/fd/%d", fd);
	for (size_t i = 0; i < 4; i++) {
		for (size_t j = 0; j < sizeof(flags) / sizeof(flags[0]); j++) {
			int again = open(names[i], flags[j], 0600);

			if (again >= 0)
				must_fail(write(again, "written", 7), names[i]);
			close(again);
		}
		must_fail(truncate(names[i], 0), names[i]);
		must_fail(chmod(names[i], 0777), names[i]);
		must_fail(utimensat(AT_FDCWD, names[i], NULL, 0), names[i]);
		must_fail(linkat(AT_FDCWD, names[i], AT_FDCWD, "linked", AT_SYMLINK_FOLLOW), names[i]);
	}
	must_fail(linkat(fd, "", AT_FDCWD, "linked", AT_EMPTY_PATH), "linkat");
}

int main(void)
{
	int fd, path, full;

	enter_scratch();
	make_file("own", "written written");
	full = open("own", O_RDWR);
	fd = open("/mnt/ro/file", O_RDONLY);
	path = open("/mnt/ro/file", O_PATH);
	if (fd < 0 || path < 0)
		broken("/mnt/ro/file");
	by_mappings(fd);
	by_descriptors(fd, full);
	by_descriptors(path, full);
	by_aio(fd);
	by_names(fd);
	by_names(path);
	still_confined("after writes to a read-only mount");
	contained();
}
