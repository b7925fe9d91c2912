/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The id of a file's mount: statx, name_to_handle_at, fdinfo and mountinfo say the same. */
#include "guest.h"

/* How often the first column of mountinfo has `id`. */
static int count_in_mountinfo(unsigned long id)
{
	FILE *file = fopen("/proc/self/mountinfo", "r");
	char line[4096];
	unsigned long found;
	int count = 0;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		if (sscanf(line, "%lu", &found) == 1 && found == id)
			count++;
	}
	if (file != NULL)
		fclose(file);
	return count;
}

static unsigned long id_in_fdinfo(int fd)
{
	char path[64], line[128];
	unsigned long id = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	file = fopen(path, "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		sscanf(line, "mnt_id: %lu", &id);
	if (file != NULL)
		fclose(file);
	return id;
}

int main(void)
{
	struct {
		struct file_handle head;
		unsigned char bytes[MAX_HANDLE_SZ];
	} handle = { .head.handle_bytes = MAX_HANDLE_SZ };
	int fd = MUST(open("f", O_RDWR | O_CREAT, 0644));
	int mount_id = 0;
	struct statx sx;

	CALL(statx(AT_FDCWD, "f", 0, STATX_MNT_ID, &sx));
	CALL(name_to_handle_at(AT_FDCWD, "f", &handle.head, &mount_id, 0));
	printf("as a handle's: %d\n", mount_id == (int)sx.stx_mnt_id);
	printf("as fdinfo's: %d\n", id_in_fdinfo(fd) == sx.stx_mnt_id);
	printf("in mountinfo: %d times\n", count_in_mountinfo(sx.stx_mnt_id));
	return 0;
}
