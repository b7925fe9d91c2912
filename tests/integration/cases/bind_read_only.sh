# SPDX-License-Identifier: LGPL-3.0-or-later
# Nothing can be changed through a :ro bind, in any way; all can be read.
fresh_rootfs
mkdir -p host/d
echo kept >host/f
ln -s f host/l
before=$(tree host)
for command in 'echo x >/ro/f' 'echo x >>/ro/f' 'echo x >/ro/new' 'rm /ro/f' 'rm /ro/l' 'mkdir /ro/e' \
	'rmdir /ro/d' 'mv /ro/f /ro/g' 'mv /ro/f /tmp/' 'mv /etc/passwd /ro/' 'ln /ro/f /ro/h' \
	'ln /ro/f /tmp/h' 'ln -s x /ro/s' 'chmod 600 /ro/f' 'touch /ro/f' 'touch /ro/new' \
	'mkfifo /ro/p' 'truncate -s 0 /ro/f' 'echo x >/ro/l' 'cd /ro && echo x >f' \
	'exec 3</ro/f; echo x >/proc/self/fd/3' 'exec 3</ro/f; echo x >/dev/fd/3' \
	'cd /ro/d && mkdir ../e' 'ln -s /ro/f /tmp/link; echo x >/tmp/link'; do
	status 1 jail -b "$PWD/host:/ro:ro" sh -c "$command || exit 1"
	rm -f rootfs/tmp/link
done
same "$before" "$(tree host)" 'the source'
same kept "$(cat host/f)" 'the content'
output kept jail -b "$PWD/host:/ro:ro" cat /ro/l
status 1 jail -b "$PWD/host:/ro:ro" sh -c 'echo x >/ro/new || exit 1'
grep -qi 'read-only' err || fail "not EROFS: $(cat err)"
# A single file, and a writable bind within a read-only one.
status 1 jail -b "$PWD/host/f:/etc/passwd:ro" sh -c 'echo x >/etc/passwd || exit 1'
mkdir rw
status 0 jail -b "$PWD/host:/ro:ro" -b "$PWD/rw:/ro/d" sh -c 'echo x >/ro/d/new'
same x "$(cat rw/new)" 'writable within read-only'
# Rights come before the mount's own; what lies in no mount is not read-only.
chmod 400 host/f
status 1 jail -b "$PWD/host:/ro:ro" truncate -s 0 /ro/f
grep -qi 'permission denied' err || fail "truncate: $(cat err)"
status 0 jail -b "$PWD/host:/ro:ro" sh -c 'exec 3>/tmp/gone && rm /tmp/gone && [ -w /proc/self/fd/3 ]'
