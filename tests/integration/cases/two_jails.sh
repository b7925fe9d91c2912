# SPDX-License-Identifier: LGPL-3.0-or-later
# Two jails in one root directory at once do not see each other.
"$PTJAIL" -r "$ROOTFS" -b "$PWD:/here" sh -c 'echo $$ >/here/pid; while [ ! -e /here/stop ]; do sleep 0.1; done; echo first >/here/first' &
wait_for test -s pid
status 1 jail_sh "ls /proc/$(cat pid)"
status 1 jail_sh "kill -KILL $(cat pid)"
output second jail echo second
touch stop
wait $! || fail "the first jail ended with $?"
same first "$(cat first)" 'the first jail'
