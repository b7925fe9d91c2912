# SPDX-License-Identifier: LGPL-3.0-or-later
# Command lines as proot's callers build them.
output 6.17.0-x jail -k 6.17.0-x uname -r
long=0123456789012345678901234567890123456789012345678901234567890123
output "$long" jail -k "${long}456789" uname -r
output 'Linux host 6.17.0-x' jail '--kernel-release=\Linux\host\6.17.0-x\#1 SMP\x86_64\localdomain\-1\' \
	uname -snr
jail -k '\\\\\\\a5\' cat /proc/self/auxv | od -An -v -tx8 | grep -q '0000000000000010 00000000000000a5' ||
	fail 'AT_HWCAP is not what was asked for'
complaint 125 hexadecimal jail -k '\\\\\\\a5x\' true
output 'host' jail -k '\\host\' cat /proc/sys/kernel/hostname
output '6.1.0' jail -k 6.1.0 cat /proc/sys/kernel/osrelease
output "$(uname -r)" jail uname -r
output "$(cat /proc/version)" jail cat /proc/version

output hello "$PTJAIL" -v 1 --kill-on-exit --link2symlink --sysvipc -L -H --rootfs="$ROOTFS" --cwd=/tmp \
	--bind=/dev --bind=/proc --bind=/sys --bind=/dev/urandom:/dev/random \
	--bind=/proc/self/fd:/dev/fd --bind=/proc/self/fd/0:/dev/stdin \
	--bind=/proc/self/fd/1:/dev/stdout --bind=/proc/self/fd/2:/dev/stderr \
	--bind=/etc/passwd:/proc/loadavg /bin/sh -c 'ls /proc/1 2>/dev/null; echo hello'
complaint 125 /proc "$PTJAIL" -r "$ROOTFS" -b /proc:/mnt true
complaint 125 /proc "$PTJAIL" -r "$ROOTFS" --bare -b /proc true
complaint 125 port jail -n true
complaint 125 port jail -p true

# -R: the host's names of users, the home directory, and where one stands.
mkdir home
output "$PWD/home/x" env HOME="$PWD/home" sh -c 'mkdir "$HOME/x"; cd "$HOME/x"; "$0" -R "$1" pwd' \
	"$PTJAIL" "$ROOTFS"
output / env -C /usr/lib HOME="$PWD/home" "$PTJAIL" -R "$ROOTFS" pwd
output "$(cat /etc/passwd)" env HOME="$PWD/home" "$PTJAIL" -R "$ROOTFS" cat /etc/passwd
