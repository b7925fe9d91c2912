# SPDX-License-Identifier: LGPL-3.0-or-later
# Pipelines, background jobs, subshells, here-documents and redirections of a shell.
output 5050 jail_sh 'seq 100 | awk "{ s += \$1 } END { print s }"'
output '3 2 1' jail_sh 'echo $(seq 3 | sort -rn | tr "\n" " ")'
same 'a
b
done' "$(jail_sh '(sleep 0.2; echo b) & echo a; wait; echo done')" 'background job'
output 0 jail_sh 'for i in 1 2 3 4 5 6 7 8; do sleep 0.1 & done; wait; echo $?'
output 'here $x expanded' jail_sh 'x=expanded; cat <<END
here \$x $x
END'
output 'nested' jail_sh 'echo $(echo $(echo nested))'
output '1000' jail_sh 'i=0; while [ $i -lt 1000 ]; do i=$((i+1)); done; echo $i'
output '50' jail_sh 'i=0; while [ $i -lt 50 ]; do /bin/true && i=$((i+1)); done; echo $i'
output 'trapped' jail_sh 'trap "echo trapped" EXIT; exit 0'
output 'usr1' jail_sh 'trap "echo usr1" USR1; kill -USR1 $$; true'
same 'x' "$(jail_sh 'yes x | head -n 1000000 | tail -n 1')" 'long pipeline'
