# SPDX-License-Identifier: LGPL-3.0-or-later
# Programs of another C library, static and dynamic, in a root directory of their own.
# runs: outside
# needs: musl-gcc
# seconds: 120
cat >hello.c <<'END'
#include <dirent.h>
#include <errno.h>
#include <pthread.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
extern char **environ;
static void *work(void *name)
{
	FILE *file = fopen(name, "w+");
	char text[16] = "";

	fprintf(file, "thread");
	rewind(file);
	fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	return strcmp(text, "thread") == 0 && unlink(name) == 0 ? name : NULL;
}
int main(int argc, char **argv)
{
	pthread_t threads[16];
	static char names[16][8];
	char path[4096] = "";
	struct stat info;
	int good = 0, status;
	pid_t pid;
	char *again[] = { argv[0], "again", NULL };

	if (argc > 1)
		return 42;
	for (int i = 0; i < 16; i++) {
		snprintf(names[i], sizeof(names[i]), "t%d", i);
		pthread_create(&threads[i], NULL, work, names[i]);
	}
	for (int i = 0; i < 16; i++) {
		void *result;
		pthread_join(threads[i], &result);
		good += result != NULL;
	}
	readlink("/proc/self/exe", path, sizeof(path) - 1);
	errno = posix_spawn(&pid, argv[0], NULL, NULL, again, environ);
	printf("threads %d, exe %s, spawn %d, ", good, path, errno);
	waitpid(pid, &status, 0);
	printf("status %d, ", WEXITSTATUS(status));
	printf("system %d, ", system(argv[0]));
	printf("real %s, ", realpath("/bin/../bin/./link", path));
	printf("stat %d, missing %d\n", stat("/bin", &info), stat("/missing", &info) < 0 ? errno : 0);
	fflush(stdout);
	return 0;
}
END
cp hello.c "$ROOTFS/tmp/ptjail-musl.$$.c" && chown "$OWNER" "$ROOTFS/tmp/ptjail-musl.$$.c"
"$ENTER" sh -c "cd /tmp && musl-gcc -o ptjail-musl.$$.d ptjail-musl.$$.c && musl-gcc -static -o ptjail-musl.$$.s ptjail-musl.$$.c" || exit 1
mkdir -p r/bin r/lib r/proc r/dev r/tmp
cp -L "$ROOTFS/lib/x86_64-linux-musl/libc.so" r/lib/ld-musl-x86_64.so.1 2>/dev/null ||
	cp -L "$ROOTFS"/usr/lib/*-linux-musl/libc.so r/lib/ld-musl-x86_64.so.1 || exit 1
mv "$ROOTFS/tmp/ptjail-musl.$$.d" r/bin/dynamic && mv "$ROOTFS/tmp/ptjail-musl.$$.s" r/bin/static
ln -s dynamic r/bin/link && rm -f "$ROOTFS/tmp/ptjail-musl.$$".* && chown -R "$OWNER" r
for program in static dynamic; do
	ROOTFS=$PWD/r "$ENTER" /bin/$program; echo "exit status $?"
	ROOTFS=$PWD/r "$ENTER" /bin/$program again; echo "exit status $?"
done
