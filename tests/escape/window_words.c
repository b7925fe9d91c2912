/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * unlinkat by the gate's words: every byte offset into some of them, and around them, from all
 * descriptors there are; what is told to become a word and must not; then a peer comes into sight,
 * and no word may name anything any more.
 * ATTACK OPTIONS: -b @OUT@/victim:/mounted8
 * ATTACK BROKEN: WORDS
 */
#include "escape.h"

static uint64_t gate;

static const char *word_at(uint64_t address)
{
	return (const char *)(uintptr_t)address;
}

/* A copy: the address where the name is a word, or 0. */
static uint64_t find_word(const char *name)
{
	for (uint64_t at = gate + GATE_WORDS_; at < gate + GATE_WORDS_END_; at += 64)
		if (strcmp(word_at(at), name) == 0)
			return at;
	return 0;
}

/* Whether in-process code is told that there are words (struct gate_config, flags). */
static bool are_there_words(void)
{
	uint32_t flags;

	memcpy(&flags, word_at(gate + 0x200 + 48), sizeof(flags));
	return (flags & 1024) != 0;
}

static void inspect(void)
{
	for (uint64_t at = gate + GATE_WORDS_; at < gate + GATE_WORDS_END_; at += 64) {
		const char *word = word_at(at);

		if (word[0] == '\0')
			continue;
		if (memchr(word, '/', 64) != NULL || word[63] != '\0')
			escaped("a word is a path");
		if (strcmp(word, "..") == 0 || strcmp(word, ".") == 0)
			escaped("a word leads upwards");
		if (strcmp(word, "proc") == 0 || strcmp(word, "dev") == 0)
			escaped("a word is a mount point's name");
		/* What the kernel may read of it while it is written, on some processors. */
		if (strncmp(word, "mounted8", 8) == 0)
			escaped("a word begins as a mount point's name");
	}
}

/* Removed twice, alone and among others: so a name becomes a word. */
static void teach(const char *name)
{
	char path[PATH_MAX];

	mkdir("school", 0700);
	for (int i = 0; i < 4; i++) {
		if ((size_t)snprintf(path, sizeof(path), "school/%s", name) >= sizeof(path))
			broken("too long");
		make_file(path, "");
		make_file("school/other", "");
		(void)unlink("school/other");
		(void)unlink(path);
	}
	rmdir("school");
}

static void try_offsets(int fd, uint64_t word)
{
	static const int flags[] = { 0, AT_REMOVEDIR };

	for (uint64_t at = word - 70; at < word + 70; at++)
		for (size_t i = 0; i < 2; i++)
			(void)syscall(SYS_unlinkat, fd, at, flags[i]);
}

/* The attacker's own memory, and the gate's, with every way out that there is. */
static void try_names(int fd)
{
	static char up[PATH_MAX];

	if (up[0] == '\0') {
		for (int i = 0; i < 20; i++)
			strcat(up, "../");
		strcat(up, outside("victim") + 1);
	}
	must_fail(syscall(SYS_unlinkat, fd, up, 0), "unlinkat upwards");
	must_fail(syscall(SYS_unlinkat, fd, outside("victim"), 0), "unlinkat outside");
	must_fail(syscall(SYS_unlinkat, fd, "out/victim", 0), "unlinkat by a link");
}

/* What stands for /proc is nobody's to take away: no word names anything there. */
static void enter_proc(uint64_t mine)
{
	static const char *const places[] = { "/proc", "/proc/self", "/proc/self/fd", "/dev",
					      "/dev/pts" };

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		int fd = open(places[i], O_RDONLY | O_DIRECTORY);

		if (fd < 0)
			continue;
		for (uint64_t at = gate + GATE_WORDS_; at < gate + GATE_WORDS_END_; at += 64)
			if (word_at(at)[0] != '\0' && i < 3)
				escaped("a word is one where /proc is held");
		close(fd);
	}
	if (mine != 0 && syscall(SYS_unlinkat, AT_FDCWD, mine, 0) == 0)
		escaped("a word is one when /proc was entered");
}

int main(void)
{
	static const char *const names[] = { "victim", "secret", "null", "zero", "proc", "dev",
					     "..", "tty", "self", "mounted8", "mounted8more",
					     "mounted8moremoremore", "mine" };
	struct sockaddr_un address;
	int sock = socket(AF_UNIX, SOCK_STREAM, 0);
	uint64_t mine;

	gate = find_gate();
	enter_scratch();
	(void)symlink(given("ESCAPE_OUT"), "out");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], "..") != 0)
			teach(names[i]);
	inspect();
	mine = find_word("mine");
	if (mine == 0 && are_there_words())
		broken("no word was learned");
	for (int fd = AT_FDCWD; fd < 1100; fd = fd < 0 ? 0 : fd + 1) {
		try_names(fd);
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (find_word(names[i]) != 0)
				try_offsets(fd, find_word(names[i]));
		for (uint64_t at = gate + GATE_WORDS_ - 64; at < gate + GATE_WORDS_END_ + 64;
		     at += 4032)
			(void)syscall(SYS_unlinkat, fd, at, 0);
		if (fd > 64 && fd < 1000)
			fd = 1000;
	}
	if (access("/dev/null", F_OK) < 0)
		escaped("a device was removed");
	make_file("mine", "");
	if (mine != 0 && syscall(SYS_unlinkat, AT_FDCWD, mine, 0) != 0)
		broken("a word removes nothing");
	if (bind(sock, (struct sockaddr *)&address, unix_address(&address, "socket")) < 0)
		broken("bind");
	make_file("mine", "");
	if (mine != 0 && syscall(SYS_unlinkat, AT_FDCWD, mine, 0) == 0)
		escaped("a word is one while a peer may hand in a directory");
	if (find_word("mine") != 0 || find_word("victim") != 0)
		escaped("words are left");
	enter_proc(mine);
	contained();
}
