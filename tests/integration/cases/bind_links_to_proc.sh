# SPDX-License-Identifier: LGPL-3.0-or-later
# What the host has in /proc, or links to there, is shown as a link to the jail's own.
fresh_rootfs
ln -s /proc/self/mounts mtab
ln -s /proc/1/status other
output '/proc/self/mounts' jail -b "$PWD/mtab:/etc/mtab" readlink /etc/mtab
status 0 jail -b "$PWD/mtab:/etc/mtab" cmp /etc/mtab /proc/mounts
output '/etc/mtab' jail -b "$PWD/mtab:/etc/mtab" find /etc -type l -name mtab
status 1 jail -b "$PWD/mtab:/etc/mtab" grep mtab /proc/mounts
output '/proc/meminfo' jail -b /proc/meminfo:/a/b readlink /a/b
status 0 jail -b /proc/meminfo:/a/b grep -q MemTotal /a/b
status 1 jail -b "$PWD/mtab:/etc/mtab" rm /etc/mtab
status 1 jail -b "$PWD/mtab:/etc/mtab" mv /etc/mtab /etc/x
status 125 jail -b "$PWD/other:/etc/other" true
status 125 jail --bare -b "$PWD/mtab:/etc/mtab" true

# A link that the root directory has at that place is covered, not followed.
ln -s ../proc/cpuinfo rootfs/etc/mtab
output '/proc/self/mounts' jail -b "$PWD/mtab:/etc/mtab" readlink /etc/mtab
same '../proc/cpuinfo' "$(readlink rootfs/etc/mtab)" 'the link in the root directory'

# These the jail has of its own, whatever the host's are.
for place in /dev/fd /dev/stdin /dev/stdout /proc /proc/self/fd; do
	output words sh -c 'echo words | "$0" "$@"' "$PTJAIL" -r rootfs -b "$place" cat /dev/stdin
done
