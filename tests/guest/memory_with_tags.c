/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Names, and what calls write, in memory that has tags which every access is checked by: often
 * enough for whatever makes calls quick, and in a child.
 */
#include "guest.h"
#include "memory_tags.h"

#define SIZE  65536
#define TIMES 60

struct room {
	char name[64];
	char link[64];
	char text[256];
	struct stat info;
	struct statfs where;
};

static void make_calls(struct room *room)
{
	int good = 0;

	for (int i = 0; i < TIMES; i++) {
		int fd = open(room->name, O_RDONLY);

		good += fd >= 0 && read(fd, room->text, 1) == 0;
		close(fd);
		good += stat(room->name, &room->info) == 0 && S_ISREG(room->info.st_mode);
		good += lstat(room->link, &room->info) == 0 && S_ISLNK(room->info.st_mode);
		good += access(room->name, R_OK) == 0;
		good += readlink(room->link, room->text, sizeof(room->text)) == 4;
		good += statfs(room->name, &room->where) == 0;
		good += getcwd(room->text, sizeof(room->text)) != NULL;
	}
	printf("%d of %d\n", good, 7 * TIMES);
}

int main(void)
{
	struct room *room = tagged_memory(SIZE);

	setbuf(stdout, NULL);
	if (room == NULL) {
		puts("no tags");
		return 0;
	}
	strcpy(room->name, "file");
	strcpy(room->link, "link");
	MUST(open("file", O_CREAT | O_WRONLY, 0644));
	MUST(symlink("file", "link"));
	make_calls(room);
	if (fork() == 0) {
		make_calls(room);
		_exit(0);
	}
	MUST(wait(NULL));
	return 0;
}
