# SPDX-License-Identifier: LGPL-3.0-or-later
# --state: a jail that is killed loses nothing that was saved, and holds up nobody who saves.
fresh_rootfs
mkdir rootfs/d
: >st
begin()
{
	"$PTJAIL" -0 --state=st -r "$ROOTFS" -- sh -c "cd /d; : >$1; chown $2:$2 $1; : >ready$1
		while [ ! -e end$1 ]; do sleep 0.05; done; chown $3:$3 $1" 2>"err$1" &
	begun=$!
	wait_for test -e "rootfs/d/ready$1"
}
saved()
{
	grep -c "uid=$1,gid=$1" st
}
begin a 70 71
a=$begun
begin b 80 81
b=$begun
kill -USR1 $a
wait_for grep -q uid=70 st
kill -KILL $a
wait $a && fail 'it was killed'
: >rootfs/d/endb
wait $b || fail "the other one ended with $?: $(cat errb)"
same '1 0 0 1' "$(saved 70) $(saved 71) $(saved 80) $(saved 81)" 'what is in the state'
# Killed over and over while it saves: what is there can always be read, and is saved on.
for round in 1 2 3 4 5 6; do
	begin "k$round" $((90 + round)) 0
	for again in 1 2 3; do
		kill -USR1 $begun
	done
	kill -KILL $begun
	wait $begun && fail 'it was killed'
	status 0 jail_sh "cd /d && : >e$round && chown 100:10$round e$round" -0 --state=st
done
same '1 1 6' "$(saved 70) $(saved 81) $(grep -c 'uid=100,gid=10[1-6]$' st)" 'after being killed'
# Nothing stays but the state, also not what a save was in the midst of.
echo half >st.ptjail-new
status 0 jail_sh ': >/d/last && chown 7:7 /d/last' -0 --state=st
same ./st "$(find . -maxdepth 1 -name 'st*')" 'files of the state'
output '70:70 81:81' "$PTJAIL" -0 --state=st -r "$ROOTFS" -- sh -c 'cd /d && echo $(stat -c %u:%g a b)'
