# SPDX-License-Identifier: LGPL-3.0-or-later
# deny, hide and read-only: each refuses with its own error, and the last rule decides.
fresh_rootfs
mkdir -p rootfs/secret/sub rootfs/ro rootfs/pub rootfs/home/u/.ssh
for place in secret/f secret/sub/f ro/f pub/f home/u/.ssh/key; do
	echo "content of $place" >"rootfs/$place"
done
before=$(tree rootfs/secret; tree rootfs/ro)
for command in 'cat /secret/f' 'ls /secret' 'cd /secret' 'cat /secret/sub/f' 'stat /secret' 'rm /secret/f' \
	'echo x >/secret/f' 'cat /secret/../secret/f' 'cd /pub; cat ../secret/f'; do
	status 1 jail --hide /secret sh -c "$command || exit 1"
	grep -qi 'no such file\|nonexistent\|can.t cd' err || fail "hide: $command: $(cat err)"
	status 1 jail --deny /secret sh -c "$command || exit 1"
	grep -qi 'permission denied\|can.t cd' err || fail "deny: $command: $(cat err)"
done
# A new name where one is hidden cannot be "not there".
status 1 jail --hide /pub/new sh -c 'mkdir /pub/new || exit 1'
grep -qi 'permission denied' err || fail "making a hidden name: $(cat err)"
# Not listed, neither by its own name nor in /proc's mounts.
output '' jail --hide /secret sh -c 'ls / | grep secret; grep secret /proc/mounts /proc/self/mountinfo; find / -xdev -name secret; true'
output 'f' jail --hide '/home/*/.ssh' sh -c 'ls -A /home/u; ls /pub'
touch $(seq -f rootfs/pub/x%g 2000)
output f jail --hide '**/x*' ls /pub
rm -f $(seq -f rootfs/pub/x%g 2000)
# Nor in a directory that is shown twice, by either of its names.
output '' jail -b "$PWD/rootfs/pub:/one" -b "$PWD/rootfs/pub:/two" --hide /one/f sh -c 'echo /one/* /two/* | grep f; true'
output '' jail -b "$PWD/rootfs/pub:/one" -b "$PWD/rootfs/pub:/two" --hide /two/f sh -c 'echo /one/* /two/* | grep f; true'
# Others are served before so many hidden names are through; what is mounted there is listed all the same.
long=$(printf 'x%0200d' 0)
(cd rootfs/pub && seq -f "$long%g" 12000 | xargs touch)
output 'f pub' jail --hide '**/x*' -b "$PWD/rootfs/pub:/pub/pub" sh -c 'echo $(ls /pub)'
(cd rootfs/pub && find . -name 'x*' -delete)
for command in 'echo x >/ro/f' 'echo x >>/ro/f' 'echo x >/ro/new' 'rm /ro/f' 'mkdir /ro/d' 'mv /ro/f /ro/g' \
	'mv /pub/f /ro/' 'chmod 600 /ro/f' 'touch /ro/f' 'truncate -s 0 /ro/f' 'ln -s x /ro/l' \
	'exec 3</ro/f; echo x >/proc/self/fd/3' 'mkfifo /ro/p'; do
	status 1 jail --read-only /ro sh -c "$command || exit 1"
	grep -qi 'read-only' err || fail "read-only: $command: $(cat err)"
done
output 'content of ro/f' jail --read-only /ro cat /ro/f
same "$before" "$(tree rootfs/secret; tree rootfs/ro)" 'the places'
cp rootfs/bin/busybox rootfs/bin/other
# The last rule that speaks of a class and a place decides.
cat >policy <<-'END'
	# nothing but reading, and one place to write
	deny change /
	allow /pub
	deny write "/pub/f"   # but not this
	deny exec /bin/other
END
output 'content of pub/f' jail --policy policy cat /pub/f
status 0 jail --policy policy sh -c 'echo y >/pub/g'
same y "$(cat rootfs/pub/g)" 'written by leave'
for command in 'echo y >/pub/f' 'mkdir /x' 'chmod 700 /tmp' '/bin/other true'; do
	status 1 jail --policy policy sh -c "$command || exit 1"
	grep -qi 'permission denied' err || fail "policy: $command: $(cat err)"
done
status 0 jail --policy policy --read-only /usr sh -c 'echo z >/pub/g'
status 1 jail --policy policy --read-only /pub sh -c 'echo z >/pub/g || exit 1'
# Each refusal leaves a line, and no name can forge another.
status 1 jail --deny '**/f' --audit=log cat /pub/f
grep -q '^deny read /pub/f pid [0-9]* open[a-z0-9]* EACCES (\*\*/f)$' log || fail "audit: $(cat log)"
for way in deny hide; do
	status 1 jail --$way /pub --audit=log cat /pub/f
	grep -q "^$way look /pub pid [0-9]* open[a-z0-9]* E[A-Z]* (/pub)\$" log || fail "audit below: $(cat log)"
done
status 126 jail --deny /pub --audit=log /pub/f
grep -q '^deny look /pub pid [0-9]* execve EACCES (/pub)$' log || fail "audit of an exec: $(cat log)"
status 1 jail --deny '**/forged' --audit=log sh -c 'mkdir "/pub/x
hide look /forged" "/pub/x
hide look /forged/forged" || exit 1'
[ "$(grep -c '^hide' log)" = 0 ] || fail "forged: $(cat log)"

# A directory that was removed can be looked at as it could before, and stays empty.
status 0 jail --hide /secret sh -c 'mkdir /tmp/d && cd /tmp/d && rmdir /tmp/d && ls'

# What ptjail itself puts there can be listed with hidden names about.
status 0 jail --hide '/pub/?' sh -c 'for d in / /dev /dev/pts /dev/shm /proc /proc/self /proc/self/fd /tmp; do ls "$d" >/dev/null || exit 1; done'
