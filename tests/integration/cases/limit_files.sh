# SPDX-License-Identifier: LGPL-3.0-or-later
# --files: no descriptor from N on, and no way to raise it; what ptjail holds there stays away.
output '20 20' jail_sh 'echo $(ulimit -n) $(ulimit -H -n)' --files 20
jail_sh 'for i in $(seq 30); do : >/tmp/limit_files.$i; done'
status 0 jail_sh 'tail -q /tmp/limit_files.*' --files 64
status 1 jail_sh 'tail -q /tmp/limit_files.*' --files 20
grep -q 'Too many open files' err || fail "no EMFILE: $(cat err)"
status 1 jail_sh 'ulimit -n 100 || exit 1' --files 20
output 16 jail_sh 'ls /proc/self/fd >/dev/null && ulimit -n' --files 16
# Never more than there was.
same "$(ulimit -n)" "$(jail_sh 'ulimit -n' --files 1000000)" 'a limit above the limit'
complaint 125 'a number from 16' jail --files 3 true
# A program that is started with none free: it is told so, and lives on.
all_used='i=3; while [ $i -lt 16 ]; do eval "exec $i<&0"; i=$((i + 1)); done'
output 126 jail_sh "$all_used; (exec /bin/busybox true); echo \$?" --files 16
grep -q 'Too many open files' err || fail "no EMFILE: $(cat err)"
# Or one too many ends it all: also a pair's second one, and whatever mode.
many='i=3; while [ $i -lt 30 ]; do eval "exec $i</dev/null"; i=$((i + 1)); done; echo alive'
for mode in '' -0 --audit --without=seccomp; do
	complaint 124 'more than 20 (--files)' jail_sh "$many" --files 20:kill --report files.json $mode
	grep -q '"limit": "files"' files.json || fail "report: $(cat files.json)"
	grep -q alive out && fail 'it went on'
done
but_one='i=3; while [ $i -lt 19 ]; do eval "exec $i</dev/null"; i=$((i + 1)); done'
output alive jail_sh "$but_one; echo alive" --files 20:kill
complaint 124 'more than 20 (--files)' jail_sh "$but_one; : | :; echo alive" --files 20:kill
grep -q alive out && fail 'it went on'
# What a program forbids itself is no limit of ours.
output 'EMFILE' jail_sh "ulimit -n 16; ($many) 2>/dev/null || echo EMFILE" --files 20:kill
complaint 125 'a number from 16' jail --files 20:end true
