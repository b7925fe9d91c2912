# SPDX-License-Identifier: LGPL-3.0-or-later
# --state: several jails at once share one file, and none loses what another one saved.
fresh_rootfs
mkdir rootfs/d
: >st
for i in 1 2 3 4; do
	jail_sh "cd /d && : >ready$i; while [ ! -e go ]; do sleep 0.05; done
		for n in 1 2 3 4 5 6 7 8; do : >f$i.\$n && chown $i:\$n f$i.\$n; done" -0 --state=st &
	pids="${pids:-} $!"
done
for i in 1 2 3 4; do
	wait_for test -e "rootfs/d/ready$i"
done
: >rootfs/d/go
for pid in $pids; do
	wait "$pid" || fail "one of them ended with $?"
done
same 32 "$(grep -c 'uid=[1-4],gid=[1-8]$' st)" 'files in the state'
output "$(for i in 1 2 3 4; do for n in 1 2 3 4 5 6 7 8; do echo "f$i.$n $i:$n"; done; done)" \
	"$PTJAIL" -0 --state=st -r "$ROOTFS" -- sh -c 'cd /d && stat -c "%n %u:%g" f*'
# A jail that saves while another has the old state in memory.
jail_sh ': >/d/ready && while [ ! -e /d/end ]; do sleep 0.05; done; chown 50:50 /d/f1.1' -0 --state=st &
wait_for test -e rootfs/d/ready
status 0 jail_sh 'chown 60:60 /d/f2.2; rm /d/f3.3' -0 --state=st
: >rootfs/d/end
wait $! || fail "ended with $?"
same '1 1 31' "$(grep -c uid=50 st) $(grep -c uid=60 st) $(grep -c uid= st)" 'what both changed'
# What one of them removed has left its number to a file of the other's.
jail_sh 'cd /d && : >old && chown 70:70 old && mkdir ready5 && rm old && while [ ! -e end5 ]; do sleep 0.05; done' \
	-0 --state=st &
wait_for test -e rootfs/d/ready5
status 0 jail_sh 'cd /d && for n in 1 2 3 4; do : >new$n && chown 80:$n new$n; done' -0 --state=st
: >rootfs/d/end5
wait $! || fail "ended with $?"
same 4 "$(grep -c 'uid=80' st)" 'new files with old numbers'
