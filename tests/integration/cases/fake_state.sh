# SPDX-License-Identifier: LGPL-3.0-or-later
# --state: owners, modes, devices and attributes from one run to the next; what is renamed keeps
# them, what is removed is not in the file; SIGUSR1 saves at once.
fresh_rootfs
show='cd /d && stat -c "%n %a %u:%g %F %t,%T" *'
status 0 jail_sh 'mkdir /d && cd /d && echo x >f && echo x >gone && mknod n c 1 3 &&
	chown 5:6 f gone && chmod 4711 f' -0 --state=st
output 'f 4711 5:6 regular file 0,0
gone 644 5:6 regular file 0,0
n 644 0:0 character special file 1,3' jail_sh "$show" -0 --state=st
same "$(head -n 1 st)" 'ptjail owners 1' 'the first line'
status 0 jail_sh 'cd /d && rm gone && mv f g && chown 7:8 n' -0 --state=st
output 'g 4711 5:6 regular file 0,0
n 644 7:8 character special file 1,3' jail_sh "$show" -0 --state=st
same 3 "$(wc -l <st)" 'lines of the file'
# Without it the host's own are shown.
output 'g 711 0:0 regular file 0,0
n 644 0:0 regular empty file 0,0' jail_sh "$show" -0
[ "$(find . -maxdepth 1 -name 'st*')" = ./st ] || fail 'something is left beside the state'

# What has no name, or one that somebody else's has another day, is shown and not kept.
output '5 6' jail_sh 'true | { chown 5:6 /proc/self/fd/0; stat -L -c "%u %g" /proc/self/fd/0; }' \
	-0 --state=st
same 3 "$(wc -l <st)" 'lines of the file'
true | printf 'dev=%s,ino=7,type=10000,uid=5,gid=6\n' "$(stat -L -c %D /proc/self/fd/0)" >>st
status 0 jail_sh : -0 --state=st
same 3 "$(wc -l <st)" 'lines of the file'

# On request, while the program runs.
"$PTJAIL" -0 --state=st -r "$ROOTFS" -- sh -c 'chown 9:9 /d/g && : >/d/ready
	while [ ! -e /d/end ]; do sleep 0.05; done' &
wait_for test -e rootfs/d/ready
kill -USR1 $!
wait_for grep -q 'uid=9,gid=9' st
: >rootfs/d/end
wait $! || fail "the run that was asked to save: $?"
# A tracer that is killed loses what was not saved, and nothing else.
rm rootfs/d/ready rootfs/d/end
"$PTJAIL" -0 --state=st -r "$ROOTFS" -- sh -c 'chown 10:10 /d/g && : >/d/ready; sleep 60' &
wait_for test -e rootfs/d/ready
kill -KILL $!
wait $! 2>/dev/null
output '9' jail_sh 'stat -c %u /d/g' -0 --state=st
