# SPDX-License-Identifier: LGPL-3.0-or-later
# postgres: initdb, server, pgbench over a unix socket, TCP, fast stop; its checks of shared memory.
# seconds: 240
set -- /usr/lib/postgresql/*/bin
[ -d "$1" ] || { echo "no postgres in the root directory"; exit 77; }
PATH=$1:$PATH
port=$((20000 + $(id -u) % 10000 + 54))
initdb -D data -U me -A trust >initdb.log 2>&1 || { cat initdb.log; exit 1; }
pg_ctl -D data -o "-p $port -k $PWD" -l log -w start | tail -n 1
export PGHOST=$PWD PGPORT=$port PGUSER=me
createdb b && pgbench -i -q b 2>&1 | grep -c done
pgbench -c 4 -j 2 -t 200 b 2>&1 | grep -E 'processed|failed'
psql -At b -c 'select count(*) from pgbench_history; select count(*) from pgbench_accounts'
psql -At b -c 'set max_parallel_workers_per_gather = 2; set parallel_setup_cost = 0; set parallel_tuple_cost = 0;
	set min_parallel_table_scan_size = 0; select sum(aid) from pgbench_accounts' | tail -n 1
PGHOST=127.0.0.1 psql -At b -c 'select current_user'
psql -At b -c 'vacuum full' -c 'checkpoint' && pg_dump b | grep -c COPY
sleep 1 # the last backend may not have noticed yet
pg_ctl -D data -w -m fast stop | tail -n 1
grep -E 'FATAL|ERROR|PANIC' log || echo no errors
