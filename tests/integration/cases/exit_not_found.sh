# SPDX-License-Identifier: LGPL-3.0-or-later
# 127 and 126, with a sentence, as a shell has them.
complaint 127 no-such-program jail no-such-program
complaint 127 /no/such/program jail /no/such/program
complaint 126 /etc/passwd jail /etc/passwd
complaint 126 /etc jail /etc
fresh_rootfs
printf 'plain text\n' >rootfs/bin/text
chmod 755 rootfs/bin/text
complaint 126 /bin/text jail /bin/text
printf '#!/no/interpreter\n' >rootfs/bin/script
chmod 755 rootfs/bin/script
status 127 jail /bin/script
grep -q 'no/interpreter\|script' err || fail "does not say which: $(cat err)"
ln -s nowhere rootfs/bin/dangling
complaint 127 dangling jail /bin/dangling
# Found on the host, but not in the root directory.
[ -e /usr/bin/setpriv ] && [ ! -e rootfs/usr/bin/setpriv ] && complaint 127 setpriv jail /usr/bin/setpriv
exit 0
