# SPDX-License-Identifier: LGPL-3.0-or-later
# -0: a file that overlayfs copies when it is first changed, with another birth time, is still the file whose
# owner was set.
mkdir -p lower upper work merged
for file in owned moved linked written; do echo x >lower/$file; done
# What unshare(1) makes may mount it since Linux 5.11.
options="lowerdir=$PWD/lower:$ROOTFS,upperdir=$PWD/upper,workdir=$PWD/work,userxattr"
unshare -rm mount -t overlay -o "$options" none merged 2>/dev/null || exit 0
unshare -rm sh -c "mount -t overlay -o '$options' none merged && exec '$PTJAIL' -0 -r merged sh -c '
	cd / && chown 5:6 owned moved linked written && chmod 4711 moved
	stat -c \"%n %u:%g %a\" owned && mv moved to && ln linked other && echo y >>written
	stat -c \"%n %u:%g %a\" to linked written'" >out 2>err
same 0 $? 'exit status'
same 'owned 5:6 644
to 5:6 4711
linked 5:6 644
written 5:6 644' "$(cat out)" 'owners'
