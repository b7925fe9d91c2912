# SPDX-License-Identifier: LGPL-3.0-or-later
# redis: TCP and unix socket, the benchmark, background saving by fork, the append-only file.
# needs: redis-server redis-cli redis-benchmark
port=$((20000 + $(id -u) % 10000 + 63))
wait_until() { for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do "$@" >/dev/null 2>&1 && return; sleep 0.2; done; return 1; }
redis-server --port $port --unixsocket "$PWD/sock" --daemonize yes --dir "$PWD" --logfile log --save '' --appendonly yes >/dev/null
wait_until redis-cli -e -p $port ping || { cat log; exit 1; }
redis-cli -p $port set a b; redis-cli -s sock get a
redis-benchmark -p $port -n 2000 -q -t set,get,lpush | sed 's/.*\r//; s/: .*//'
redis-benchmark -s sock -n 4000 -q -t set,get -P 16 | sed 's/.*\r//; s/: .*//'
redis-cli -p $port bgsave; wait_until test -s dump.rdb && echo saved
sleep 0.5; redis-cli -p $port bgrewriteaof; sleep 1; ls
redis-cli -p $port info persistence | grep -E 'last_bgsave_status|last_bgrewrite_status' | tr -d '\r'
redis-cli -p $port shutdown nosave; wait_until test ! -e sock && echo stopped
tail -n 1 log | sed 's/.*# //'
