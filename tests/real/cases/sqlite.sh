# SPDX-License-Identifier: LGPL-3.0-or-later
# A database with rollback journal and write-ahead log, and several writers.
# needs: sqlite3
sqlite3 a.db 'create table t(a, b); with recursive c(i) as (select 1 union all select i + 1 from c where i < 20000)
	insert into t select i, i * i from c; create index i on t(b); select count(*), sum(b) from t;'
sqlite3 a.db 'pragma journal_mode = wal; insert into t values(1, 2); pragma wal_checkpoint; select count(*) from t; vacuum; pragma integrity_check'
for i in 1 2 3 4; do
	for j in 1 2 3 4 5; do sqlite3 -cmd '.timeout 20000' a.db "insert into t values($i, $j)"; done &
done
wait
sqlite3 a.db 'select count(*) from t; pragma mmap_size = 1000000; select max(b) from t' '.dump t' | tail -n 1
sqlite3 a.db .dump | sqlite3 b.db && sqlite3 b.db 'select count(*) from t'
sqlite3 :memory: 'attach "a.db" as a; select count(*) from a.t'
ls
