# SPDX-License-Identifier: LGPL-3.0-or-later
# --bare leaves /dev and /proc as the root directory has them.
fresh_rootfs
touch rootfs/dev/own
output own jail --bare ls /dev
output '' jail --bare ls /proc
output '/etc/passwd' jail --bare sh -c 'cd /etc && echo $PWD/passwd'
status 1 jail --bare cat /dev/null
status 0 jail cat /dev/null
mkdir host
touch host/h
output h jail --bare -b "$PWD/host:/proc" ls /proc
