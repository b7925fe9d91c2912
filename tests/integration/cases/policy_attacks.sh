# SPDX-License-Identifier: LGPL-3.0-or-later
# Ways around a rule: links, moves of the place and of what leads to it, other names of the same
# directory, descriptors, working directories, programs, sockets. Every one is tried against
# each kind of rule, and must end without the secret.
fresh_rootfs
mkdir -p rootfs/a/b/secret/sub rootfs/pub rootfs/links
echo TOPSECRET >rootfs/a/b/secret/f
echo TOPSECRET >rootfs/a/b/secret/sub/f
cp rootfs/bin/busybox rootfs/a/b/secret/cat
ln -s /a/b/secret rootfs/links/absolute
ln -s ../a/b/secret/f rootfs/links/relative
ln -s /a rootfs/links/ancestor
ln rootfs/a/b/secret/f rootfs/pub/hardlink
chmod -R a+rwX rootfs/a rootfs/pub
jail cat /a/b/secret/f | grep -q TOPSECRET || fail 'without a rule it cannot be read either'
before=$(tree rootfs/a)
reset_pub()
{
	rm -rf rootfs/pub
	mkdir -m 777 rootfs/pub
	ln rootfs/a/b/secret/f rootfs/pub/hardlink
}
attack()
{
	reset_pub
	jail "$@" >out 2>err
	! grep -q TOPSECRET out || fail "got it: $*"
	# A pattern holds at the new name as well: then this was no way out.
	[ ! -e rootfs/a/c ] || mv rootfs/a/c rootfs/a/b
	[ ! -e rootfs/x ] || mv rootfs/x rootfs/a
	same "$before" "$(tree rootfs/a)" "changed: $*"
}
for rule in --hide --deny; do
	for place in /a/b/secret /links/absolute /links/ancestor/b/secret '/a/*/secret'; do
		for command in \
			'cat /a/b/secret/f' 'cat /a/b/secret/sub/../f' 'cat /a/./b//secret/f' 'cat /links/absolute/f' \
			'cat /links/relative' 'cat /links/ancestor/b/secret/f' \
			'cd /a/b; cat secret/f' 'cd /a/b/secret; cat f' 'cd /a/b/secret/sub; cat ../f' \
			'cd /a; cat b/secret/f' 'exec 3</a/b; cat /proc/self/fd/3/secret/f' \
			'exec 3</a/b/secret; cat /proc/self/fd/3/f' 'exec 3</a/b/secret/f; cat <&3' \
			'mv /a /x; cat /x/b/secret/f' 'mv /a/b /pub/b; cat /pub/b/secret/f' \
			'mv /a/b/secret /pub/s; cat /pub/s/f' 'mv /a/b/secret/f /pub/f; cat /pub/f' \
			'mv /a/b /a/c; cat /a/c/secret/f' 'mkdir /pub/d; mv -T /pub/d /a/b; cat /a/b/secret/f' \
			'ln /a/b/secret/f /pub/g; cat /pub/g' 'ln -s /a/b/secret/f /pub/s; cat /pub/s' \
			'ln -s ../a/b/secret /pub/t; cat /pub/t/f' 'cp -r /a/b /pub/c; cat /pub/c/secret/f' \
			'tar c /a' 'find /a -type f -exec cat {} +' 'cat /proc/self/root/a/b/secret/f' \
			'cat /proc/self/cwd/a/b/secret/f' 'cat /proc/1/root/a/b/secret/f' \
			'/a/b/secret/cat cat /a/b/secret/f' 'rm -r /a/b/secret' 'rm -r /a' 'rmdir /a/b' \
			'echo x >/a/b/secret/f' 'touch /a/b/secret/new' 'chmod 777 /a/b/secret' \
			'mkfifo /a/b/secret/p' '. /a/b/secret/f' 'sh /a/b/secret/f'; do
			attack "$rule" "$place" sh -c "$command"
		done
	done
done
# A rule about a name at any depth: what leads there may move, and is none the wiser for it.
for command in 'mv /a /x; cat /x/b/secret/f' 'mv /a/b /pub/b; cat /pub/b/secret/f; ls /pub/b/secret && cat f' \
	'cd /a/b; mv secret other; cat other/f' 'mv /a/b/secret/f /pub/f; cat /pub/f' 'mkdir /pub/secret; cat /pub/secret/f' \
	'mv -T /a/b/secret /pub; cat /pub/f' 'cp -r /a /pub/c; cat /pub/c/b/secret/f'; do
	reset_pub
	jail --hide '**/secret' sh -c "$command" >out 2>err
	! grep -q TOPSECRET out || fail "got it: $command"
	[ ! -e rootfs/x ] || mv rootfs/x rootfs/a
	[ ! -e rootfs/pub/b ] || mv rootfs/pub/b rootfs/a/b
done
same "$before" "$(tree rootfs/a)" 'changed'
# A hard link made before: the object itself tells where the rule names it.
attack --hide /a/b/secret/f cat /pub/hardlink
attack --deny /a/b/secret/f sh -c 'cat /pub/hardlink; cp /pub/hardlink /pub/c; cat /pub/c; ln /pub/hardlink /pub/d; cat /pub/d'
# The same directory by another mount.
attack --hide /a/b/secret -b "$PWD/rootfs/a:/other" sh -c 'cat /other/b/secret/f; mv /other/b /other/c; cat /other/c/secret/f'
attack --deny /a/b/secret -b "$PWD/rootfs/a/b:/other" sh -c 'cat /other/secret/f; cd /other/secret/sub; cat ../f'
# In every mode.
for without in seccomp openat2 process-vm landlock; do
	attack --without=$without --hide '/a/*/secret' sh -c 'cat /a/b/secret/f; cd /a/b; cat secret/f; ls /a/b | grep secret && echo TOPSECRET'
done
# While siblings rename what leads there: no round may show it.
attack --hide '/a/*/secret' --deny '**/f' sh -c '
	mkdir /pub/d /pub/d/secret
	(i=0; while [ $i -lt 300 ]; do mv /pub/d /pub/e; mv /a/b /pub/d; mv /pub/e /pub/d; i=$((i + 1)); done) 2>/dev/null &
	i=0
	while [ $i -lt 300 ]; do cat /a/b/secret/f /pub/d/secret/f; i=$((i + 1)); done 2>/dev/null
	wait'
