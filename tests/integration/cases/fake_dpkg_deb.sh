# SPDX-License-Identifier: LGPL-3.0-or-later
# -0: dpkg-deb packs the faked owners, modes and devices; bit by bit as fakeroot does, where
# that is here.
command -v dpkg-deb >/dev/null || { echo 'no dpkg-deb here'; exit 77; }
cat >make <<'END'
rm -rf pkg && mkdir -p pkg/DEBIAN pkg/usr/bin pkg/dev pkg/var/games
printf 'Package: x\nVersion: 1\nArchitecture: all\nMaintainer: x <x@example.org>\nDescription: x\n' >pkg/DEBIAN/control
echo tool >pkg/usr/bin/tool && ln -s tool pkg/usr/bin/other
mknod pkg/dev/null c 1 3
chown -R 0:0 pkg && chown 0:60 pkg/var/games && chmod 2775 pkg/var/games && chmod 4755 pkg/usr/bin/tool
chmod 755 pkg pkg/DEBIAN pkg/usr pkg/usr/bin pkg/dev pkg/var && chmod 644 pkg/DEBIAN/control
find pkg -exec touch -h -d @1000000000 {} +
SOURCE_DATE_EPOCH=1000000000 dpkg-deb -Znone -b pkg "$1"
END
# The host's own programs and files, so that both are the same dpkg-deb.
status 0 "$PTJAIL" -0 -r / -w "$PWD" -- sh ./make jailed.deb
dpkg-deb --fsys-tarfile jailed.deb | tar tv --numeric-owner >list
grep -q '^crw-r--r-- 0/0 *1,3 .*dev/null$' list || fail "no device: $(cat list)"
grep -q '^drwxrwsr-x 0/60 .*var/games/$' list || fail "no set-gid directory: $(cat list)"
grep -q '^-rwsr-xr-x 0/0 .*usr/bin/tool$' list || fail "no set-uid file: $(cat list)"
! grep -q "$(id -u)" list || fail "the host's owner: $(cat list)"
if command -v fakeroot >/dev/null; then
	status 0 fakeroot sh ./make faked.deb
	cmp jailed.deb faked.deb || fail 'not as under fakeroot'
fi
