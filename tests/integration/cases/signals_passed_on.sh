# SPDX-License-Identifier: LGPL-3.0-or-later
# Signals sent to ptjail reach the program.
for signal in TERM HUP USR1 INT QUIT; do
	# Not as a shell's background job, which ignores INT and QUIT.
	rm -f ready
	setsid "$PTJAIL" -r "$ROOTFS" -b "$PWD:/here" sh -c \
		"trap 'echo got $signal; exit 7' $signal; touch /here/ready; while :; do sleep 0.1; done" \
		>out 2>err &
	wait_for test -e ready
	kill -$signal $!
	wait $!
	code=$?
	case $signal in
	INT | QUIT) [ $code = 7 ] || { kill -KILL $!; wait $!; continue; } ;;
	esac
	same 7 $code "$signal: exit status"
	same "got $signal" "$(cat out)" "$signal: output"
done
# Untrapped, it ends both, and ptjail tells how.
rm -f ready
"$PTJAIL" -r "$ROOTFS" -b "$PWD:/here" sh -c 'touch /here/ready; exec sleep 30' &
wait_for test -e ready
kill -TERM $!
wait $!
same 143 $? 'exit status on SIGTERM'
