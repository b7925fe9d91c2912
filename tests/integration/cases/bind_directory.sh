# SPDX-License-Identifier: LGPL-3.0-or-later
# A bound directory: read, write, listed, in both directions.
fresh_rootfs
mkdir -p host/sub
echo from-host >host/f
output from-host jail -b "$PWD/host:/mnt" cat /mnt/f
output 'f
sub' jail -b "$PWD/host:/mnt" ls /mnt
status 0 jail -b "$PWD/host:/mnt" sh -c 'echo from-jail >/mnt/sub/g && mkdir /mnt/d && mv /mnt/f /mnt/d/'
same from-jail "$(cat host/sub/g)" 'written file'
same from-host "$(cat host/d/f)" 'moved file'
output "$PWD/host" jail -b "$PWD/host" sh -c "cd $PWD/host/sub/.. && pwd"
output /mnt jail -b "$PWD/host:/mnt" sh -c 'cd /mnt/sub && cd .. && pwd'
output / jail -b "$PWD/host:/mnt" sh -c 'cd /mnt/.. && pwd'
