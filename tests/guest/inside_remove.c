/* SPDX-License-Identifier: LGPL-3.0-or-later */
/*
 * Whole directories are removed, by all calls that remove, often enough that it stops no more:
 * by name, from descriptors and the cwd, in threads, under a storm of signals; and what cannot be
 * removed stays, with the error of the kernel. No descriptor is left behind.
 */
#include "guest.h"

#define FILES 40

static volatile sig_atomic_t signals;

static void on_signal(int number)
{
	(void)number;
	signals = signals + 1;
}

static void make_one(int directory, const char *name)
{
	int fd = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL, 0644);

	if (fd < 0)
		printf("%s is not made: %s\n", name, strerror(errno));
	else
		close(fd);
}

static int make_all(const char *path)
{
	char name[32];
	int directory;

	mkdir(path, 0755);
	directory = open(path, O_RDONLY | O_DIRECTORY);
	for (int i = 0; i < FILES; i++) {
		snprintf(name, sizeof(name), "file-%d", i);
		make_one(directory, name);
	}
	return directory;
}

static int entries(int directory)
{
	DIR *dir = fdopendir(dup(directory));
	int count = 0;

	rewinddir(dir);
	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count - 2;
}

enum { BY_DESCRIPTOR, BY_NAME, BY_ABSOLUTE, FORMS };

static void empty(const char *path, int form)
{
	char name[PATH_MAX + 32], cwd[PATH_MAX];
	int directory = make_all(path);
	int failed = 0;

	if (getcwd(cwd, sizeof(cwd)) == NULL)
		cwd[0] = '\0';
	for (int i = 0; i < FILES; i++) {
		int status;

		snprintf(name, sizeof(name), "%s%s%s/file-%d", form == BY_ABSOLUTE ? cwd : "",
			 form == BY_ABSOLUTE ? "/" : "", path, i);
		if (form == BY_DESCRIPTOR)
			status = unlinkat(directory, strrchr(name, '/') + 1, 0);
		else
			status = unlink(name);
		failed += status < 0;
	}
	if (failed != 0 || entries(directory) != 0)
		printf("%s, form %d: %d failed, %d left\n", path, form, failed, entries(directory));
	close(directory);
	if (form == BY_DESCRIPTOR ? unlinkat(AT_FDCWD, path, AT_REMOVEDIR) < 0 : rmdir(path) < 0)
		printf("%s: %s\n", path, strerror(errno));
}

static void refuse(const char *what, int status)
{
	printf("%s: %s\n", what, status < 0 ? strerror(errno) : "removed");
}

static void errors(void)
{
	for (int i = 0; i < 3; i++) {
		mkdir("full", 0755);
		close(open("full/one", O_WRONLY | O_CREAT, 0644));
		symlink("full", "link");
		symlink("nowhere", "dangling");
		refuse("a directory by unlink", unlink("full"));
		refuse("a full directory", rmdir("full"));
		refuse("a file by rmdir", rmdir("full/one"));
		refuse("a file with a slash", unlink("full/one/"));
		refuse("below a file", unlink("full/one/two"));
		refuse("nothing", unlink("full/none"));
		refuse("nothing there", unlink("none/one"));
		refuse("dot", rmdir("full/."));
		refuse("dot dot", rmdir("full/.."));
		refuse("a link with a slash", rmdir("link/"));
		refuse("wrong flags", unlinkat(AT_FDCWD, "full/one", 1));
		refuse("an empty name", unlink(""));
		refuse("no name", unlink(NULL));
		refuse("from a file", unlinkat(0, "one", 0));
		refuse("from nothing", unlinkat(99, "one", 0));
		refuse("through a link", unlink("link/one"));
		refuse("a link", unlink("link"));
		refuse("a dangling link", unlink("dangling"));
		refuse("the directory", rmdir("full"));
		refuse("once more", rmdir("full"));
	}
}

static void long_names(void)
{
	char name[256];

	for (int round = 0; round < 3; round++)
		for (size_t length = 61; length < 67; length++) {
			memset(name, 'n', length);
			name[length] = '\0';
			make_one(AT_FDCWD, name);
			if (unlink(name) < 0 || access(name, F_OK) == 0)
				printf("a name of %zu bytes: %s\n", length, strerror(errno));
		}
}

/* A word is made of each; what has the same beginning or end stays. */
static void neighbours(void)
{
	static const char *const names[] = { "abcdefgh", "abcdefghi", "bcdefghi", "a", "ab" };

	for (size_t round = 0; round < 15; round++) {
		for (size_t i = 0; i < 5; i++)
			make_one(AT_FDCWD, names[i]);
		unlink(names[round % 5]);
		for (size_t i = 0; i < 5; i++)
			if ((access(names[i], F_OK) < 0) != (i == round % 5))
				printf("%s after %s\n", names[i], names[round % 5]);
		for (size_t i = 0; i < 5; i++)
			unlink(names[i]);
	}
}

static int descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count;
}

static void *in_thread(void *path)
{
	for (int i = 0; i < 6; i++)
		empty(path, i % FORMS);
	return NULL;
}

int main(void)
{
	static char first[] = "thread-1", second[] = "thread-2";
	struct sigaction action = { .sa_handler = on_signal };
	struct itimerval timer = { { 0, 300 }, { 0, 300 } };
	pthread_t threads[2];
	int before;

	for (int i = 0; i < 9; i++)
		empty("some", i % FORMS);
	errors();
	long_names();
	neighbours();
	before = descriptors();
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
	for (int i = 0; signals < 60 && i < 1000; i++)
		empty("stormy", i % FORMS);
	timer = (struct itimerval){ 0 };
	setitimer(ITIMER_REAL, &timer, NULL);
	printf("left open: %d\n", descriptors() - before);
	pthread_create(&threads[0], NULL, in_thread, first);
	pthread_create(&threads[1], NULL, in_thread, second);
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
	printf("left open: %d\n", descriptors() - before);
	return 0;
}
