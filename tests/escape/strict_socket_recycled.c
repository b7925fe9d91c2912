/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * --strict lets connect to sockets that members bound. One is bound and removed; the socket that
 * somebody outside makes then gets its inode's number. And many are: nobody may have to remember
 * all of them.
 * ATTACK OPTIONS: --strict -b @OUT@/../shared:/shared
 */
#include "escape.h"

#define MANY 20000

static int bind_at(const char *path)
{
	struct sockaddr_un address;
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);

	if (bind(sock, (struct sockaddr *)&address, unix_address(&address, path)) < 0)
		broken("bind to %s", path);
	return sock;
}

static ino_t number_of(const char *path)
{
	struct stat info;

	return stat(path, &info) < 0 ? 0 : info.st_ino;
}

/* Asks the outside for its socket, with a number that a socket of ours had. */
static bool get_recycled(void)
{
	ino_t mine;

	close(bind_at("/shared/mine"));
	mine = number_of("/shared/mine");
	make_file("/shared/ask", "");
	unlink("/shared/made");
	unlink("/shared/mine");
	for (int i = 0; i < 100 && number_of("/shared/made") == 0; i++)
		usleep(20000);
	return mine != 0 && number_of("/shared/made") == mine;
}

static void bind_many(void)
{
	double begin = now(), first = 0;

	for (int i = 0; i < MANY; i++) {
		close(bind_at("many"));
		unlink("many");
		if (i == MANY / 20)
			first = now() - begin;
	}
	printf("%.2f s for the first %d, %.2f s for all\n", first, MANY / 20, now() - begin);
}

int main(void)
{
	struct sockaddr_un address;
	socklen_t length;
	bool recycled = false;
	int own;

	enter_scratch();
	unlink("/shared/made");
	for (int i = 0; i < 30 && !recycled; i++)
		recycled = get_recycled();
	if (number_of("/shared/made") == 0)
		broken("nobody outside makes a socket");
	puts(recycled ? "it has the number" : "its number is never one of ours");
	length = unix_address(&address, "/shared/made");
	must_fail(connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, length),
		  "connect to a socket outside");
	own = bind_at("own");
	listen(own, 1);
	length = unix_address(&address, "own");
	if (connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, length) < 0)
		broken("connect to a socket of its own");
	bind_many();
	contained();
}
