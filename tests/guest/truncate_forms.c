/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* truncate and ftruncate: growing, shrinking, errors. */
#include <sys/mman.h>

#include "guest.h"

static void show_times_kept(const char *what, int fd)
{
	struct stat st;

	MUST(fstat(fd, &st));
	printf("%s: mtime %s\n", what, st.st_mtim.tv_sec == 2 ? "kept" : "moved");
}

/* KERNEL: shmem_setattr(): times move only where the size does, but by ftruncate. */
static void same_size_in_memory(const char *path, int fd)
{
	static const struct timespec times[2] = { { 1, 0 }, { 2, 0 } };

	MUST(futimens(fd, times));
	CALL(truncate(path, 0));
	show_times_kept("truncate", fd);
	CALL(ftruncate(fd, 0));
	show_times_kept("ftruncate", fd);
	CALL(truncate(path, 10));
	MUST(futimens(fd, times));
	CALL(truncate(path, 10));
	show_times_kept("truncate again", fd);
	CALL(truncate(path, 5));
	show_times_kept("truncate to less", fd);
}

static void in_memory(void)
{
	char name[64], path[96];
	int fd;

	snprintf(name, sizeof(name), "/guest-truncate-%d", (int)getpid());
	snprintf(path, sizeof(path), "/dev/shm%s", name);
	fd = MUST(shm_open(name, O_CREAT | O_EXCL | O_RDWR, 0600));
	same_size_in_memory(path, fd);
	MUST(shm_unlink(name));
	fd = MUST(memfd_create("m", 0));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	same_size_in_memory(path, fd);
}

int main(void)
{
	int r, w;

	put_file("f", "content");
	MUST(mkdir("d", 0755));
	MUST(mkfifo("p", 0644));
	MUST(symlink("f", "l"));
	CALL(truncate("f", 3));
	show_file("f");
	CALL(truncate("l", 10));
	show_path("f");
	CALL(truncate("f", -1));
	CALL(truncate("d", 0));
	CALL(truncate("p", 0));
	CALL(truncate("missing", 0));
	CALL(truncate("f/", 0));
	CALL(truncate("", 0));
	CALL(truncate("/dev/null", 0));
	CALL(truncate(bad_memory(), 0));
	r = MUST(open("f", O_RDONLY));
	w = MUST(open("f", O_WRONLY));
	CALL(ftruncate(r, 0));
	CALL(ftruncate(w, 1));
	CALL(ftruncate(999, 0));
	MUST(chmod("f", 0444));
	CALL(truncate("f", 0));
	CALL(ftruncate(w, 0));
	in_memory();
	return 0;
}
