/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* See mapping.h. Must never take the name of a mapping, which a member chooses, for a line. */
#include "tracer/mapping.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>

/* KERNEL: 6.11 <linux/fs.h> PROCMAP_QUERY, which older headers lack. */
struct map_query {
	uint64_t size, query_flags, query_addr;
	uint64_t vma_start, vma_end, vma_flags, vma_page_size, vma_offset, inode;
	uint32_t dev_major, dev_minor, vma_name_size, build_id_size;
	uint64_t vma_name_addr, build_id_addr;
};
#define MAP_QUERY _IOWR('f', 17, struct map_query)

/* One mapping instead of all of them. -ENOTTY: the kernel does not know how. */
static int query(int maps, uint64_t address, struct mapping *ret)
{
	struct map_query query = { .size = sizeof(query), .query_addr = address };

	if (ioctl(maps, MAP_QUERY, &query) < 0)
		return errno == ENOENT ? -ENOENT : -ENOTTY;
	*ret = (struct mapping){ query.vma_start,
				 query.vma_end,
				 query.vma_offset,
				 query.inode,
				 query.dev_major,
				 query.dev_minor,
				 (unsigned int)query.vma_flags };
	return 0;
}

static unsigned int flags_of(const char *rights)
{
	return (rights[0] == 'r' ? MAPPING_READABLE : 0) |
	       (rights[1] == 'w' ? MAPPING_WRITABLE : 0) |
	       (rights[2] == 'x' ? MAPPING_EXECUTABLE : 0) |
	       (rights[3] == 's' ? MAPPING_SHARED : 0);
}

static int read_lines(FILE *maps, uint64_t address, struct mapping *ret)
{
	bool begins = true;
	char rights[5];
	char line[512];

	while (fgets(line, sizeof(line), maps) != NULL) {
		int fields = begins ? sscanf(line,
					     "%" SCNx64 "-%" SCNx64 " %4s %" SCNx64
					     " %x:%x %" SCNu64,
					     &ret->start, &ret->end, rights, &ret->offset,
					     &ret->major, &ret->minor, &ret->ino)
				    : 0;

		begins = strchr(line, '\n') != NULL;
		if (fields != 7 || address < ret->start || address >= ret->end)
			continue;
		ret->flags = flags_of(rights);
		return 0;
	}
	return -ENOENT;
}

int mapping_find(pid_t pid, uint64_t address, struct mapping *ret)
{
	char name[32];
	FILE *maps;
	int status;

	(void)snprintf(name, sizeof(name), "/proc/%d/maps", pid);
	maps = fopen(name, "re");
	if (maps == NULL)
		return -ESRCH;
	status = query(fileno(maps), address, ret);
	/* KERNEL: asked for an address in none it tells of no later one, unless it is told to. */
	if (status == -ENOTTY)
		status = read_lines(maps, address, ret);
	(void)fclose(maps);
	return status;
}
