# SPDX-License-Identifier: LGPL-3.0-or-later
# /proc shows the jail's processes and no others.
jail_sh 'ls /proc' >out
# ls and the shell that waits for it.
numbers=$(grep -c '^[0-9]*$' out)
[ "$numbers" -ge 1 ] && [ "$numbers" -le 3 ] || fail "$numbers processes: $(cat out)"
grep -qx self out || fail "no self"
grep -qx cpuinfo out || fail "no cpuinfo"
status 1 jail_sh "cat /proc/$$/status"
status 1 jail_sh "ls /proc/$$"
output '/' jail readlink /proc/self/root
output '/tmp' jail -w /tmp readlink /proc/self/cwd
output '/bin/busybox' jail sh -c 'readlink /proc/self/exe'
jail cat /proc/self/maps /proc/self/mountinfo /proc/self/mounts >out 2>err
! grep -aq "$ROOTFS" out || fail "the host's path shows: $(grep "$ROOTFS" out | head -n 1)"
