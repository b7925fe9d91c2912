/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* inotify reports what happens to a watched directory and file. */
#include "guest.h"

static void show_events(int fd)
{
	char block[4096] __attribute__((aligned(8)));
	ssize_t got = read(fd, block, sizeof(block));

	for (ssize_t at = 0; at < got;) {
		struct inotify_event *event = (struct inotify_event *)(block + at);

		printf("wd %d mask %x %s\n", event->wd, event->mask,
		       event->len ? event->name : "-");
		at += sizeof(*event) + event->len;
	}
	if (got < 0)
		printf("read: %s\n", err_name(errno));
}

int main(void)
{
	int fd = MUST(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
	const uint32_t mask = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE |
			      IN_DELETE_SELF | IN_ATTRIB;

	MUST(mkdir("d", 0755));
	put_file("f", "x");
	MUST(symlink("f", "l"));
	CALL(inotify_add_watch(fd, "d", mask));
	CALL(inotify_add_watch(fd, "l", mask));
	CALL(inotify_add_watch(fd, "f", mask));
	put_file("d/new", "x");
	MUST(rename("d/new", "d/newer"));
	MUST(unlink("d/newer"));
	MUST(mkdir("d/sub", 0755));
	show_events(fd);
	put_file("f", "y");
	MUST(unlink("f"));
	show_events(fd);
	CALL(inotify_rm_watch(fd, 1));
	CALL(inotify_rm_watch(fd, 7));
	show_events(fd);
	return 0;
}
