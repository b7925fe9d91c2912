# SPDX-License-Identifier: LGPL-3.0-or-later
# Resource limits inside are those outside.
same "$(ulimit -n)" "$(jail_sh 'ulimit -n')" 'open files'
same 100 "$(ulimit -S -n 100; jail_sh 'ulimit -n')" 'lowered soft limit'
same "$(ulimit -H -n)" "$(jail_sh 'ulimit -H -n')" 'hard limit'
same "$(ulimit -s)" "$(jail_sh 'ulimit -s')" 'stack'
same "$(umask)" "$(jail_sh 'umask')" 'umask'
same 0077 "$(umask 077; jail_sh 'umask')" 'another umask'
# Members that use up the signals that may wait for their user: another ptjail starts all the same.
(exec prlimit --sigpending=4000 "$PTJAIL" -r "$ROOTFS" -- /guest/limit_evasion signals >queued) &
wait_for grep -q told queued
same 'limit: 4000' "$(head -n 1 queued)" 'signals that may wait'
output started prlimit --sigpending=4000 "$PTJAIL" --time 60 --memory 1G -r "$ROOTFS" -- echo started
kill $!
