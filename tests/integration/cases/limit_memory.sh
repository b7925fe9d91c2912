# SPDX-License-Identifier: LGPL-3.0-or-later
# --memory: one that takes too much, several that do together, and what is shared counts once.
complaint 124 'memory is used up' jail_sh 'tail /dev/zero' --memory 64M --time 30
complaint 124 'memory is used up' jail_sh \
	'for i in 1 2 3 4; do (head -c 30000000 /dev/zero | tail -c 30000000 | (sleep 20; cat)) & done; wait' \
	--memory 64M --time 30
grep -q '64 MiB together (--memory)' err || fail "names no amount: $(cat err)"
output done jail_sh 'head -c 20000000 /dev/zero | tail -c 20000000 >/dev/null; echo done' --memory 200M
for way in leader shared lent; do
	complaint 124 'memory is used up' jail --memory 64M --time 30 /guest/limit_evasion memory-$way
done
# Files in memory that nobody has mapped: by descriptor, by name, by number.
for way in memfd shm segment; do
	complaint 124 'memory is used up' jail --memory 32M --time 60 /guest/limit_evasion memory-$way
done
output 'shared: 1' jail --memory 90M /guest/limit_evasion
# Sixty shells, each all of busybox: one copy.
output done jail_sh 'for i in $(seq 60); do sleep 1 & done; wait; echo done' --memory 40M
status 1 jail_sh 'ulimit -d unlimited || exit 1' --memory 64M
# What ptjail makes itself then is the same to the program.
for guest in memory_shared exec_memfd memfd_seals mmap_shared_between_processes; do
	wanted=$(jail -w /tmp /guest/$guest) || fail "$guest: $?"
	same "$wanted" "$(jail -w /tmp --memory 1G /guest/$guest)" "$guest with --memory"
done
