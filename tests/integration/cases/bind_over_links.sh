# SPDX-License-Identifier: LGPL-3.0-or-later
# A bind at a place that is reached through a symbolic link.
fresh_rootfs
mkdir host rootfs/real
echo bound >host/f
ln -s real rootfs/link
ln -s /etc/passwd rootfs/filelink
output bound jail -b "$PWD/host:/link" cat /real/f
output bound jail -b "$PWD/host:/link" cat /link/f
output bound jail -b "$PWD/host:/link/sub" cat /real/sub/f
output bound jail -b "$PWD/host/f:/filelink" cat /etc/passwd
# The source may be a link of the host.
ln -s host hostlink
output bound jail -b "$PWD/hostlink:/mnt" cat /mnt/f
