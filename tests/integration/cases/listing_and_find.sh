# SPDX-License-Identifier: LGPL-3.0-or-later
# find and ls -lR show the root directory as it is on the host.
fresh_rootfs
same "$(cd rootfs && find bin etc usr | sort)" "$(jail_sh 'find /bin /etc /usr' | sed 's,^/,,' | sort)" find
same "$(cd rootfs && busybox ls -lnR etc usr tmp)" "$(jail_sh 'cd / && ls -lnR etc usr tmp')" 'ls -lR'
# All but /proc, where even natively ls loses what it has open itself.
status 0 jail_sh 'cd / && ls -lR $(ls | grep -vx proc)'
[ ! -s err ] || fail "ls -lR complains: $(head -n 3 err)"
status 0 jail_sh 'find $(ls -d /* | grep -vx /proc) -name passwd'
grep -qx /etc/passwd out || fail "find / does not find /etc/passwd"
[ "$(jail_sh 'find / -xdev -type l | wc -l')" -gt 200 ] || fail "few links"
same "$(cd rootfs && busybox du -s usr)" "$(jail_sh 'cd / && du -s usr')" du
