# SPDX-License-Identifier: LGPL-3.0-or-later
# --no-kill-on-exit waits for what the program left behind.
status 3 jail -b "$PWD:/here" --no-kill-on-exit sh -c '(sleep 0.5; echo done >/here/late) & exit 3'
same done "$(cat late)" 'the background process'
status 3 jail -b "$PWD:/here" sh -c '(sleep 0.5; echo done >/here/killed) & exit 3'
sleep 0.7
[ ! -e killed ] || fail "without the option it went on"
