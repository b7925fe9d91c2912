# SPDX-License-Identifier: LGPL-3.0-or-later
# The default /dev holds the usual names, all of which work, and nothing of the host.
output 'fd full null ptmx pts random shm stderr stdin stdout tty urandom zero' \
	jail sh -c 'echo $(ls /dev)'
output 4 jail sh -c 'head -c 4 /dev/zero | wc -c'
output 4 jail sh -c 'head -c 4 /dev/urandom | wc -c'
status 1 jail sh -c 'echo x >/dev/full || exit 1'
same piped "$(echo piped | jail cat /dev/stdin)" /dev/stdin
output to-stdout jail sh -c 'echo to-stdout >/dev/stdout'
status 0 jail sh -c 'echo to-stderr >/dev/stderr'
same to-stderr "$(cat err)" /dev/stderr
status 0 jail sh -c 'echo x >/dev/shm/f && cat /dev/shm/f && rm /dev/shm/f'
[ ! -e /dev/shm/f ] || fail "/dev/shm is the host's"
output '/proc/self/fd' jail readlink /dev/fd
