# SPDX-License-Identifier: LGPL-3.0-or-later
# When the program ends, what it left behind is ended too.
start=$(date +%s)
status 0 jail -b "$PWD:/here" sh -c 'sleep 77 & echo $! >/here/pid; (setsid sleep 78 & echo $! >/here/pid2); exit 0'
[ $(($(date +%s) - start)) -lt 20 ] || fail "waited for what was left behind"
for file in pid pid2; do
	[ ! -d "/proc/$(cat $file)" ] || grep -q '^State:.*Z' "/proc/$(cat $file)/status" ||
		fail "process $(cat $file) was left behind"
done
