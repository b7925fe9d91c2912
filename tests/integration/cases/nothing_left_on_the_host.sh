# SPDX-License-Identifier: LGPL-3.0-or-later
# No temporary directory, file or shared memory of ptjail stays.
mkdir tmp
export TMPDIR="$PWD/tmp"
mine()
{
	find /dev/shm /tmp "$TMPDIR" -maxdepth 1 -user "$(id -u)" -name '*ptjail*' ! -name 'ptjail-check*' 2>/dev/null | sort
}
before=$(mine)
status 0 jail true
status 127 jail no-such-program
status 137 jail_sh 'kill -KILL $$'
status 0 jail -b "$PWD:/new/place" ls /new
"$PTJAIL" -r "$ROOTFS" sleep 30 &
sleep 0.3
kill -TERM $!
wait $!
# Others may be running ptjail at this time: only what stays counts.
wait_for test "$before" = "$(mine)"
