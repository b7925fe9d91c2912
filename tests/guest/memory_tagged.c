/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Addresses with a tag in their top byte, which an aarch64 processor does not look at: calls take
 * them from whoever has asked for that, and his children until they execute something.
 */
#include "guest.h"

#define TIMES 60

/* Hidden from the compiler, which knows what overlaps what. */
static void *tagged(const void *at)
{
	uint64_t address = (uint64_t)(uintptr_t)at | (UINT64_C(0x5a) << 56);

	__asm__("" : "+r"(address));
	return (void *)(uintptr_t)address;
}

static void make_calls(void)
{
	const struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = "socket" };
	const struct open_how how = { .flags = O_RDONLY };
	const struct timespec times[2] = { { .tv_sec = 1 }, { .tv_sec = 2 } };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	struct statfs where;
	struct stat info;
	char text[64] = "";

	TRY_OPEN(open(tagged("file"), O_RDONLY));
	TRY_OPEN(open(tagged("new"), O_RDONLY | O_CREAT | O_EXCL, 0644));
	TRY_OPEN(syscall(SYS_openat2, AT_FDCWD, "file", tagged(&how), sizeof(how)));
	CALL(unlink("new"));
	CALL(stat(tagged("file"), &info));
	CALL(stat("file", tagged(&info)));
	CALL(statfs("file", tagged(&where)));
	CALL(access(tagged("file"), R_OK));
	CALL(readlink(tagged("link"), text, sizeof(text)));
	CALL(readlink("link", tagged(text), sizeof(text)));
	puts(text);
	CALL(syscall(SYS_getcwd, tagged(text), sizeof(text)) > 0);
	CALL(utimensat(AT_FDCWD, "file", tagged(times), 0));
	CALL(rename("file", tagged("other")));
	CALL(rename(tagged("other"), "file"));
	CALL(bind(fd, tagged(&name), sizeof(name)));
	CALL(unlink(tagged("socket")));
	CALL(unlink("socket"));
	close(fd);
}

/* Often enough for whatever makes calls quick. */
static void make_many(void)
{
	int good = 0;

	for (int i = 0; i < TIMES; i++) {
		struct stat info;
		int fd = open(tagged("file"), O_RDONLY);

		good += fd >= 0;
		close(fd);
		good += stat(tagged("file"), tagged(&info)) == 0 && info.st_size == 0;
	}
	printf("%d\n", good);
}

static void in_child(const char *program)
{
	const char *const words[] = { program, "again", NULL };

	if (fork() == 0) {
		make_calls();
		CALL(execv(tagged(program), (char *const *)words));
		CALL(execv(program, (char *const *)words));
		_exit(1);
	}
	MUST(wait(NULL));
}

int main(int argc, char **argv)
{
	long asked;

	if (argc > 1) {
		TRY_OPEN(open(tagged("file"), O_RDONLY));
		return 0;
	}
	MUST(open("file", O_CREAT | O_WRONLY, 0644));
	MUST(symlink("file", "link"));
	make_calls();
	asked = CALL(prctl(PR_SET_TAGGED_ADDR_CTRL, PR_TAGGED_ADDR_ENABLE, 0, 0, 0));
	make_calls();
	in_child(argv[0]);
	if (asked == 0)
		make_many();
	return 0;
}
