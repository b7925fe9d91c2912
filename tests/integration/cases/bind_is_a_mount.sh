# SPDX-License-Identifier: LGPL-3.0-or-later
# A mount point cannot be removed or renamed; links across are refused, mv copies.
fresh_rootfs
mkdir host rootfs/mnt rootfs/mnt/deep
echo x >host/f
for command in 'rmdir /mnt/deep' 'mv /mnt/deep /mnt/other' 'mv /mnt /other' 'rm -r /mnt/deep' \
	'ln /mnt/deep/f /tmp/hard' 'ln /etc/passwd /mnt/deep/hard'; do
	echo x >host/f
	status 1 jail -b "$PWD/host:/mnt/deep" sh -c "$command || exit 1"
done
echo y >host/f
status 0 jail -b "$PWD/host:/mnt/deep" mv /mnt/deep/f /tmp/moved
same y "$(cat rootfs/tmp/moved)" 'moved across'
[ ! -e host/f ] || fail "the source of mv is still there"
