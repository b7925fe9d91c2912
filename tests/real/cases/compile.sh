# SPDX-License-Identifier: LGPL-3.0-or-later
# A compiler run: static, dynamic, shared libraries, threads, a failing program, a core limit.
# needs: gcc ar
cat >hello.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
extern int twice(int);
int main(int argc, char **argv)
{
	char path[4096];
	ssize_t size = readlink("/proc/self/exe", path, sizeof(path) - 1);

	path[size > 0 ? size : 0] = 0;
	printf("hello %d %d %s %s\n", twice(21), argc, argv[0], path);
	if (argc > 1)
		abort();
	return 7;
}
END
echo 'int twice(int n) { return 2 * n; }' >twice.c
gcc -O2 -o dynamic hello.c twice.c && ./dynamic; echo $?
gcc -O2 -static -o static hello.c twice.c && ./static; echo $?
gcc -O2 -static-pie -o static-pie hello.c twice.c && ./static-pie; echo $?
gcc -no-pie -o fixed hello.c twice.c && ./fixed; echo $?
gcc -shared -fPIC -o libtwice.so twice.c && gcc -o linked hello.c -L. -ltwice -Wl,-rpath,"$PWD" && ./linked; echo $?
gcc -o found hello.c -L. -ltwice && LD_LIBRARY_PATH=. ./found; echo $?
./found 2>&1; echo $?
gcc -c twice.c && ar rcs libold.a twice.o && gcc -o archived hello.c libold.a && ./archived; echo $?
./static crash 2>/dev/null; echo $?
ldd ./linked | awk '{ print $1 }' | sort
/lib64/ld-linux-x86-64.so.2 ./dynamic; echo $?
echo 'int main(void) { return x; }' >bad.c; gcc bad.c 2>/dev/null; echo $?
gcc -g -pipe -fprofile-arcs -ftest-coverage -o covered hello.c twice.c && ./covered >/dev/null; ls *.gcda | wc -l
strip static && ./static; echo $?
