# SPDX-License-Identifier: LGPL-3.0-or-later
# --processes: a fork bomb gets EAGAIN, in every form of fork, and the host can still fork.
jail_sh 'f() { f | f & f; }; f; sleep 3' --processes 64 --time 3 --report bomb.json >out 2>err &
bomb=$!
sleep 0.5
for i in 1 2 3 4 5; do
	[ "$(sh -c 'echo forked')" = forked ] || fail 'the host cannot fork'
done
wait $bomb
grep -q "can't fork" err || fail "no EAGAIN: $(cat err)"
most=$(sed -n 's/.*"most_at_once": \([0-9]*\).*/\1/p' bomb.json)
[ "$most" -gt 8 ] && [ "$most" -le 64 ] || fail "at once: $most"
# Those who left count no more.
output 200 jail_sh 'i=0; while [ $i -lt 200 ]; do /bin/true && i=$((i+1)); done; echo $i' --processes 4
# Zombies and threads count.
status 0 jail --processes 16 /guest/process_zombies
grep -qx 'children 15, then EAGAIN' out || fail "zombies: $(cat out)"
status 0 jail --processes 16 --without=seccomp /guest/process_zombies
grep -qx 'children 15, then EAGAIN' out || fail "zombies without seccomp: $(cat out)"
jail --processes 16 --report threads.json /guest/process_threads_64 >out 2>err
grep -q '"most_at_once": 16,' threads.json || fail "threads: $(cat threads.json)"
grep -qxE 'ptjail: [0-9]+ new processes or threads were refused: --processes 16 allows no more at once' err ||
	fail "says nothing: $(cat err)"
jail_sh '/bin/true; exit' --processes 1 >out 2>err
grep -qx 'ptjail: one new process or thread was refused: --processes 1 allows no more at once' err ||
	fail "of one: $(cat err)"
complaint 125 'a number from 1' jail --processes none true
complaint 125 'a number from 1' jail --processes 5:end true
# Or one too many ends it all.
complaint 124 'more than 4 at once (--processes)' jail_sh 'f() { f | f & f; }; f; sleep 30' --processes 4:kill --report killed.json
grep -q '"limit": "processes"' killed.json || fail "report: $(cat killed.json)"
output 4 jail_sh 'for i in 1 2 3 4; do /bin/true; done; echo $i' --processes 4:kill
