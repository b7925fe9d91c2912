# SPDX-License-Identifier: LGPL-3.0-or-later
# --memory: what is the kernel's for a program, and neither resident nor a file's content.
for way in tables descriptors names; do
	complaint 124 'memory is used up' jail --memory 64M --time 40 /guest/limit_evasion memory-$way
done
for way in attributes removed semaphores unmapped zeros written sockets orphans; do
	complaint 124 'memory is used up' jail --memory 32M --time 40 /guest/limit_evasion memory-$way
done
# Who takes away what is being mapped, and is seen to, is killed for that.
jail --memory 32M --time 40 /guest/limit_evasion memory-exchanged >out 2>err
code=$?
[ $code = 137 ] || { [ $code = 124 ] && grep -q 'memory is used up' err; } || fail "exchanged: $code $(cat err)"
complaint 124 'memory is used up' jail --memory 16M --time 60 /guest/limit_evasion memory-messages
