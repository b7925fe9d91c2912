# SPDX-License-Identifier: LGPL-3.0-or-later
# Everything in the root directory, named and described: ls -lR and find agree with the chroot.
# seconds: 300
find / \( -path /proc -o -path /dev -o -path /sys -o -path /tmp \) -prune -o -print | sort | cksum
ls -lR --time-style=full-iso --ignore=proc --ignore=dev --ignore=sys --ignore=tmp / | cksum
find /etc /usr/bin -printf '%p %y %m %n %U %G %s %T@ %i %l\n' | sort | cksum
du -s --apparent-size /usr/share/perl /usr/lib/python3* | sort
stat -L -c '%n %F %a %s' / /usr/bin/env /etc/alternatives /bin /lib64/ld-linux-x86-64.so.2 2>&1
realpath /bin/../lib/../bin/sh /etc/alternatives/awk; readlink -f /usr/bin/awk; readlink /bin
ls -d /dev/null /dev/tty /dev/ptmx /dev/fd /proc/self/fd /proc/self/exe
ls / | tr '\n' ' '
