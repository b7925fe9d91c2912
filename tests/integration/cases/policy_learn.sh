# SPDX-License-Identifier: LGPL-3.0-or-later
# --learn writes what a run needed: with it the run works again, and another does not.
# What listens without an address of its own does so at all of them, at a port that is another the next time.
heard=$(jail /guest/socket_listen_unbound) || fail "it does not listen: $heard"
output "$heard" jail --learn learned /guest/socket_listen_unbound
output "$heard" jail --policy learned /guest/socket_listen_unbound
fresh_rootfs
mkdir rootfs/data
echo one >rootfs/data/a
echo two >rootfs/data/b
command='cat /data/a >/tmp/copy.$$ && cat /tmp/copy.$$'
output one jail --learn learned sh -c "$command"
rm -f rootfs/tmp/copy.*
grep -q '^deny /$' learned || fail "not a closed policy: $(cat learned)"
output one jail --policy learned sh -c "$command"
status 1 jail --policy learned sh -c 'cat /data/b || exit 1'
grep -qi 'permission denied' err || fail "not refused: $(cat err)"
status 1 jail --policy learned sh -c 'echo x >/data/a || exit 1'
same one "$(cat rootfs/data/a)" 'the file'
status 1 jail --policy learned ls /
grep -qi 'permission denied' err || fail "listed: $(cat out err)"
# Names of any bytes: none ends a line, tells a terminal anything, or is forgotten.
# (ESC, U+009B; U+2028 ends a line for some, U+202E and U+2067 turn what follows; U+2029's like, U+2030, stays.)
odd=$(printf 'a\nb\033c\302\233d"?*e\342\200\250\342\200\256f\342\201\247g\342\200\260')
echo odd >"rootfs/data/$odd"
output odd jail --learn learned cat "/data/$odd"
LC_ALL=C grep -q '"/data/a?b?c??d\\"\\?\\\*e??????f???g.../."$' learned || fail "the name is not told: $(cat learned)"
output odd jail --policy learned cat "/data/$odd"
# Modes that are set by descriptor are noted, too.
edit='umask 022; rm -f /tmp/f; echo one >/tmp/f; sed -i s/one/two/ /tmp/f; cat /tmp/f; stat -c %a /tmp/f'
output "$(printf 'two\n644')" jail_sh "$edit" --learn learned
output "$(printf 'two\n644')" jail_sh "$edit" --policy learned
complaint 125 nowhere jail --learn nowhere/learned true
# Sockets that reach nobody, and listening ones.
listen='ifconfig lo | grep -q 127.0.0.1 && { nc -l -p 47833 >/dev/null & sleep 0.3; kill $!; } && echo listened'
output listened jail_sh "$listen" --learn learned
grep -q '^net none' learned && fail "no network: $(cat learned)"
output listened jail_sh "$listen" --policy learned
