# SPDX-License-Identifier: LGPL-3.0-or-later
# --strict: the program has a terminal of its own; the user's cannot be reached, is passed what is
# typed and its size, and is left as it was, however the run ends.
command -v script >/dev/null || { echo "script is missing"; exit 77; }

# at_terminal COMMAND: runs it at a terminal, whose name is in ./tty; what is typed is written to
# descriptor 9, what is shown is in ./shown. (A shell starts background jobs with INT ignored.)
at_terminal()
{
	rm -f tty keys shown
	mkfifo keys
	exec 9<>keys
	env --default-signal=INT,QUIT script -qefc "tty >tty; $1" /dev/null <keys >shown 2>&1 &
	user=$!
	wait_for test -s tty
	terminal=$(cat tty)
}
shows()
{
	wait_for grep -q -- "$1" shown
}
is_raw()
{
	stty -F "$terminal" -a | grep -q -- '-icanon'
}
is_cooked()
{
	! is_raw
}
ends()
{
	wait "$user"
	same "$1" $? "exit status: $(cat shown)"
	exec 9>&-
}
strict="'$PTJAIL' --strict -r '$ROOTFS'"

# Another terminal, in a session of its own; the user's cannot even be opened.
at_terminal "$strict sh -c 'tty; (: <>\$0) 2>&1 || echo closed' \$(cat tty)"
ends 0
grep -q '^/dev/pts/[0-9]' shown || fail "no terminal: $(cat shown)"
! grep -q "^$terminal.\$" shown || fail "the user's own terminal: $(cat shown)"
grep -q closed shown || fail "the user's terminal was opened: $(cat shown)"

# Ctrl-C is a signal of that terminal, which is raw only meanwhile.
at_terminal "$strict sh -c 'trap \"echo GOT; exit 7\" INT; echo ready; sleep 20 & wait'; code=\$?; stty -a >modes; exit \$code"
shows ready
wait_for is_raw
printf '\003' >&9
ends 7
grep -q GOT shown || fail "no SIGINT: $(cat shown)"
! grep -q -- '-icanon' modes || fail "left raw: $(cat modes)"

# Without a handler it ends both.
at_terminal "$strict sh -c 'echo ready; exec sleep 20'; echo status \$?"
shows ready
wait_for is_raw
printf '\003' >&9
shows 'status 130'
ends 0

# A new size. (Of two that stty is given it tells one after the other.)
at_terminal "$strict sh -c 'trap \"stty size; exit 0\" WINCH; echo ready; sleep 20 & wait'"
shows ready
wait_for is_raw
stty -F "$terminal" rows 33
ends 0
grep -q '^33 ' shown || fail "the size: $(cat shown)"

# Ctrl-Z gives the terminal back to the user's shell; fg goes on.
at_terminal "sh -i"
printf '%s\n' "PS1='> '; $strict cat; echo status \$?" >&9
wait_for is_raw
printf 'one\n' >&9
shows '^one'
printf '\032' >&9
shows Stopped
wait_for is_cooked
printf '%s\n' "echo here \$((40 + 2))" >&9
shows 'here 42'
printf 'fg\n' >&9
wait_for is_raw
printf 'two\n\004' >&9
shows '^two'
wait_for is_cooked
printf 'exit 0\n' >&9
ends 0

# ptjail's own death: nobody is left to put it back but the process at the terminal.
at_terminal "$strict sh -c 'echo ready; exec sleep 20' & echo \$! >pid; wait; sleep 20"
shows ready
kill -KILL "$(cat pid)"
wait_for is_cooked
kill "$user"
exec 9>&-

# Standard output alone is a terminal, standard input a file with more than one buffer of it.
seq 20000 >numbers
at_terminal "$strict cat <numbers; stty -a >modes"
ends 0
tr -d '\r' <shown | cmp -s - numbers || fail "lost on the way: $(tail -n 2 shown)"
