# SPDX-License-Identifier: LGPL-3.0-or-later
# Mount points need not exist, are listed, and leave nothing behind.
fresh_rootfs
mkdir host
echo here >host/f
before=$(tree rootfs)
output here jail -b "$PWD/host:/not/there/at/all" cat /not/there/at/all/f
jail -b "$PWD/host:/not/there" ls / | grep -qx not || fail "/not is not listed"
output there jail -b "$PWD/host:/not/there" ls /not
output 'file
there' jail -b "$PWD/host:/not/there" -b "$PWD/host/f:/not/file" ls /not
jail -b "$PWD/host:/etc/new" ls /etc | grep -qx new || fail "/etc/new is not listed"
jail -b "$PWD/host:/etc/new" ls /etc | grep -qx passwd || fail "what was in /etc is hidden"
output 'directory' jail -b "$PWD/host:/etc/new" sh -c 'stat -c %F /etc/new'
status 0 jail -b "$PWD/host:/not/there" sh -c 'find / -xdev >/dev/null; ls -lR /not /etc >/dev/null'
same "$before" "$(tree rootfs)" 'the root directory'
