# SPDX-License-Identifier: LGPL-3.0-or-later
# A terminal that is no more: whoever leads its session is told, and where that is ptjail, the program is;
# also one that is stopped.
command -v script >/dev/null || { echo "script is missing"; exit 77; }

gone()
{
	! kill -0 "$1"
}

# hangs_up PROGRAM...: at a terminal that goes away once ./ready is there.
hangs_up()
{
	rm -f ready pid
	script -qefc "echo \$\$ >pid; exec '$PTJAIL' -r '$ROOTFS' -b '$PWD:/here' $*" /dev/null <keys >shown 2>&1 &
	user=$!
	wait_for test -e ready
	kill -KILL $user
	wait $user
	wait_for gone "$(cat pid)"
}

mkfifo keys
exec 9<>keys
hangs_up "sh -c 'touch /here/ready; exec sleep 1000'"
hangs_up "sh -c 'trap \"touch /here/heard; exit\" HUP; touch /here/ready; while :; do sleep 0.1; done'"
[ -e heard ] || fail 'the program was not told'
hangs_up "sh -c 'touch /here/ready; kill -STOP \$\$'"
hangs_up "--strict sh -c 'touch /here/ready; exec sleep 1000'"
