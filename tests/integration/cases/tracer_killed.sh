# SPDX-License-Identifier: LGPL-3.0-or-later
# When ptjail is killed, nobody in the jail goes on.
"$PTJAIL" -r "$ROOTFS" -b "$PWD:/here" sh -c \
	'sleep 60 & echo $! >/here/pid; (setsid sh -c "while :; do :; done" & echo $! >/here/pid2); sleep 60' &
wait_for test -s pid2
kill -KILL $!
wait $!
gone()
{
	[ ! -d "/proc/$1" ] || grep -q '^State:.*Z' "/proc/$1/status"
}
wait_for gone "$(cat pid)"
wait_for gone "$(cat pid2)"
