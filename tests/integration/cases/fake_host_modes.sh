# SPDX-License-Identifier: LGPL-3.0-or-later
# -0 and modes on the host: looking changes none; what stood against root's writing is as it was again
# at the end, unless the program itself changed it.
mkdir d
echo text >d/f
chmod 444 d/f
chmod 555 d

# modes WANTED: those of d and d/f on the host.
modes()
{
	same "$1" "$(stat -c %a d d/f | tr '\n' ' ')" 'modes on the host'
}

output 'text
f
555 444' jail_sh 'cat /d/f && test -w /d/f && test -w /d && ls /d && echo $(stat -c %a /d /d/f)' -0 -b "$PWD/d:/d"
modes '555 444 '
"$PTJAIL" -0 -b "$PWD/d:/d" -r "$ROOTFS" -- sh -c 'cat /d/f >/dev/null && : >/tmp/ready
	while [ -e /tmp/ready ]; do sleep 0.05; done' &
while [ ! -e "$ROOTFS/tmp/ready" ]; do sleep 0.05; done
modes '555 444 '
rm "$ROOTFS/tmp/ready"
wait

output '555 444 444' jail_sh 'echo more >>/d/f && : >/d/new && chmod 444 /d/new && echo $(stat -c %a /d /d/f /d/new)' -0 -b "$PWD/d:/d"
modes '555 444 '
same 'text
more' "$(cat d/f)" 'what was written'
status 0 jail_sh 'echo again >>/d/f && chmod 640 /d/f' -0 --state=st -b "$PWD/d:/d"
modes '555 640 '
chmod 755 d

# What a program has written to is not made set-id for it.
echo honest >d/s
chmod 4555 d/s
status 0 jail_sh 'echo mine >/d/s' -0 -b "$PWD/d:/d"
same '555 mine' "$(stat -c %a d/s) $(cat d/s)" 'a set-id file that was written'

# What the program chose itself stays, also where that is what the file was widened to.
chmod 444 d/f
output '644' jail_sh 'echo more >>/d/f && chmod 644 /d/f && stat -c %a /d/f' -0 -b "$PWD/d:/d"
modes '755 644 '
chmod 400 d/f
status 0 jail_sh 'echo more >>/d/f && chmod 600 /d/f && chmod 440 /d/f' -0 -b "$PWD/d:/d"
modes '755 440 '

# A directory in which nobody may remove what is others' stays one; one that gives its group
# goes on, but none becomes so.
mkdir -m 1777 d/old
mkdir d/gives
chmod 2775 d/gives
output '1777 2775 1777 1755 2755' jail_sh 'cd /d && chmod 1777 old && chmod 2775 gives && mkdir -m 1777 made &&
	mkdir chosen given && chmod 1755 chosen && chmod 2755 given &&
	echo $(stat -c %a old gives made chosen given)' -0 -b "$PWD/d:/d"
same '1777 2775 1777 1755 755' "$(cd d && echo $(stat -c %a old gives made chosen given))" 'directories on the host'
status 0 jail_sh 'chmod 755 /d/old /d/gives' -0 -b "$PWD/d:/d"
same '755 755' "$(cd d && echo $(stat -c %a old gives))" 'directories that were changed back'
