# SPDX-License-Identifier: LGPL-3.0-or-later
# Signals sent to ptjail reach the program; what was ignored stays ignored.
for signal in TERM HUP USR1 INT QUIT; do
	rm -f ready
	# A shell starts background jobs with INT and QUIT ignored.
	env --default-signal=INT,QUIT "$PTJAIL" -r "$ROOTFS" -b "$PWD:/here" sh -c \
		"trap 'echo got $signal; exit 7' $signal; touch /here/ready
		i=0; while [ \$i -lt 100 ]; do sleep 0.1; i=\$((i+1)); done; echo in vain" >out 2>err &
	wait_for test -e ready
	kill -$signal $!
	wait $!
	same 7 $? "$signal: exit status"
	same "got $signal" "$(cat out)" "$signal: output"
done
# An alarm that was set before is the program's.
if command -v perl >/dev/null; then
	perl -e 'alarm 1; exec @ARGV' "$PTJAIL" -r "$ROOTFS" sh -c 'sleep 5; echo in vain' >out
	same 142 $? 'exit status by an alarm'
	same '' "$(cat out)" 'output before an alarm'
fi
# Untrapped, it ends both, and ptjail tells how.
rm -f ready
"$PTJAIL" -r "$ROOTFS" -b "$PWD:/here" sh -c 'touch /here/ready; exec sleep 30' &
wait_for test -e ready
kill -TERM $!
wait $!
same 143 $? 'exit status on SIGTERM'
rm -f ready
env --ignore-signal=HUP "$PTJAIL" -r "$ROOTFS" -b "$PWD:/here" sh -c 'touch /here/ready; sleep 1; exit 9' &
wait_for test -e ready
kill -HUP $!
wait $!
same 9 $? 'exit status with SIGHUP ignored'
# None is lost that comes while ptjail starts.
for milliseconds in 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 18 20 22 25 30; do
	"$PTJAIL" -r "$ROOTFS" sleep 1000 &
	sleep "0.$(printf %03d $milliseconds)"
	kill -TERM $!
	wait $!
	same 143 $? "exit status on SIGTERM after $milliseconds ms"
done
