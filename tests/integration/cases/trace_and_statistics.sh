# SPDX-License-Identifier: LGPL-3.0-or-later
# --trace writes a line per stopped call, --stats counts them; output stays clean.
status 0 jail --trace=trace cat /etc/os-release
grep -q 'os-release' trace || fail "the trace lacks the path: $(head -n 5 trace)"
grep -q '^PRETTY_NAME' out || fail "the program's output is lost"
[ ! -s err ] || fail "something on standard error: $(cat err)"
# Also what was asked for by a program that is no more.
status 0 jail_sh 'exec /bin/cat /etc/os-release' --trace=trace
grep -q ' execve("/bin/cat", .* = 0$' trace || fail "the trace lacks a program: $(grep exec trace)"
# No name ends a line, or tells a terminal anything.
status 0 jail --trace=trace sh -c 'name=/tmp/told$(printf "a\nb\033c"); mkdir "$name" && rmdir "$name"'
grep -q 'mkdir.*/tmp/tolda\\012b\\033c.* = 0$' trace || fail "the name is not told as it is: $(tail -n 5 trace)"
if grep -q '^b' trace || grep -q "$(printf '\033')" trace; then
	fail "a name stands in the trace with all of its bytes"
fi
# What an earlier run may have put there is not followed.
echo kept >other
ln -s other link
complaint 125 'symbolic link' "$PTJAIL" --trace=link -r "$ROOTFS" -- true
complaint 125 'symbolic link' "$PTJAIL" --audit=link --deny /none -r "$ROOTFS" -- true
complaint 125 'symbolic link' "$PTJAIL" --learn=link -r "$ROOTFS" -- true
complaint 125 'symbolic link' "$PTJAIL" --report=link -r "$ROOTFS" -- true
[ "$(cat other)" = kept ] || fail "what the link leads to was written: $(cat other)"
# Who reads slowly is waited for, and nothing is lost; who takes nothing is told how much was.
calls='i=0; while [ $i -lt 2500 ]; do mkdir /etc/none/$i; i=$((i + 1)); done 2>/dev/null; true'
command -v mkfifo >/dev/null && mkfifo slow asleep || fail "no fifos"
(sleep 2; cat >slow.read) <slow &
status 0 jail_sh "$calls" --trace=slow
wait $!
same 2500 "$(grep -c ' mkdir("/etc/none/.*)$' slow.read)" 'lines that a slow reader got'
grep -q 'were lost' slow.read && fail "a slow reader was waited for and not told all"
(i=0; until [ -e awake ] || [ $((i += 1)) -gt 110 ]; do sleep 1; done; cat >asleep.read) <asleep &
status 125 jail_sh "$calls" --trace=asleep
grep -q 'nobody read them' err || fail "nothing is said of lines that were lost: $(cat err)"
[ ! -s asleep.read ] || fail "a reader that takes nothing was waited for"
: >awake
complaint 125 'No space left' jail --trace=/dev/full true
status 0 jail --trace=/dev/stderr true
[ -s err ] || fail "no trace in /dev/stderr"
status 0 jail --trace true
[ -s err ] || fail "no trace on standard error"
status 0 jail --stats true
[ -s err ] && [ ! -s out ] || fail "no statistics on standard error"
status 0 "$PTJAIL" --list-syscalls
[ "$(wc -l <out)" -gt 350 ] || fail "few system calls listed"
grep -q openat2 out || fail "openat2 is not listed"
