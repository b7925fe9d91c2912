# SPDX-License-Identifier: LGPL-3.0-or-later
# A mount point cannot be removed or renamed; links across are refused, mv copies.
# Its own place is said to be a mount's, a slash behind it is seen, and to where it is it can be renamed.
mkdir -p host/self
status 0 jail -b "$PWD/host:/home" /guest/path_of_mounts /home
[ "$(grep -c 'a mount: 1' out)" = 2 ] || fail "statx of a mount: $(cat out)"
[ "$(grep -c 'EISDIR' out)" = 2 ] || fail "a slash behind a mount: $(cat out)"
[ "$(grep -c '^rename.* = 0' out)" = 3 ] || fail "renamed to where it is: $(cat out)"
fresh_rootfs
mkdir rootfs/mnt rootfs/mnt/deep
echo x >host/f
for command in 'rmdir /mnt/deep' 'mv /mnt/deep /mnt/other' 'mv /mnt /other' 'rm -r /mnt/deep' \
	'ln /mnt/deep/f /tmp/hard' 'ln /etc/passwd /mnt/deep/hard'; do
	echo x >host/f
	status 1 jail -b "$PWD/host:/mnt/deep" sh -c "$command || exit 1"
done
# What holds a mount cannot become a part of itself, whoever asks.
status 1 jail -b "$PWD/host:/mnt/deep" mv /mnt /mnt/other
grep -qi 'invalid argument' err || fail "mv into itself: $(cat err)"
echo y >host/f
status 0 jail -b "$PWD/host:/mnt/deep" mv /mnt/deep/f /tmp/moved
same y "$(cat rootfs/tmp/moved)" 'moved across'
[ ! -e host/f ] || fail "the source of mv is still there"
# Refused in the kernel's order: a slash first, then what is linked to, rights before the mount's own.
chmod 555 rootfs
status 1 jail -b "$PWD/host:/mnt/deep" unlink /mnt/
grep -qi 'is a directory' err || fail "unlink /mnt/: $(cat err)"
echo x >host/f && chmod 444 host/f
status 1 jail -b "$PWD/host:/mnt/deep:ro" sh -c 'exec 3<>/mnt/deep/f'
grep -qi 'permission denied' err || fail "to write: $(cat err)"
status 1 jail -b "$PWD/host:/mnt/deep" ln /mnt/deep/f /etc/passwd
grep -qi 'file exists' err || fail "ln: $(cat err)"
chmod 755 rootfs
