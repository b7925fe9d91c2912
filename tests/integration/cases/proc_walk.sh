# SPDX-License-Identifier: LGPL-3.0-or-later
# Every name that a listing below /proc/sys shows is there.
status 0 jail_sh 'find /proc/sys >/here/list 2>&1; true' -b "$PWD:/here"
! grep -a 'No such file' list || fail "names that are not there"
[ "$(wc -l <list)" -gt 20 ] || fail "few names: $(cat list)"
status 0 jail_sh 'ls -l /proc/self/ /proc/self/task/*/ >/dev/null'
