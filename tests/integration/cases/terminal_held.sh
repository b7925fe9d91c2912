# SPDX-License-Identifier: LGPL-3.0-or-later
# What ptjail writes to a terminal that it shares with the program does not wait for the program's pleasure:
# not where that has the terminal for itself and stops others who write (TOSTOP), nor can it stop all output. Nor
# is a line lost to a pipe that the program has filled, and that nobody is to wait for (O_NONBLOCK).
command -v script >/dev/null || { echo "script is missing"; exit 77; }

# at_terminal COMMAND: what is shown there is in ./shown. The shell in between is of another group.
at_terminal()
{
	setsid timeout -s KILL 60 script -qefc "bash -mc \"$1\"" /dev/null </dev/null >shown 2>&1
	same 0 $? "exit status: $(cat shown)"
}
audited="'$PTJAIL' -r '$ROOTFS' --deny /etc/group --audit"

at_terminal "$audited /guest/terminal_hold group; echo over"
grep -q 'deny read /etc/group' shown || fail "no line of the audit: $(cat shown)"
grep -q 'read: Permission denied' shown || fail "it went no further: $(cat shown)"
grep -q over shown || fail "it did not end: $(cat shown)"

at_terminal "$audited /guest/terminal_hold flow; echo over"
grep -q 'deny read /etc/group' shown || fail "no line of the audit: $(cat shown)"
grep -q 'stdin: Operation not permitted' shown || fail "output was stopped: $(cat shown)"
grep -q 'tty: Operation not permitted' shown || fail "output was stopped by /dev/tty: $(cat shown)"
grep -q 'own: 0' shown || fail "a terminal of its own: $(cat shown)"

for option in --audit --trace; do
	"$PTJAIL" -r "$ROOTFS" --deny /etc/group $option /guest/terminal_hold full 2>&1 >/dev/null |
		{ sleep 1; tr -d '\0'; } >shown
	grep -aq '/etc/group' shown || fail "no line of $option: $(cat shown)"
done
