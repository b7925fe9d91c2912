# SPDX-License-Identifier: LGPL-3.0-or-later
# A bound file shows its content, hides what was there and may be written.
fresh_rootfs
echo outside >f
output outside jail -b "$PWD/f:/etc/passwd" cat /etc/passwd
output outside jail -b "$PWD/f:/new-file" cat /new-file
output outside jail -b "$PWD/f:/a/b/c" cat /a/b/c
status 0 jail -b "$PWD/f:/etc/passwd" sh -c 'echo changed >/etc/passwd'
same changed "$(cat f)" 'written through the bind'
grep -q ^root: rootfs/etc/passwd || fail "the file below was written"
jail -b "$PWD/f:/etc/passwd" ls /etc | grep -qx passwd || fail "not listed"
status 1 jail -b "$PWD/f:/etc/passwd" rm /etc/passwd
status 1 jail -b "$PWD/f:/etc/passwd" mv /etc/passwd /etc/x
same changed "$(cat f)" 'still there'
