# SPDX-License-Identifier: LGPL-3.0-or-later
# --cpu adds up what all members take: at the same time, one after another, and orphans.
complaint 124 'processor time' jail_sh 'while :; do :; done' --cpu 0.3 --time 30
complaint 124 'processor time' jail_sh 'for i in 1 2 3 4; do while :; do :; done & done; wait' \
	--cpu 0.5 --time 30
complaint 124 'processor time' jail_sh \
	'while :; do (i=0; while [ $i -lt 3000 ]; do i=$((i+1)); done); done' --cpu 0.5 --time 30
# Orphans, whose time no parent inherits.
complaint 124 'processor time' jail_sh \
	'while :; do ( (i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done) & ); usleep 20000; done' \
	--cpu 0.5 --time 30
for way in unwaited killed threads; do
	complaint 124 'processor time' jail --cpu 0.5 --time 30 /guest/limit_evasion cpu-$way
done
complaint 124 'processor time' jail_sh 'while :; do :; done' --cpu 0.3 --time 30 --without=seccomp
# Sleeping costs nothing, and each process has its own count of nothing twice.
output done jail_sh 'sleep 1; echo done' --cpu 0.9
