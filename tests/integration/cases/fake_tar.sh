# SPDX-License-Identifier: LGPL-3.0-or-later
# -0: archives and copies hold the faked owners, modes and devices, and unpacking gives them
# back, also in a run that never saw the files.
fresh_rootfs
cat >rootfs/make <<'END'
rm -rf /t && mkdir /t && cd /t && mkdir -p dir/sub
echo one >f && ln f hard && ln -s f soft && mkfifo fifo
mknod null c 1 3 && mknod sda b 8 0
chown 33:44 f && chmod 4755 f && chown -h 5:6 soft && chown 0:6 sda
chown 1000:1001 dir && chmod 2750 dir && chown 70000:70001 dir/sub && chmod 1777 dir/sub
END
cat >rootfs/list <<'END'
find . | sort | xargs stat -c "%n %a %u:%g %F %t,%T"
END
cat >list <<'END'
. 755 0:0 directory 0,0
./dir 2750 1000:1001 directory 0,0
./dir/sub 1777 70000:70001 directory 0,0
./f 4755 33:44 regular file 0,0
./fifo 644 0:0 fifo 0,0
./hard 4755 33:44 regular file 0,0
./null 644 0:0 character special file 1,3
./sda 644 0:6 block special file 8,0
./soft 777 5:6 symbolic link 0,0
END
expected=$(cat list)
output "$expected" jail_sh 'sh /make; cd /t && sh /list' -0
status 0 jail_sh 'sh /make; cd /t; tar cf /t.tar . && find . | cpio -o -H newc >/t.cpio' -0
# Busybox unpacks links without their owners, for a real root too.
unpacked=$(echo "$expected" | sed 's/5:6/0:0/')
output "$unpacked" jail_sh 'mkdir /u && cd /u && tar xf /t.tar && sh /list' -0
output "$unpacked" jail_sh 'mkdir /v && cd /v && cpio -id </t.cpio 2>/dev/null && sh /list' -0
output "$expected" jail_sh 'sh /make; cp -a /t /w && cd /w && sh /list' -0
[ "$(stat -c '%u %F' rootfs/u/sda)" = "$(id -u) regular empty file" ] || fail "a device on the host"
# Any other tar reads the same, outside.
same '0/0 0/6 1000/1001 33/44 5/6 70000/70001 ' \
	"$(tar tvf rootfs/t.tar --numeric-owner | awk '{ print $2 }' | LC_ALL=C sort -u | tr '\n' ' ')" \
	'owners in the archive'
