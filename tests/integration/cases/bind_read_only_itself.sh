# SPDX-License-Identifier: LGPL-3.0-or-later
# A part of the root directory, bound read-only over itself, cannot be changed in any way; what it
# lies in can. And the reverse.
fresh_rootfs
mkdir -p rootfs/a/part/d rootfs/a/other rootfs/whole
echo kept >rootfs/a/part/f
echo kept >rootfs/whole/f
before=$(tree rootfs/a/part; cat rootfs/a/part/f)
part()
{
	jail -b "$ROOTFS/a/part:/a/part:ro" -b "$ROOTFS/whole/f:/whole/f:ro" "$@"
}
for command in 'echo x >/a/part/f' 'echo x >/a/part/new' 'cd /a/part && echo x >f' 'cd /a && echo x >part/f' \
	'cd /a/part/d && echo x >../f' 'rm /a/part/f' 'mv /a/part/d /a/other/' 'mv /a/part /a/else' 'mv /a /b' \
	'mv /a/other/ /a/part/' 'ln /a/part/f /a/other/h' 'chmod 600 /a/part/f' 'touch /a/part/f' \
	'exec 3</a/part/f; echo x >/proc/self/fd/3' 'ln -s /a/part/f /a/other/l; echo x >/a/other/l' \
	'cd /a/other && echo x >../part/f' 'mkdir /a/part/d/e' 'rmdir /a/part/d' 'truncate -s 0 /a/part/f' \
	'echo x >/whole/f' 'mv /a/other /whole/f' 'rm /whole/f' 'echo y >/a/n && mv /a/n /whole/f' \
	'ln /whole/f /whole/g' 'mv /whole /w' 'cd /proc/self/root/a/part && echo x >f'; do
	for mode in patch openat2; do
		status 1 part --without=$mode sh -c "$command || exit 1"
		rm -f rootfs/a/other/l rootfs/a/n
	done
done
same "$before" "$(tree rootfs/a/part; cat rootfs/a/part/f)" 'the part'
same kept "$(cat rootfs/whole/f)" 'the file'
output kept part cat /a/part/f
status 0 part sh -c 'echo x >/a/new && mv /a/other /a/moved && mkdir /a/part2 && echo x >/a/part2/f'
same x "$(cat rootfs/a/part2/f)" 'beside it'
# Writable within read-only.
mkdir -p data/out
status 0 jail -b "$PWD/data:/data:ro" -b "$PWD/data/out:/data/out" sh -c 'echo x >/data/out/f'
same x "$(cat data/out/f)" 'within'
status 1 jail -b "$PWD/data:/data:ro" -b "$PWD/data/out:/data/out" sh -c 'mv /data/out/f /data/g || exit 1'
# Where there is another way to it, it would not hold.
complaint 125 overlaps jail -b "$ROOTFS/a/part:/elsewhere:ro" true
complaint 125 overlaps jail -b "$ROOTFS/a/part:/a/part:ro" -b "$ROOTFS:/copy" true
ln rootfs/whole/f rootfs/whole/g
complaint 125 overlaps part true
