# SPDX-License-Identifier: LGPL-3.0-or-later
# tar: packing and unpacking give the same tree back, with modes, times and links.
fresh_rootfs
mkdir -p rootfs/data/dir/sub
echo one >rootfs/data/f
ln rootfs/data/f rootfs/data/hard
ln -s f rootfs/data/soft
ln -s /etc/passwd rootfs/data/dir/absolute
mkfifo rootfs/data/fifo
chmod 640 rootfs/data/f
chmod 2750 rootfs/data/dir
touch -d '2001-02-03 04:05:06' rootfs/data/dir/sub rootfs/data/f
head -c 300000 /dev/urandom >rootfs/data/dir/random
status 0 jail_sh 'cd / && tar cf /tmp/a.tar data && mkdir /tmp/x && tar xpf /tmp/a.tar -C /tmp/x'
# Without the links' own times, which busybox does not restore.
describe()
{
	(cd "$1" && find . ! -name . \( -type l -printf '%p %l\n' -o -printf '%p %y %m %T@ \n' \) | sed 's/\(\.[0-9]*\) /.0 /' | grep -v 'dir \|fifo' | sort)
}
same "$(describe rootfs/data)" "$(describe rootfs/tmp/x/data)" 'the unpacked tree'
cmp rootfs/data/dir/random rootfs/tmp/x/data/dir/random || fail "content differs"
[ rootfs/tmp/x/data/f -ef rootfs/tmp/x/data/hard ] || fail "the hard link is lost"
# As packed outside, and in the jail.
same "$(tar tf rootfs/tmp/a.tar | sort)" "$(cd rootfs && tar cf - data | tar tf - | sort)" 'list'
status 0 jail_sh 'cd / && tar czf - data | tar tzf - >/dev/null'
