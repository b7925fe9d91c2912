# SPDX-License-Identifier: LGPL-3.0-or-later
# -0: dpkg-buildpackage of a package with a set-id file, a device and a directory of somebody's;
# bit by bit as under fakeroot, where that is here.
for tool in dpkg-buildpackage dpkg-gencontrol make perl; do
	command -v $tool >/dev/null || { echo "no $tool here"; exit 77; }
done
mkdir -p pkg/debian/source
echo '3.0 (native)' >pkg/debian/source/format
cat >pkg/debian/control <<'END'
Source: setid
Section: misc
Priority: optional
Maintainer: X <x@example.org>
Standards-Version: 4.6.2
Rules-Requires-Root: binary-targets

Package: setid
Architecture: all
Description: a set-id file and a device
END
cat >pkg/debian/changelog <<'END'
setid (1) unstable; urgency=low

  * Built.

 -- X <x@example.org>  Tue, 14 Nov 2023 22:13:20 +0000
END
cat >pkg/debian/rules <<'END'
#!/usr/bin/make -f
build build-arch build-indep binary-arch:
clean:
	rm -rf debian/setid debian/files debian/*.substvars
binary binary-indep: build
	umask 022 && install -d debian/setid/DEBIAN debian/setid/usr/bin debian/setid/dev debian/setid/var/s
	echo tool >tool && install -m 4755 -o root -g root tool debian/setid/usr/bin/tool
	install -m 2755 -o root -g 60 tool debian/setid/usr/bin/game && rm tool
	mknod -m 660 debian/setid/dev/thing b 8 77 && chown 0:6 debian/setid/dev/thing
	chown 1:60 debian/setid/var/s && chmod 1770 debian/setid/var/s
	chown 0:0 debian/setid debian/setid/usr debian/setid/usr/bin debian/setid/dev debian/setid/var
	dpkg-gencontrol -Pdebian/setid
	find debian/setid -exec touch -h -d @1700000000 {} +
	dpkg-deb -Znone -b debian/setid ..
END
chmod 755 pkg/debian/rules
export SOURCE_DATE_EPOCH=1700000000
status 0 "$PTJAIL" -0 -r / -w "$PWD/pkg" -- dpkg-buildpackage -b -us -uc -d
dpkg-deb --fsys-tarfile setid_1_all.deb | tar tv --numeric-owner >list
for line in '^brw-rw---- 0/6 *8,77 .*dev/thing$' '^-rwsr-xr-x 0/0 .*bin/tool$' '^-rwxr-sr-x 0/60 .*bin/game$' \
	'^drwxrwx--T 1/60 .*var/s/$' '^drwxr-xr-x 0/0 .*usr/bin/$'; do
	grep -q -- "$line" list || fail "no $line: $(cat list)"
done
same 9 "$(wc -l <list)" 'members'
if command -v fakeroot >/dev/null; then
	mv setid_1_all.deb jailed.deb
	cd pkg && status 0 dpkg-buildpackage -b -us -uc -d -rfakeroot && cd ..
	cmp jailed.deb setid_1_all.deb || fail 'not as under fakeroot'
fi
