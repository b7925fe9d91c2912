# SPDX-License-Identifier: LGPL-3.0-or-later
# Standard input, output and error are the program's own.
same 'in' "$(echo in | jail cat)" 'a pipe'
echo from-file >f
same 'from-file' "$(jail cat <f)" 'a file'
jail echo to-file >g
same to-file "$(cat g)" 'output to a file'
jail_sh 'echo more' >>g
same 'to-file
more' "$(cat g)" 'appended output'
same '1048576' "$(head -c 1048576 /dev/zero | jail cat | wc -c)" 'a megabyte through'
status 0 jail_sh 'echo out; echo err >&2'
same out "$(cat out)" 'output'
same err "$(cat err)" 'error'
jail true <&- || fail "closed input"
jail true >&- || fail "closed output"
jail true <&- >&- 2>&- || fail "all closed"
# A reader that stops early ends the writer.
same y "$(jail yes | head -n 1)" 'broken pipe'
# What lies outside has no name inside, but a link to it is one.
same '/(unreachable)' "$(jail readlink /proc/self/fd/0 <f)" 'the name of a file outside'
cp "$ROOTFS/bin/busybox" program
jail_sh 'exec /proc/self/fd/0' <program 2>err
same '0: applet not found' "$(cat err)" 'busybox, by a name that it has no program for'
