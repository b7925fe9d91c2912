# SPDX-License-Identifier: LGPL-3.0-or-later
# -q: programs of another architecture go through the emulator, with their scripts and children;
# those of this one do not. Here busybox's shell stands for the emulator, run by a script in
# the jail (with whole paths: by /proc/self/exe, as busybox would, it is the foreign program) that gets the options "-0 ARGV0 PROGRAM ARGUMENT..."; the foreign program is a header.
fresh_rootfs
emulator=$(command -v busybox)

# elf FILE CLASS ORDER TYPE MACHINE: a program's header, in octal, which nothing here can run.
elf()
{
	printf "\\177ELF$2$3\\001\\0\\0\\0\\0\\0\\0\\0\\0\\0$4$5%064d" 0 >"$ROOTFS/bin/$1"
	chmod 755 "$ROOTFS/bin/$1"
}

cat >"$ROOTFS/emulate" <<'END'
test "$1" = -0 || echo "no -0 but $1"
shift
printf '<%s>' "$@"
echo
test "$1" != show || {
	/bin/cat /proc/$$/comm
	/bin/tr '\0' '|' </proc/$$/cmdline
	echo
	/bin/readlink /proc/$$/exe
	/bin/ls /proc/$$/fd | /bin/tr '\n' ' '
	echo
	/bin/grep -c busybox /proc/$$/maps
	/bin/tr '\0' '\n' </proc/$$/environ | /bin/grep MARK
}
test "$1" != deeper || "$3" "$4"
END

emulate()
{
	"$PTJAIL" -r "$ROOTFS" -q "$emulator sh /emulate" "$@"
}

elf foreign '\002' '\001' '\003\0' '\377\0'
output '<foreign></bin/foreign>' emulate foreign
output '</bin/foreign></bin/foreign><a b><><c>' emulate /bin/foreign 'a b' '' c
output '<foreign></bin/foreign>' emulate -w /bin sh -c foreign
output '<foreign></bin/foreign><x y>' emulate sh -c 'PATH=/bin foreign "x y"'
output '<./foreign><./foreign>' emulate -w /bin sh -c ./foreign
output 'native' emulate echo native

# What the others see of it is the program, not what runs it.
ln -s foreign "$ROOTFS/bin/show"
output "<show></bin/show><an argument>
show
show|an argument|
/bin/foreign
0 1 10 2 3 
0
MARK=1" emulate --env MARK=1 sh -c 'show "an argument" 3</dev/null'

# Scripts whose interpreter is foreign, and a script as such an interpreter.
printf '#!/bin/foreign  one word\n' >"$ROOTFS/bin/script"
printf '#!/bin/script two\n' >"$ROOTFS/bin/chain"
chmod 755 "$ROOTFS/bin/script" "$ROOTFS/bin/chain"
output '</bin/foreign></bin/foreign><one word></bin/script><x>' emulate /bin/script x
output '</bin/foreign></bin/foreign><one word></bin/script><two></bin/chain><x>' emulate /bin/chain x

# Children of an emulated program, foreign and native.
ln -s foreign "$ROOTFS/bin/deeper"
output '<deeper></bin/deeper></bin/foreign><x>
</bin/foreign></bin/foreign><x>' emulate sh -c 'deeper /bin/foreign x'
output '<deeper></bin/deeper></bin/script><y>
</bin/foreign></bin/foreign><one word></bin/script><y>' emulate sh -c 'deeper /bin/script y'
output '<deeper></bin/deeper></bin/echo><z>
z' emulate sh -c 'deeper /bin/echo z'
for lack in seccomp openat2 process-vm memfd landlock; do
	output '<deeper></bin/deeper></bin/foreign><x>
</bin/foreign></bin/foreign><x>' emulate --without="$lack" sh -c 'deeper /bin/foreign x'
done
for option in -0 '-i 3:4' --strict --bare; do
	# shellcheck disable=SC2086
	output '<deeper></bin/deeper></bin/foreign><x>
</bin/foreign></bin/foreign><x>' emulate $option sh -c 'deeper /bin/foreign x'
done

# The kernel's own answers stay: what cannot be executed is not emulated either.
chmod 644 "$ROOTFS/bin/foreign"
status 126 emulate sh -c 'PATH=/nowhere; /bin/foreign'
chmod 755 "$ROOTFS/bin/foreign"

# One that is named for an architecture runs that one only, in its byte order.
mkdir host
for name in qemu-aarch64-static qemu-arm qemu-aarch64-tool; do ln -s "$emulator" "host/$name"; done
elf aarch64 '\002' '\001' '\003\0' '\267\0'
elf arm '\001' '\001' '\003\0' '\050\0'
elf arm_big '\001' '\002' '\0\003' '\0\050'
run_as()
{
	name=$1
	shift
	"$PTJAIL" -r "$ROOTFS" -q "$PWD/host/$name" "$@"
}
# busybox does not know itself by these names, and says so.
status 127 run_as qemu-arm /bin/arm
status 127 run_as qemu-aarch64-tool /bin/arm
complaint 126 '"/bin/arm" is made for 32-bit ARM' run_as qemu-aarch64-static /bin/arm
complaint 126 "host/qemu-aarch64-static\"" run_as qemu-aarch64-static /bin/arm_big

# Without it, and wrong ones, in words.
complaint 126 '-q qemu-ARCH-static' "$PTJAIL" -r "$ROOTFS" /bin/foreign
complaint 126 '"/bin/arm" is made for 32-bit ARM' "$PTJAIL" -r "$ROOTFS" /bin/arm
complaint 126 '"/bin/foreign" is made for' "$PTJAIL" -r "$ROOTFS" /bin/script
complaint 125 'was not found on this host' jail -q no-such-emulator true
complaint 125 'was not found on this host' jail -q /no/such/emulator true
complaint 125 'may not be executed' jail -q /etc/passwd true
complaint 125 'may not be executed' jail -q / true
echo 'echo script' >host/script
cp "$ROOTFS/bin/arm" host/
chmod 755 host/script host/arm
complaint 125 'is no ELF program' jail -q "$PWD/host/script" true
complaint 125 'is itself made for another' jail -q "$PWD/host/arm" true
complaint 125 'too many words' jail -q "$emulator 1 2 3 4 5 6 7 8 9 10 11 12" true
complaint 125 '-q got an empty word' jail -q ' ' true

# One that is linked dynamically: the host's linker runs it, and its files have names, to be read only.
dynamic="$(command -v dash) /emulate"
emulate_dynamic()
{
	"$PTJAIL" -r "$ROOTFS" -q "$dynamic" "$@"
}
output '<foreign></bin/foreign><a b>' emulate_dynamic foreign 'a b'
output '<deeper></bin/deeper></bin/script><y>
</bin/foreign></bin/foreign><one word></bin/script><y>' emulate_dynamic sh -c 'deeper /bin/script y'
output '<deeper></bin/deeper></bin/echo><z>
z' emulate_dynamic --bare sh -c 'deeper /bin/echo z'
output 'libc.so.6
program' emulate_dynamic sh -c 'ls -A /dev/.emulator; for f in /dev/.emulator/*; do
	! (echo x >>$f) 2>/dev/null || echo written; done'
# So it is where the host's directory of it is shown too, to be written.
mkdir shown
cp "$(command -v dash)" shown/dash
output '<foreign></bin/foreign><a b>' "$PTJAIL" -r "$ROOTFS" -b "$PWD/shown:/shown" \
	-q "$PWD/shown/dash /emulate" foreign 'a b'
output "" jail sh -c 'ls -d /dev/.emulator 2>/dev/null; true'
