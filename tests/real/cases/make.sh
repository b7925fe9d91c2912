# SPDX-License-Identifier: LGPL-3.0-or-later
# A project of a hundred files, built by two jobs at a time, twice; configured by autoconf first.
# needs: gcc make autoconf m4
# seconds: 300
i=0
while [ $i -lt 100 ]; do
	printf '#include "all.h"\nint f%d(int n) { return n + %d; }\n' $i $i >f$i.c
	i=$((i + 1))
done
{ echo '#include <stdio.h>'; seq -f 'int f%g(int);' 0 99; } >all.h
{
	echo '#include "all.h"'
	echo 'int main(void) { int n = 0;'
	seq -f 'n = f%g(n);' 0 99
	printf '%s\n' 'printf("%d\n", n); return 0; }'
} >main.c
cat >configure.ac <<'END'
AC_INIT([sum], [1.0])
AC_CONFIG_SRCDIR([main.c])
AC_PROG_CC
AC_CHECK_HEADERS([unistd.h stdlib.h nosuch.h])
AC_CHECK_FUNCS([fork mmap nosuchfunction])
AC_CONFIG_FILES([Makefile])
AC_OUTPUT
END
cat >Makefile.in <<'END'
CC = @CC@
OBJECTS = $(patsubst %.c,%.o,$(wildcard *.c))
sum: $(OBJECTS)
	@$(CC) -o $@ $^
%.o: %.c all.h
	@$(CC) -O -c -o $@ $<
clean:
	@rm -f *.o sum
END
autoconf && ./configure | grep -v '^configure: creating'
make -j2 && ./sum
make -q && echo up to date
touch f7.c && make -n | wc -l
make clean && make -j2 -s && ./sum
