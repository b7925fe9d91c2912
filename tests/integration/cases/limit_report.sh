# SPDX-License-Identifier: LGPL-3.0-or-later
# --report: how it ended, in each way, and figures that can be true.
has()
{
	grep -q "^ *\"$1\": $2,\{0,1\}$" report.json || fail "not $1: $2 but $(cat report.json)"
}
number()
{
	sed -n "s/^ *\"$1\": \([0-9]*\).*/\1/p" report.json
}
status 3 jail_sh 'exit 3' --report report.json
has ended '"exit"' && has exit_code 3 && has signal null && has limit null && has status 3
status 137 jail_sh 'kill -KILL $$' --report report.json
has ended '"signal"' && has signal 9 && has exit_code null
status 124 jail_sh 'sleep 20' --time 0.3 --report report.json
has ended '"limit"' && has limit '"time"' && has status 124 && has time 0.300000
status 127 jail --report report.json nonsense
has ended '"failure"' && has status 127
status 125 "$PTJAIL" -r "$PWD/nowhere" --report report.json true
has ended '"failure"' && has status 125
jail_sh 'for i in 1 2 3; do /bin/true; done; head -c 50000000 /dev/zero | tail -c 50000000 >/dev/null
	i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done; sleep 0.2; mount' --report report.json >out 2>err
[ "$(number peak)" -ge 50000000 ] && [ "$(number peak)" -lt 400000000 ] || fail "peak $(number peak)"
[ "$(number total)" -ge 6 ] && [ "$(number most_at_once)" -ge 2 ] || fail "$(cat report.json)"
[ "$(number entry)" -gt 10 ] && [ "$(number exec)" -ge 4 ] || fail "stops: $(cat report.json)"
awk -F '[ ,:]+' '/"(wall|cpu|user|system)"/ && !($2 in value) { value[$2] = $3 }
	END { gap = value["\"cpu\""] - value["\"user\""] - value["\"system\""]
	      exit !(value["\"wall\""] >= 0.2 && value["\"wall\""] < 50 && value["\"cpu\""] > 0.01 &&
		     gap < 0.001 && gap > -0.001) }' report.json || fail "times: $(cat report.json)"
complaint 125 'cannot be written for --report' jail --report "$PWD/no/where" true
# Refusals of each kind of rule, and of a mount.
mkdir bound
for rules in '--deny /etc' '--hide /etc' '--read-only /etc' '--net none' '-b bound:/etc:ro'; do
	set -- $rules
	jail "$@" --report report.json sh -c 'cat /etc/passwd; echo >/etc/new; nc 127.0.0.1 1' >out 2>&1
	[ "$(number denials)" -gt 0 ] || fail "no denials by $rules: $(cat out report.json)"
done
jail --report report.json true
same 0 "$(number denials)" 'denials without a rule'
