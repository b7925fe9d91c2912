# SPDX-License-Identifier: LGPL-3.0-or-later
# Background jobs of a shell without a terminal; pipelines that outlive their first program.
# needs: bash
bash -c '
	for i in 1 2 3 4 5 6 7 8; do (sleep 0.$i; exit $i) & pids[$i]=$!; done
	for i in 8 7 6 5 4 3 2 1; do wait ${pids[$i]}; echo "$i: $?"; done
	sleep 100 & kill $!; wait $!; echo "killed: $?"
	sleep 100 & sleep 0.2; kill -STOP $!; kill -CONT $!; kill -INT $!; sleep 0.1; kill -KILL $!; wait $! 2>/dev/null; echo "killed: $?"
	set -o pipefail; yes | head -n 100000 | wc -l; echo "pipe: $?"
	(sleep 0.3; echo late) & echo early; wait
	set -m; sleep 100 & jobs %1 | grep -c Running; kill %1; wait; set +m
	time -p true 2>/dev/null
	timeout 0.3 sleep 10; echo "timeout: $?"
	xargs -P 4 -n 1 sh -c "echo \$0" < <(seq 40) | sort -n | tail -n 1
' 2>/dev/null
