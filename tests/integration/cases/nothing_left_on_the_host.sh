# SPDX-License-Identifier: LGPL-3.0-or-later
# What ptjail keeps outside while it runs (private directories) is gone when it has ended.
mkdir tmp
export TMPDIR="$PWD/tmp"

# The jail's /dev/shm is such a directory: a name that is nobody else's finds it.
mark=mark-$$-here
find_mark()
{
	find /dev/shm "$TMPDIR" /tmp/ptjail-* -name "$mark" 2>/dev/null | grep .
}
set +f

for how in ends TERM KILL-inside; do
	rm -f ready
	case $how in
	ends) text='touch /dev/shm/$0 /here/ready; while [ ! -e /here/go ]; do sleep 0.05; done' ;;
	TERM) text='touch /dev/shm/$0 /here/ready; exec sleep 30' ;;
	KILL-inside) text='touch /dev/shm/$0 /here/ready; while [ ! -e /here/go ]; do sleep 0.05; done; kill -KILL $$' ;;
	esac
	"$PTJAIL" -r "$ROOTFS" -b "$PWD:/here" sh -c "$text" "$mark" &
	wait_for test -e ready
	place=$(find_mark) || fail "nothing found while it runs: has the way of doing this changed?"
	case $how in
	TERM) kill -TERM $! ;;
	*) touch go ;;
	esac
	wait $!
	! find_mark || fail "left behind when it $how: $place"
	rm -f go
done
[ -z "$(ls -A tmp)" ] || fail "left in TMPDIR: $(ls -A tmp)"

# Nor a segment of System V whose maker was killed before its number was known.
size=$((1000000 + $$ % 3000000))
jail /guest/ipc_killed_maker 300 $size || fail "ipc_killed_maker: $?"
! awk -v size=$size '$4 == size' /proc/sysvipc/shm | grep . || fail 'segments were left behind'
