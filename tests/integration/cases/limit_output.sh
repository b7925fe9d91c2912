# SPDX-License-Identifier: LGPL-3.0-or-later
# --output: a file that grows beyond it ends the run, whoever ignores the signal.
fresh_rootfs
complaint 124 'too much output' jail_sh 'cat /dev/zero >/tmp/big' --output 64K --time 30
same 65536 "$(stat -c %s rootfs/tmp/big)" 'size of the file'
complaint 124 'too much output' jail_sh 'trap "" XFSZ; cat /dev/zero >/tmp/big; sleep 20' \
	--output 64K --time 30
complaint 124 'too much output' jail_sh 'cat /dev/zero >/dev/shm/big' --output 1M --time 30
jail_sh 'cat /dev/zero' --output 64K --time 30 >redirected 2>err
same 124 $? 'status of standard output to a file'
same 65536 "$(stat -c %s redirected)" 'size of standard output'
output 1000000 jail_sh 'head -c 1000000 /dev/zero | wc -c' --output 64K
output done jail_sh 'head -c 65536 /dev/zero >/tmp/fits; echo done' --output 64K
complaint 124 'too much output' "$PTJAIL" -r "$WORK/rootfs" --output 64K --time 30 /guest/limit_evasion output-kept
