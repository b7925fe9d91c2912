# SPDX-License-Identifier: LGPL-3.0-or-later
# The user's other terminals: they are not there, and neither read, written nor changed from the
# jail, by whatever way. Its own terminal, inherited or new, works.
command -v script >/dev/null || { echo "script is missing"; exit 77; }
script -qfc 'tty >name; echo $$ >pid; exec sleep 60' /dev/null >/dev/null </dev/null &
wait_for test -s pid
other=$(cat name)
trap 'kill "$(cat pid)"' EXIT
[ -c "$other" ] || fail "no other terminal: $other"
mode=$(stat -c %a "$other")
status 1 jail stat "$other"
status 1 jail test -w "$other"
status 1 jail sh -c "exec 3<$other"
status 1 jail sh -c "echo intruder >$other"
status 1 jail sh -c "exec 3<>$other"
status 1 jail chmod 666 "$other"
same "$mode" "$(stat -c %a "$other")" "the mode of $other"
# A terminal of the jail's own: standard input is one here.
script -qec "'$PTJAIL' -r '$ROOTFS' sh -c 'tty; echo works >\$(tty); echo too >/dev/tty'" \
	/dev/null >out </dev/null || fail "own terminal: $(cat out)"
grep -q '^/dev/pts/[0-9]' out || fail "no name of the own terminal: $(cat out)"
grep -q works out || fail "the own terminal cannot be opened: $(cat out)"
grep -q too out || fail "/dev/tty cannot be opened: $(cat out)"
