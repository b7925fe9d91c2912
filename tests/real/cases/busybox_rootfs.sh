# SPDX-License-Identifier: LGPL-3.0-or-later
# A root directory of one static program.
# runs: outside
# needs: busybox
mkdir -p r/bin r/tmp r/etc r/proc r/dev && cp "$ROOTFS/bin/busybox" r/bin/ || exit 1
for applet in $(r/bin/busybox --list); do [ -e "r/bin/$applet" ] || ln -s busybox "r/bin/$applet"; done
echo 'user:x:12345:12345:user:/tmp:/bin/sh' >r/etc/passwd
mkdir r/work && chown -R "$OWNER" r
ROOTFS=$PWD/r "$ENTER" sh -c '
	cd /work && ls / && id -u >/dev/null && echo "text" | gzip | gunzip && seq 5 | sort -r | tr "\n" " "
	tar c -f b.tar -C / bin && mkdir x && tar x -f b.tar -C x && diff -r /bin x/bin && echo same
	find /bin -type l | wc -l; du -a /etc | wc -l; (sleep 0.2; echo background) & wait
	vi --help 2>&1 | head -n 1; awk "BEGIN { print 6 * 7 }"; sed -n 1p /etc/passwd; md5sum /etc/passwd; stat -c %F /bin/sh /bin
	mkfifo f; cat f & echo through >f; wait; ls -l /proc/self/exe | sed "s/.*-> //"; readlink -f /bin/ls; ps >/dev/null && echo ps
	mkdir -p web && echo page >web/index.html; httpd -f -p 127.0.0.1:29080 -h web & sleep 0.5; wget -q -O - http://127.0.0.1:29080/; kill $!
	rm -r x web b.tar f; ls; expr 3 + 4; time true 2>/dev/null; sh -c "exit 9"; echo $?'
