# SPDX-License-Identifier: LGPL-3.0-or-later
# 127 and 126, with a sentence, as a shell has them.
complaint 127 no-such-program jail no-such-program
complaint 127 /no/such/program jail /no/such/program
complaint 126 /etc/passwd jail /etc/passwd
complaint 126 'is a directory' jail /etc
complaint 126 'is a directory' jail /proc
complaint 126 'is a directory' jail -0 /etc
fresh_rootfs
printf 'no\0text\n' >rootfs/bin/data
# A text without #! is the shell's, as with execvp; other data is nobody's.
printf 'echo "$0" "$@"\n' >rootfs/bin/text
printf '#!\n' >rootfs/bin/nothing
: >rootfs/bin/empty
chmod 755 rootfs/bin/data rootfs/bin/text rootfs/bin/nothing rootfs/bin/empty
complaint 126 /bin/data jail /bin/data
output '/bin/text a b c' jail /bin/text 'a b' c
output '/bin/text a' env PATH=/bin "$PTJAIL" -r "$ROOTFS" text a
output '' jail /bin/nothing
output '' jail /bin/empty
mv rootfs/bin/sh rootfs/bin/shell
complaint 126 /bin/text jail /bin/text
mv rootfs/bin/shell rootfs/bin/sh
printf '#!/no/interpreter\n' >rootfs/bin/script
chmod 755 rootfs/bin/script
status 127 jail /bin/script
grep -q 'no/interpreter\|script' err || fail "does not say which: $(cat err)"
# What a script says tells a terminal nothing.
printf '#!/no/\033]0;x\007\302\233\n' >rootfs/bin/escapes
chmod 755 rootfs/bin/escapes
complaint 127 '/no/?]0;x???' jail /bin/escapes
ln -s nowhere rootfs/bin/dangling
complaint 127 dangling jail /bin/dangling
# Found on the host, but not in the root directory.
[ -e /usr/bin/setpriv ] && [ ! -e rootfs/usr/bin/setpriv ] && complaint 127 setpriv jail /usr/bin/setpriv
exit 0
