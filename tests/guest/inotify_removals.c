/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* Who watches a directory hears of what happens in it and of nothing else, however much that is. */
#include "guest.h"

#define FILES 60

static void show_events(int fd)
{
	_Alignas(struct inotify_event) char block[16384];
	uint32_t last = 0;
	int count = 0;
	ssize_t got;

	while ((got = read(fd, block, sizeof(block))) > 0) {
		for (ssize_t at = 0; at < got;) {
			const struct inotify_event *event = (const void *)(block + at);

			if (event->mask != last && count > 0) {
				printf("%x: %d times\n", last, count);
				count = 0;
			}
			last = event->mask;
			count++;
			at += (ssize_t)sizeof(*event) + event->len;
		}
	}
	printf("%x: %d times\n", last, count);
}

static void fill(void)
{
	char name[16];

	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "d/f%d", i);
		MUST(symlink("text", name));
	}
	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "d/s%d", i);
		MUST(mkdir(name, 0755));
	}
}

static void empty(void)
{
	char name[16];

	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "d/f%d", i);
		MUST(unlink(name));
	}
	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "d/s%d", i);
		MUST(rmdir(name));
	}
}

int main(void)
{
	int fd = MUST(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));

	MUST(mkdir("d", 0755));
	fill();
	MUST(inotify_add_watch(fd, "d", IN_ALL_EVENTS));
	empty();
	show_events(fd);
	for (int i = 0; i < 3; i++) {
		fill();
		empty();
		show_events(fd);
	}
	return 0;
}
