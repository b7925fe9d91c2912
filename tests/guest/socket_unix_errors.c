/* SPDX-License-Identifier: LGPL-3.0-or-later */
/* The errors of bind and connect on paths. */
#include "guest.h"

static void try_path(const char *path)
{
	socklen_t length;
	struct sockaddr_un address = unix_address(path, &length);
	int fd = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	const char *bound = bind(fd, (struct sockaddr *)&address, length) ? err_name(errno) : "ok";

	close(fd);
	fd = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	printf("%s: bind %s, connect %s\n", path, bound,
	       connect(fd, (struct sockaddr *)&address, length) ? err_name(errno) : "ok");
	close(fd);
}

/* Who connects has a name, for which there is no memory: its length is not another's either. */
static void accept_nowhere(void)
{
	socklen_t length, told;
	struct sockaddr_un server = unix_address("server", &length);
	struct sockaddr_un client = unix_address("client", &told);
	int listener = MUST(socket(AF_UNIX, SOCK_STREAM, 0));
	int fd = MUST(socket(AF_UNIX, SOCK_STREAM, 0));

	MUST(bind(listener, (struct sockaddr *)&server, length));
	MUST(listen(listener, 1));
	MUST(bind(fd, (struct sockaddr *)&client, told));
	told = offsetof(struct sockaddr_un, sun_path) + sizeof("client");
	MUST(connect(fd, (struct sockaddr *)&server, length));
	CALL(accept(listener, (struct sockaddr *)bad_memory(), &told));
	printf("length %d\n", (int)told);
}

int main(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "x" };
	int fd = MUST(socket(AF_UNIX, SOCK_STREAM, 0));

	put_file("f", "x");
	MUST(mkdir("d", 0755));
	MUST(mkdir("now", 0555));
	MUST(symlink("nowhere", "dangling"));
	MUST(symlink("loop", "loop"));
	MUST(mkfifo("p", 0644));
	try_path("f");
	try_path("d");
	try_path("d/");
	try_path("new/");
	try_path("dangling");
	try_path("loop");
	try_path("p");
	try_path("missing/s");
	try_path("f/s");
	try_path("now/s");
	try_path(".");
	try_path("/");
	try_path("good");
	CALL(bind(fd, (struct sockaddr *)&address, 1));
	CALL(bind(fd, (struct sockaddr *)&address, 200));
	CALL(connect(fd, (struct sockaddr *)&address, 2));
	CALL(connect(fd, (struct sockaddr *)&address, 1));
	CALL(bind(fd, (struct sockaddr *)bad_memory(), sizeof(address)));
	CALL(connect(fd, (struct sockaddr *)bad_memory(), sizeof(address)));
	address.sun_family = AF_INET;
	CALL(bind(fd, (struct sockaddr *)&address, sizeof(address)));
	CALL(bind(0, (struct sockaddr *)&address, sizeof(address)));
	CALL(connect(999, (struct sockaddr *)&address, sizeof(address)));
	accept_nowhere();
	return 0;
}
