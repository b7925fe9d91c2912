# SPDX-License-Identifier: LGPL-3.0-or-later
# --state: files that cannot be read end the run before it begins, with line and what was expected.
fault()
{
	printf "$1" >st
	shift
	complaint 125 "$1" "$PTJAIL" -0 --state=st $2 -r "$ROOTFS" -- touch /tmp/began
	[ ! -e "$ROOTFS/tmp/began" ] || fail 'the program was started'
}
fault 'nonsense\n' 'ptjail owners 1' ''
fault 'dev=1,ino=1,mode=100644,uid=0,gid=0,nlink=1,rdev=0\n' '--state-format=fakeroot' ''
fault 'ptjail owners 1\ndev=1,ino=1,mode=100644,uid=0,gid=0\ndev=1,ino=x,mode=100644\n' 'line 3: "ino=x": expected a number' ''
fault 'ptjail owners 1\ndev=1,ino=1,mode=100944,uid=0,gid=0\n' 'line 2: "mode=100944": expected an octal number' ''
fault 'ptjail owners 1\ndev=1,ino=1,mode=100644,uid=0\n' 'uid= and gid= together' ''
fault 'ptjail owners 1\ndev=1,ino=1,mode=100644,uid=0,gid=0' 'cut off' ''
fault 'dev=1,ino=1,mode=100644,uid=0\n' 'nlink=' --state-format=fakeroot
rm st
mkdir st
complaint 125 st "$PTJAIL" -0 --state=st -r "$ROOTFS" -- true
rmdir st
ln -s other st
complaint 125 'symbolic link' "$PTJAIL" -0 --state=st -r "$ROOTFS" -- true
complaint 125 'kept: its directory does not exist' "$PTJAIL" -0 --state=missing/st -r "$ROOTFS" -- true
complaint 125 --state "$PTJAIL" --state=st2 -r "$ROOTFS" -- true
complaint 125 nonsense "$PTJAIL" -0 --state=st2 --state-format=nonsense -r "$ROOTFS" -- true
# A file that could not be replaced at the end is refused before anything has happened.
mkdir -m 555 ro
if [ ! -w ro ]; then
	complaint 125 'no file can be made' "$PTJAIL" -0 --state=ro/st -r "$ROOTFS" -- touch /tmp/began
	[ ! -e "$ROOTFS/tmp/began" ] || fail 'the program was started'
fi

# What cannot be saved in its place at the end is saved elsewhere, and said where.
mkdir away tmp
TMPDIR=$PWD/tmp "$PTJAIL" -0 --state=away/st -r "$ROOTFS" -- sh -c ': >/tmp/owned; chown 7:8 /tmp/owned
	: >/tmp/ready; while [ -e /tmp/ready ]; do sleep 0.05; done' 2>err &
wait_for test -e "$ROOTFS/tmp/ready"
chmod 555 away
if [ ! -w away ]; then
	rm "$ROOTFS/tmp/ready"
	wait $! && fail 'a state that was not saved is no success'
	kept=$(sed -n 's/^ptjail: the state "away\/st" cannot be saved: .*; it was saved as "\(.*\)".*/\1/p' err)
	[ -f "$kept" ] || fail "$(cat err)"
	chmod 755 away
	output '7:8' "$PTJAIL" -0 --state="$kept" -r "$ROOTFS" -- stat -c %u:%g /tmp/owned
fi
rm -f "$ROOTFS/tmp/ready"
wait
