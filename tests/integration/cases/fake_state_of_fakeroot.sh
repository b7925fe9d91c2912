# SPDX-License-Identifier: LGPL-3.0-or-later
# --state-format=fakeroot: what fakeroot(1) saved is shown by ptjail, and the other way round.
command -v fakeroot >/dev/null || { echo 'no fakeroot here'; exit 77; }
fresh_rootfs
mkdir rootfs/d
cd rootfs/d
show='stat -c "%n %a %u:%g %F %t,%T" a b dev f'
fakeroot -s ../st sh -c 'echo x >f; chown 5:6 f; chmod 4711 f; mknod dev b 8 1; : >b; : >a; chown 0:3 a'
expected='a 644 0:3 regular empty file 0,0
b 644 0:0 regular empty file 0,0
dev 644 0:0 block special file 8,1
f 4711 5:6 regular file 0,0'
output "$expected" "$PTJAIL" -0 --state=../st --state-format=fakeroot -r "$ROOTFS" -w /d -- sh -c "$show"
status 0 "$PTJAIL" -0 --state=../st --state-format=fakeroot -r "$ROOTFS" -w /d -- \
	sh -c 'chown 70:80 b && chmod 2755 b && rm a && mknod a c 1 7 && chown 9 dev'
expected='a 644 0:0 character special file 1,7
b 2755 70:80 regular empty file 0,0
dev 644 9:0 block special file 8,1
f 4711 5:6 regular file 0,0'
output "$expected" fakeroot -i ../st sh -c "$show"
# And once more there and back.
status 0 fakeroot -i ../st -s ../st sh -c 'chown 1:1 f'
output "$(echo "$expected" | sed 's/^f .*/f 4711 1:1 regular file 0,0/')" \
	"$PTJAIL" -0 --state=../st --state-format=fakeroot -r "$ROOTFS" -w /d -- sh -c "$show"
