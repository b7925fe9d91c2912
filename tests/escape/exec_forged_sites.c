/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Interpreters made to look like C libraries: call instructions in the form that is replaced
 * before a program runs, at every place of a page, by the thousand, cut off by the segment's end,
 * entered in the middle, in segments that lie about themselves, and in files that change between
 * the look and the mapping. Whatever is replaced by what, no name leads outside.
 *
 * Only the first interpreters that are used again become one file with the loader: each run begins
 * with another one.
 */
#include "escape.h"

#if !defined(__x86_64__)
int main(void)
{
	skip("written for x86_64");
}
#else
#include <elf.h>
#include <sys/random.h>

#define TEXT_AT  4096U
#define FILE_MAX (64U << 10)
#define OPENED   42

struct image {
	Elf64_Ehdr elf;
	Elf64_Phdr segments[2];
	char path[PATH_MAX - 512];
};

static union {
	struct image image;
	unsigned char bytes[FILE_MAX];
} file;

static size_t at;

static void put(const void *bytes, size_t size)
{
	memcpy(file.bytes + at, bytes, size);
	at += size;
}

static void put_byte(unsigned char byte)
{
	put(&byte, 1);
}

/* mov $number, %eax; syscall; cmp $-4096, %rax */
static void put_site(uint32_t number)
{
	static const unsigned char rest[] = { 0x0f, 0x05, 0x48, 0x3d, 0x00, 0xf0, 0xff, 0xff };

	put_byte(0xb8);
	put(&number, sizeof(number));
	put(rest, sizeof(rest));
}

/* Opens the path outside by a site `shift` bytes into the page; ends with OPENED if it could. */
static void put_program(size_t shift, bool enter_middle)
{
	static const unsigned char arguments[] = { 0xbf, 0x9c, 0xff, 0xff, 0xff, /* mov, %edi */
						   0x31, 0xd2, 0x45, 0x31, 0xd2 }; /* xor, xor */
	static const unsigned char end[] = { 0x77, 0x07,	 /* ja */
					     0xbf, OPENED, 0, 0, 0, 0xeb, 0x02, 0x31, 0xff,
					     0xb8, 231, 0, 0, 0, 0x0f, 0x05 }; /* exit_group */
	int32_t distance;

	at = TEXT_AT + shift;
	file.image.elf.e_entry = at;
	put((const unsigned char[]){ 0x48, 0x8d, 0x35 }, 3); /* lea path(%rip), %rsi */
	distance = (int32_t)offsetof(struct image, path) - (int32_t)(at + 4);
	put(&distance, 4);
	put(arguments, sizeof(arguments));
	if (enter_middle) {
		put((const unsigned char[]){ 0xb8, 1, 1, 0, 0, 0xeb, 5 }, 7); /* openat; jmp +5 */
		put_site(SYS_access);
	} else {
		put_site(SYS_openat);
	}
	put(end, sizeof(end));
}

static void begin(void)
{
	memset(&file, 0, sizeof(file));
	memcpy(file.image.elf.e_ident, ELFMAG, SELFMAG);
	file.image.elf.e_ident[EI_CLASS] = ELFCLASS64;
	file.image.elf.e_ident[EI_DATA] = ELFDATA2LSB;
	file.image.elf.e_ident[EI_VERSION] = EV_CURRENT;
	file.image.elf.e_type = ET_DYN;
	file.image.elf.e_machine = EM_X86_64;
	file.image.elf.e_version = EV_CURRENT;
	file.image.elf.e_phoff = offsetof(struct image, segments);
	file.image.elf.e_ehsize = sizeof(Elf64_Ehdr);
	file.image.elf.e_phentsize = sizeof(Elf64_Phdr);
	file.image.elf.e_phnum = 2;
	file.image.segments[0] = (Elf64_Phdr){ .p_type = PT_LOAD,
					       .p_flags = PF_R,
					       .p_filesz = TEXT_AT,
					       .p_memsz = TEXT_AT,
					       .p_align = 4096 };
	file.image.segments[1] = (Elf64_Phdr){ .p_type = PT_LOAD,
					       .p_flags = PF_R | PF_X,
					       .p_offset = TEXT_AT,
					       .p_vaddr = TEXT_AT,
					       .p_filesz = FILE_MAX - TEXT_AT,
					       .p_memsz = FILE_MAX - TEXT_AT,
					       .p_align = 4096 };
	snprintf(file.image.path, sizeof(file.image.path), "%s", outside("secret"));
}

static void write_file(const char *name, size_t size)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0755);

	if (fd < 0 || write(fd, file.bytes, size) != (ssize_t)size)
		broken("%s", name);
	close(fd);
}

/* The interpreter of program `number` is what lies in `file`; then the program itself. */
static void write_pair(unsigned int number)
{
	char directory[PATH_MAX];
	char name[64];

	if (getcwd(directory, sizeof(directory)) == NULL)
		broken("getcwd");
	snprintf(name, sizeof(name), "interpreter-%u", number);
	write_file(name, FILE_MAX);
	begin();
	file.image.segments[1] = (Elf64_Phdr){ .p_type = PT_INTERP,
					       .p_offset = offsetof(struct image, path) };
	snprintf(file.image.path, sizeof(file.image.path), "%.2000s/%s", directory, name);
	file.image.segments[1].p_filesz = strlen(file.image.path) + 1;
	snprintf(name, sizeof(name), "program-%u", number);
	write_file(name, 2 * TEXT_AT);
}

static void run(unsigned int number, const char *what)
{
	char name[64];
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		alarm(5);
		snprintf(name, sizeof(name), "./program-%u", number);
		execl(name, "program", NULL);
		_exit(0);
	}
	if (waitpid(pid, &status, 0) < 0)
		broken("waitpid");
	if (WIFEXITED(status) && WEXITSTATUS(status) == OPENED)
		escaped("%s opened a file outside", what);
}

static const char *whats[128];
static unsigned int count;

static void keep(const char *what)
{
	write_pair(count);
	whats[count++] = what;
}

static void shifted(void)
{
	for (size_t shift = 4096 - 48; shift <= 4096; shift++) {
		begin();
		put_program(shift, shift % 2 == 0);
		keep("a site across a page's end");
	}
}

static void many(void)
{
	begin();
	at = TEXT_AT;
	while (at < FILE_MAX - 512)
		put_site(at % 3 == 0 ? SYS_openat : SYS_readlink);
	put_program(at - TEXT_AT, false);
	keep("the last of many sites");
}

static void lying(void)
{
	static const uint64_t sizes[] = { TEXT_AT + 20, TEXT_AT + 30, 1ULL << 21, 1ULL << 40, ~0ULL };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		for (int field = 0; field < 4; field++) {
			Elf64_Phdr *segment = &file.image.segments[(i + (size_t)field) % 2];

			begin();
			put_program(0, false);
			if (field == 0)
				segment->p_filesz = sizes[i];
			else if (field == 1)
				segment->p_memsz = sizes[i];
			else if (field == 2)
				segment->p_vaddr = sizes[i];
			else
				segment->p_offset = sizes[i];
			segment->p_flags |= i % 2 == 0 ? 0U : (unsigned int)PF_W;
			keep("a segment that lies");
		}
	}
}

static void usual(bool enter_middle)
{
	begin();
	put_program(0, enter_middle);
	keep(enter_middle ? "a site entered in the middle" : "a site as C libraries have it");
}

static unsigned int victim; /* a pair whose interpreter changes */

static void *change(void *data)
{
	char name[64];
	int fd;

	(void)data;
	snprintf(name, sizeof(name), "interpreter-%u", victim);
	fd = open(name, O_WRONLY);
	for (unsigned int round = 0;; round++) {
		syscall(SYS_renameat2, AT_FDCWD, name, AT_FDCWD, "interpreter-0", 2 /* EXCHANGE */);
		if (pwrite(fd, file.bytes + TEXT_AT + round % 64, 64, TEXT_AT) < 0)
			broken("pwrite");
		linger(200);
	}
	return NULL;
}

int main(void)
{
	struct timespec pause = { .tv_sec = 3, .tv_nsec = 100000000 };
	struct race race = { 0 };
	unsigned int first = 0;

	enter_scratch();
	usual(false);
	usual(true);
	shifted();
	many();
	lying();
	if (getrandom(&first, sizeof(first), 0) != sizeof(first))
		broken("getrandom");
	/* Nothing is remembered of files that are new. */
	while (nanosleep(&pause, &pause) < 0)
		;
	for (unsigned int i = 0; i < count; i++)
		for (int again = 0; again < 4; again++)
			run((first + i) % count, whats[(first + i) % count]);
	victim = first % count;
	if (victim == 0)
		victim = 1;
	begin();
	put_program(16, false);
	start(change, NULL);
	while (racing(&race))
		run(victim, "a file that changes");
	contained();
}
#endif
