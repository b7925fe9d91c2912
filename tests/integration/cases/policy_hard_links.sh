# SPDX-License-Identifier: LGPL-3.0-or-later
# A file that a rule names has another name in a file system that the host mounts elsewhere, too: the directory
# above that is not moved, although it is of another file system, nor one of a subvolume's. Others are.
fresh_rootfs
mkdir -p rootfs/one rootfs/two/m rootfs/three
mount='mount -t tmpfs none rootfs/one && mkdir -p rootfs/one/d && echo x >rootfs/one/named && ln rootfs/one/named rootfs/one/link &&
	mount --bind rootfs/one rootfs/two/m && mount -t tmpfs none rootfs/three && mkdir rootfs/three/d'
# What unshare(1) makes may mount a tmpfs; where nobody may, there is nothing to see.
unshare -rm sh -c "$mount" 2>/dev/null || exit 0
unshare -rm sh -c "$mount && '$PTJAIL' -r rootfs --deny /one/named sh -c '
	cd / && mv /two /four; mv /one/d /one/e; mv /three/d /three/e; true' && ls -d rootfs/two rootfs/three/e
	ls rootfs/two/m" >out 2>err
same 0 $? 'exit status'
same 'rootfs/three/e
rootfs/two
e
link
named' "$(cat out)" 'what was moved'
grep -q 'link.*ermission denied' err || fail "the directory was moved, not copied: $(cat err)"
