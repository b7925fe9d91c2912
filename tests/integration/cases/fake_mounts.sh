# SPDX-License-Identifier: LGPL-3.0-or-later
# -0: mounts that are only reported as done are listed in /proc as such, until they are undone.
fresh_rootfs
mkdir -p 'rootfs/mnt/a b/proc' rootfs/mnt/c rootfs/mnt/d
output 'none /mnt/a\040b tmpfs ro,nosuid,relatime 0 0
proc /mnt/a\040b/proc proc rw,noexec,relatime 0 0
a\040source /mnt/c tmpfs rw,noatime 0 0' jail_sh 'cd /mnt; mount -t tmpfs -o ro,nosuid none "a b" &&
	mount -t proc -o noexec proc "a b/proc" && mount -t tmpfs -o noatime "a source" c &&
	grep /mnt /proc/self/mounts' -0
# The type of a bind is that of what is bound; a remount changes what is listed.
output 'proc
rw,noexec,relatime
tmpfs tmpfs
3' jail_sh 'mount --bind /proc /mnt/c && grep /mnt/c /proc/mounts | cut -d" " -f3
	mount -o remount,noexec /mnt/c && grep /mnt/c /proc/mounts | cut -d" " -f4
	mount -t tmpfs tmpfs /mnt/d && grep /mnt/d /proc/mounts | cut -d" " -f1,3
	mount -t tmpfs none /mnt/d && grep -c " /mnt/[cd] " /proc/self/mountinfo' -0
# A mount in a mount is its child.
output '1' jail_sh 'mount -t tmpfs none "/mnt/a b" && mount -t proc proc "/mnt/a b/proc"
	set -- $(grep "/mnt" /proc/self/mountinfo)
	grep -c "^[0-9]* $1 .* /mnt/a.040b/proc " /proc/self/mountinfo' -0
output '0 1' jail_sh 'mount -t tmpfs none /mnt/c; umount /mnt/c; a=$(grep -c /mnt /proc/mounts)
	umount /mnt/c 2>/dev/null; echo $a $?' -0
output '0 1' jail_sh 'mount --bind /missing /mnt/c 2>/dev/null; b=$?; echo $(grep -c /mnt /proc/mounts) $((b > 0))' -0
output '0' jail_sh 'mount -t tmpfs none /mnt/c 2>/dev/null; echo $(grep -c /mnt /proc/mounts)' -0 --mounts=refused
# /proc is there already; what is mounted over it, or over a place in it, can be undone.
output '0 2
/proc/sys
0 0 1' jail_sh 'mount -t proc proc /proc; echo $? $(grep -c " /proc " /proc/mounts)
	mount -t proc none /proc/sys && grep -o "/proc/sys" /proc/mounts
	umount /proc/sys; a=$?; umount /proc; echo $a $? $(grep -c " /proc" /proc/mounts)' -0
# What bears one can be neither removed nor renamed, what lies above it can.
output '1 1 1 0 0 0' jail_sh 'mkdir -p /mnt/e/m /mnt/e/n; mount -t tmpfs none /mnt/e/m; set --
	for i in "rmdir /mnt/e/m" "mv /mnt/e/m /mnt/e/o" "rm -r /mnt/e" "mv /mnt/e /mnt/f" \
		"umount /mnt/f/m" "rm -r /mnt/f"; do
		$i 2>/dev/null; set -- $* $?
	done; echo $*' -0
