# SPDX-License-Identifier: LGPL-3.0-or-later
# --net, --connect and --strict against listeners of the host: loopback, another address of this
# machine, a unix socket below the root directory.
# --strict: a socket that no member has bound is refused, and told of.
jail -w /tmp /guest/socket_unix_left bind /tmp/left >out || fail "not bound: $(cat out)"
jail --strict --audit=log /guest/socket_unix_left connect /tmp/left >out 2>err
rm -f "$ROOTFS/tmp/left"
grep -q EACCES out || fail "connected: $(cat out)"
grep -q '^deny connect /tmp/left pid [0-9]* connect EACCES$' log || fail "audit of --strict: $(cat log)"
fresh_rootfs
busybox=$PWD/rootfs/bin/busybox
$busybox nc -ll -p 47811 -e echo reached >/dev/null 2>&1 &
listener=$!
trap 'kill $listener' EXIT
reach() { wait_for sh -c "echo | $busybox nc -w 2 127.0.0.1 47811 | grep -q reached"; }
reach
ask='echo | nc -w 2 127.0.0.1 47811'
output reached jail_sh "$ask"
output reached jail_sh "$ask" --net full
output reached jail_sh "$ask" --net loopback
output reached jail_sh "$ask" --net none --connect 127.0.0.1:47811
output reached jail_sh "$ask" --strict --net loopback
for options in '--net none' --strict '--connect 127.0.0.1:47812' '--net none --connect 127.0.0.2:*' \
	'--net none --connect *:80'; do
	# shellcheck disable=SC2086
	jail_sh "$ask" $options >out 2>err
	! grep -q reached out || fail "reached with $options"
done
jail_sh "$ask" --connect 127.0.0.1:1 --audit=log >out 2>err
grep -q '^deny net 127.0.0.1:47811 pid [0-9]* connect EACCES$' log || fail "audit: $(cat log)"
jail_sh "$ask" --net none --audit=log >out 2>err
grep -q '^deny net AF_INET pid [0-9]* socket EAFNOSUPPORT$' log || fail "audit of --net none: $(cat log)"
# 127.0.0.1 is this machine by all its names; what is not loopback is not.
for address in 10.255.255.1 198.51.100.1; do
	jail_sh "nc -w 1 $address 9; true" --net loopback --audit=log >out 2>err </dev/null
	grep -q "^deny net $address:9 " log || fail "$address: $(cat log err)"
done
status 1 jail_sh 'nc -l -p 0 -w 1 || exit 1' --net loopback
