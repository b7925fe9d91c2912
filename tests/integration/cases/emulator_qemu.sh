# SPDX-License-Identifier: LGPL-3.0-or-later
# -q with qemu: a root directory of another architecture (Debian's busybox) does what it would on
# its own machine, and one native program in it stays native.
here=$(uname -m)
case $here in
x86_64) other=aarch64 ;;
*) other=x86_64 ;;
esac
PATH=$PATH:$WORK/foreign/bin # where the virtual machine's job has its emulator
command -v qemu-$other-static >/dev/null || {
	echo "qemu-$other-static is not installed"
	exit 77
}
[ -x "$WORK/foreign/bin/busybox" ] || {
	echo "Debian's busybox for $other could not be fetched"
	exit 77
}
ROOTFS=$PWD/rootfs
mkdir -p rootfs/bin rootfs/tmp rootfs/etc rootfs/native
cp "$WORK/foreign/bin/busybox" rootfs/bin/
cp "$(command -v busybox)" rootfs/native/
emulate()
{
	"$PTJAIL" -r "$ROOTFS" -q qemu-$other-static "$@"
}

status 0 emulate /bin/busybox --install -s /bin
output $other emulate uname -m
output "$here" emulate /native/busybox uname -m
output "$other $here $other" emulate sh -c 'echo $(uname -m) $(/native/busybox uname -m) $(/native/busybox sh -c "/bin/uname -m")'

# Names and arguments as they were given.
output '/bin/sh x|y z' emulate sh -c 'echo "$0|$1"' '/bin/sh x' 'y z'
output 'sleep
/bin/sleep|60|
/bin/busybox' emulate sh -c '/bin/sleep 60 & while [ "$(cat /proc/$!/comm)" = sh ]; do :; done
	cat /proc/$!/comm; tr "\0" "|" </proc/$!/cmdline; echo; readlink /proc/$!/exe; kill $!'

# Scripts, also one whose interpreter is found by env.
printf '#!/bin/sh -e\necho "$0: $*"\n' >rootfs/tmp/script
printf '#!/bin/env sh\nuname -m\n/tmp/script again\n' >rootfs/tmp/by_env
printf '#!/tmp/loop\n' >rootfs/tmp/loop
chmod 755 rootfs/tmp/script rootfs/tmp/by_env rootfs/tmp/loop
output '/tmp/script: a b c' emulate /tmp/script a 'b c'
output './script: 1' emulate -w /tmp sh -c './script 1'
output "$other
/tmp/script: again" emulate /tmp/by_env
status 127 emulate /tmp/loop

# Status, signals, pipelines, files, many processes.
status 7 emulate sh -c 'exit 7'
status 143 emulate sh -c 'kill -TERM $$'
output 'trapped' emulate sh -c 'trap "echo trapped; exit 0" USR1; kill -USR1 $$; sleep 5'
output '5050' emulate sh -c 'seq 100 | awk "{ n += \$1 } END { print n }" | cat | cat'
output '2
same' emulate sh -c 'cd /tmp && mkdir -p d/e && echo text >d/e/f && ln -s e/f d/l && tar cf t.tar d && mkdir o &&
	tar xf t.tar -C o && find o -type f -o -type l | wc -l && cmp d/e/f o/d/l && echo same'
output 40 emulate sh -c 'for i in $(seq 40); do echo $(echo $i) & done | wc -l; wait'
output 'secret: no' emulate sh -c 'cat /../../../../etc/passwd 2>/dev/null || echo "secret: no"'
output '0
3:4' emulate -0 sh -c 'id -u; : >/tmp/owned; chown 3:4 /tmp/owned; stat -c %u:%g /tmp/owned'
for lack in seccomp openat2 process-vm memfd; do
	output "2" emulate --without="$lack" sh -c 'ls /bin/sh /tmp/script | wc -l'
done

# By the name without "-static", which is that of the one that is linked dynamically, if it is there.
output "$other $here" "$PTJAIL" -r "$ROOTFS" -q qemu-$other sh -c 'echo $(uname -m) $(/native/busybox uname -m)'
