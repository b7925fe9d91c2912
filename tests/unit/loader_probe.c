/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * A guest of test_loader: prints what it sees of its own process, without anything that
 * differs between two runs of one program. test_loader builds it in several shapes and
 * compares a native run with one through the loader.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

extern char **environ;
extern char _end[];
#ifndef BSS_SIZE
#define BSS_SIZE 300000
#endif
static char bss[BSS_SIZE];
static int initialised = 42;

static size_t slurp(const char *name, char *buffer, size_t size)
{
	int fd = open(name, O_RDONLY);
	size_t total = 0;
	ssize_t got;

	while (fd >= 0 && total < size && (got = read(fd, buffer + total, size - total)) > 0)
		total += (size_t)got;
	close(fd);
	return total;
}

static const char *say(int is_true)
{
	return is_true ? "yes" : "NO";
}

static unsigned long hash(const char *bytes, size_t size)
{
	unsigned long value = 5381;

	while (size-- > 0)
		value = value * 33 + (unsigned char)*bytes++;
	return value;
}

static void show_strings(int argc, char **argv)
{
	static char buffer[4 << 20];
	size_t size = slurp("/proc/self/cmdline", buffer, sizeof(buffer));
	size_t at = 0;
	int same = 1;

	printf("argc %d\n", argc);
	for (int i = 0; i < argc; i++) {
		if (i < 8)
			printf("argv[%d] %.80s (%zu)\n", i, argv[i], strlen(argv[i]));
		same &= at + strlen(argv[i]) < size && strcmp(buffer + at, argv[i]) == 0;
		same &= i == 0 || argv[i] == argv[i - 1] + strlen(argv[i - 1]) + 1;
		at += strlen(argv[i]) + 1;
	}
	printf("cmdline is argv %s\n", say(same && at == size));
	size = slurp("/proc/self/environ", buffer, sizeof(buffer));
	at = 0;
	same = 1;
	for (char **e = environ; *e != NULL; e++) {
		same &= strcmp(buffer + at, *e) == 0;
		at += strlen(*e) + 1;
	}
	printf("environ hash %lx, in /proc %s\n", hash(buffer, size), say(same && at == size));
	if (environ[0] != NULL) {
		const char *execfn = (const char *)getauxval(AT_EXECFN);
		char **last = environ;

		while (last[1] != NULL)
			last++;
		printf("execfn behind the environment %s, ends the stack %s\n",
		       say(*last + strlen(*last) + 1 == execfn),
		       say((((uintptr_t)execfn + strlen(execfn) + 1 + 8) & 4095) == 0));
	}
	size = slurp("/proc/self/comm", buffer, sizeof(buffer));
	printf("comm %.*s", (int)size, buffer);
}

static void show_auxv(char **argv)
{
	static Elf64_auxv_t stored[64];
	Elf64_auxv_t *aux;
	char **end = environ;
	const Elf64_Phdr *phdr = (const Elf64_Phdr *)getauxval(AT_PHDR);
	size_t size = slurp("/proc/self/auxv", (char *)stored, sizeof(stored));
	unsigned long sum = 0;

	while (*end != NULL)
		end++;
	aux = (Elf64_auxv_t *)(end + 1);
	for (unsigned int i = 0; i == 0 || aux[i - 1].a_type != AT_NULL; i++)
		printf("%lu ", (unsigned long)aux[i].a_type);
	printf("\nauxv in /proc %s\n",
	       say(memcmp(aux, stored, 20 * sizeof(*aux)) == 0 && size > 0));
	printf("execfn %s\n", (const char *)getauxval(AT_EXECFN));
	printf("platform %s\n",
	       getauxval(AT_PLATFORM) ? (const char *)getauxval(AT_PLATFORM) : "-");
	printf("secure %lu page %lu uid %lu phent %lu phnum %lu base %s flags %lu\n",
	       getauxval(AT_SECURE), getauxval(AT_PAGESZ), getauxval(AT_UID), getauxval(AT_PHENT),
	       getauxval(AT_PHNUM), getauxval(AT_BASE) ? "set" : "0", getauxval(AT_FLAGS));
	for (unsigned int i = 0; i < 16; i++)
		sum |= ((unsigned char *)getauxval(AT_RANDOM))[i];
	printf("random %s\n", say(sum != 0));
	printf("phdr is a table %s\n", say(phdr[0].p_type <= 7 || phdr[0].p_type >= 0x60000000));
	printf("argc aligned %s\n", say(((uintptr_t)(argv - 1) & 15) == 0));
	printf("vdso %s\n", say(getauxval(AT_SYSINFO_EHDR) != 0 &&
				memcmp((void *)getauxval(AT_SYSINFO_EHDR), ELFMAG, 4) == 0));
}

/* Field `index` of /proc/self/stat, counted as in proc(5). */
static unsigned long stat_field(int index)
{
	static char buffer[4096];
	size_t size = slurp("/proc/self/stat", buffer, sizeof(buffer) - 1);
	char *at;

	buffer[size] = '\0';
	at = strrchr(buffer, ')');
	for (int i = 2; i < index; i++)
		at = strchr(at + 1, ' ');
	return strtoul(at + 1, NULL, 10);
}

static void show_memory(char **argv)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	char line[512];
	unsigned long start, end, brk = (unsigned long)sbrk(0);
	unsigned long start_brk = stat_field(47);
	int stacks = 0, heaps = 0, vdsos = 0, code = 0, foreign = 0, anonymous_exec = 0;

	while (fgets(line, sizeof(line), maps) != NULL) {
		char rights[8] = "";

		if (sscanf(line, "%lx-%lx %7s", &start, &end, rights) != 3)
			continue;
		stacks += strstr(line, "[stack]") != NULL;
		heaps += strstr(line, "[heap]") != NULL;
		vdsos += strstr(line, "[vdso]") != NULL;
		foreign += strstr(line, "loader") != NULL && strstr(line, "probe") == NULL;
		anonymous_exec += rights[2] == 'x' && strchr(line, '/') == NULL &&
				  strchr(line, '[') == NULL;
		if (strstr(line, "[stack]") != NULL)
			printf("stack %s, startstack in it %s\n", rights,
			       say(stat_field(28) >= start && stat_field(28) < end));
		if (start <= stat_field(26) && stat_field(26) < end)
			code = rights[2] == 'x';
	}
	fclose(maps);
	printf("stack %d heap %d vdso %d foreign %d exec %d\n", stacks, heaps, vdsos, foreign,
	       anonymous_exec);
	printf("startcode in code %s\n", say(code));
	printf("startstack is argc %s\n", say(stat_field(28) == (unsigned long)(argv - 1)));
	printf("argstart is argv[0] %s\n",
	       say(argv[0] == NULL || stat_field(48) == (unsigned long)argv[0]));
	printf("brk from start %s\n", say(brk >= start_brk && brk - start_brk < (1 << 20)));
	printf("brk page aligned %s\n", say((start_brk & 4095) == 0));
	printf("brk after bss %s\n",
	       say(start_brk >= (unsigned long)_end || start_brk > 0x1000000000UL));
	printf("brk grows %s\n", say(sbrk(24 << 20) != (void *)-1));
	memset((char *)brk, 1, 24 << 20);
	printf("data %d bss %lx\n", initialised, hash(bss + sizeof(bss) - 300000, 300000));
	printf("malloc %s\n", say(malloc(1000) != NULL && malloc(100 << 20) != NULL));
}

int main(int argc, char **argv)
{
	printf("open descriptors:");
	for (int fd = 0; fd < 100; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			printf(" %d", fd);
	printf("\n");
	show_strings(argc, argv);
	show_auxv(argv);
	show_memory(argv);
	return 7;
}
