# SPDX-License-Identifier: LGPL-3.0-or-later
# --time ends whatever sleeps, spins, ignores signals, was stopped, or was left behind.
begin=$(date +%s)
for program in 'sleep 30' 'while :; do :; done' 'trap "" TERM INT HUP CONT; while :; do sleep 30; done' \
	'kill -STOP $$' '(while :; do kill -STOP $$; done) & sleep 30' 'kill -TSTP $$; sleep 30'; do
	complaint 124 'time is up' jail_sh "$program" --time 0.5
	grep -q '0.500 seconds (--time)' err || fail "names no amount: $(cat err)"
done
status 124 jail_sh 'sleep 30 & sleep 30 & exit 0' --no-kill-on-exit --time 0.5
for mode in seccomp process-vm openat2; do
	complaint 124 'time is up' jail_sh 'while :; do cat /etc/passwd >/dev/null; done' --without=$mode --time 1
done
[ $(($(date +%s) - begin)) -lt 25 ] || fail 'not in time'
# Nor does it go on because there are so many to be looked at.
for i in 1 2 3 4; do
	status 124 jail_sh 'i=0; while [ $i -lt 4000 ]; do sleep 20 & i=$((i+1)); done; wait' --time 1 --report report
	grep -q '"wall": 1\.' report || fail "ended late: $(grep wall report)"
done
# Nor while the tracer waits for a file that others write to without end.
complaint 124 'time is up' jail --time 2 --report report /guest/limit_evasion time-held-file
grep -q '"wall": [2-5]\.' report || fail "ended late: $(grep wall report)"
# Nor while it says so itself, where members have written until nobody took any more.
mkfifo full
exec 8<>full
begin=$(date +%s)
code=0
jail_sh 'yes >&2' --time 0.5 --report report --stats 2>&8 || code=$?
exec 8>&-
[ $code = 124 ] || fail "status $code where nobody reads"
[ $(($(date +%s) - begin)) -lt 40 ] || fail 'waits for who does not read'
[ -s report ] || fail 'no report where nobody reads'
output done jail_sh 'sleep 0.1; echo done' --time 20
status 3 jail_sh 'exit 3' --time 1m
complaint 125 'wants seconds' jail --time 0 true
complaint 125 'wants seconds' jail --time soon true
