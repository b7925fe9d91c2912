# SPDX-License-Identifier: LGPL-3.0-or-later
# canaries.sh: the outside of a jail under attack, for scripts of sh that source it: files with their
# contents, modes, times, owners, links and extended attributes; a process of the same user with its
# limits and priorities; sockets; a terminal. Shows whether any of it has been touched.
#
# Before: $build, where escape-outside lies; $here, the sourcing script's directory; $uid.
# After canaries_begin: $work, gone at the end; $out, the directory outside. After canaries_start: $helper, $tty,
# $port, $ipc, the outside process, its terminal, its port and its objects of System V; $work/before, what is to stay as it is.

as_user()
{
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=$uid --regid=$uid --clear-groups --inh-caps=-all "$@"
	else
		"$@"
	fi
}

helper=
clean()
{
	[ -z "$helper" ] || kill "$helper" 2>/dev/null
	left_there=$(list_running)
	[ -z "$left_there" ] || kill -KILL $left_there 2>/dev/null
	umount "$work/queues" 2>/dev/null
	chmod -R u+rwx "$work" 2>/dev/null
	rm -rf --one-file-system "$work"
}

canaries_begin()
{
	work=$(mktemp -d "${TMPDIR:-/tmp}/esc.XXXXXX") || exit 1
	out=$work/out
	trap clean EXIT
	trap 'exit 130' INT TERM HUP
	mkdir "$work/shared" "$out" "$out/ro" "$out/dir" "$out/passing"
	cp "$build/escape-outside" "$work/outside"
	chmod 755 "$work"
}

# What an attack may remove, made anew for each run.
refill()
{
	find "$out/passing" -mindepth 1 -delete
	mkdir -p "$out/passing/in/sub" "$out/passing/in/free"
	echo ptjail-outside-secret >"$out/passing/in/sub/secret"
	echo hidden >"$out/passing/in/sub/hid1"
	echo ptjail-outside-secret >"$out/passing/in/named"
	echo ptjail-outside-secret >"$out/passing/closed"
	ln "$out/passing/closed" "$out/passing/link"
	mkdir "$out/passing/bound" "$out/passing/part" "$out/passing/part/inner" "$out/passing/old"
	ln "$out/passing/closed" "$out/passing/old/link"
	echo ptjail-outside-secret >"$out/passing/bound/secret"
	echo ptjail-outside-secret >"$out/passing/part/inner/secret"
	[ "$(id -u)" != 0 ] || chown -hR $uid:$uid "$out/passing"
}

# The outside's files, as they are before each attack.
populate()
{
	chmod -R u+rwX "$out/ro" "$out/dir"
	rm -rf "$out/secret" "$out/victim" "$out/victim.link" "$out/link" "$out/program" "$out/ro"/* "$out/dir"/*
	mkdir -p "$out/ro/sub" "$out/ro/closed"
	echo ptjail-outside-secret >"$out/secret"
	echo ptjail-outside-secret >"$out/dir/secret"
	echo victim >"$out/victim"
	echo readonly >"$out/ro/file"
	echo readonly >"$out/ro/sub/file"
	echo readonly >"$out/ro/locked"
	echo readonly >"$out/ro/closed/file"
	echo readonly >"$out/dir/kept"
	refill
	printf '%s\n' 'deny read,write /bound' 'deny read,write /one' 'deny read,write /a/part' 'deny read /a/in/sub' \
		'deny create /a/in/new' 'deny write,create /a/in/named' >"$out/deny-names"
	printf '%s\n' 'deny read /a/secret' 'deny read /a/passing/closed' 'deny read,exec,connect /tmp/closed' \
		>"$out/deny-read"
	printf '%s\n' 'deny read,write,meta,exec /a/in/sub/*' 'deny read,write,meta,exec /a/in/named' \
		'hide /a/in/sub/hid?' >"$out/deny-below"
	echo 'deny write,meta **/kept' >"$out/deny-change"
	echo '#!/bin/sh' >"$out/program"
	chmod 640 "$out/victim"
	chmod 755 "$out/program"
	chmod 400 "$out/ro/locked" "$out/dir/kept"
	chmod 500 "$out/ro/closed"
	ln "$out/victim" "$out/victim.link"
	ln -s secret "$out/link"
	[ "$(id -u)" != 0 ] || chown -hR $uid:$uid "$out"
	as_user "$work/outside" -x "$out/victim" before
}

canaries_start()
{
	populate
	[ "$(id -u)" != 0 ] || chown -hR $uid:$uid "$work"
	# The helper is a leader of its own session: what the terminal's job gets is no concern of its.
	mkfifo "$work/told"
	# Where mounts are the suite's own.
	[ -z "${ESCAPE_OWN_MOUNTS:-}" ] || { mkdir "$work/queues" && mount -t mqueue mqueue "$work/queues"; } 2>/dev/null
	as_user setsid "$work/outside" "$out" "ptjail-escape-$$" >"$work/told" &
	read -r helper tty port ipc <"$work/told" || exit 1
	as_user sh -c ":>>'$out/touched'"
	look >"$work/before"
}

# What is out there, and how the outside process stands; the helper's own sockets included. What is in
# `passing` an attack may remove.
look()
{
	find "$out" -path "$out/passing" -prune -o ! -name touched -printf '%P %y %m %u %g %n %s %T@ %l\n' | sort
	find "$out" -path "$out/passing" -prune -o -type f -size -100k -exec sha256sum {} + | sort
	for file in victim secret program ro/file ro/locked; do "$work/outside" -x "$out/$file"; done
	cat "$out/touched"
	find /dev/shm /dev/mqueue -maxdepth 1 -name '*ptjail-attack*' 2>/dev/null
	uname -n
	cat "/proc/$helper/limits" "/proc/$helper/oom_score_adj"
	# Of each its number, rights, sizes, and who was the last to use it, and when.
	set -- $ipc
	awk -v shm="$2" -v sem="$3" -v msg="$4" 'FILENAME ~ /shm$/ && $2 == shm || FILENAME ~ /sem$/ && $2 == sem ||
		FILENAME ~ /msg$/ && $2 == msg { $15 = $16 = ""; print FILENAME, $0 }' /proc/sysvipc/shm /proc/sysvipc/sem /proc/sysvipc/msg
	awk '{ print $18, $19, $20, $40, $41 }' "/proc/$helper/stat"
	grep -E '^(Cpus_allowed|TracerPid|SigIgn|State)' "/proc/$helper/status" |
		sed 's/State:.*T.*/State: stopped/; s/State:.*[RSD].*/State: lives/'
}

# The processes that run out of $work or stand in it, the helper aside. A member's program is ptjail's
# loader, which has no name; but it stands in the root directory.
list_running()
(
	set +f
	find /proc/[0-9]*/exe /proc/[0-9]*/cwd -maxdepth 0 -lname "$work/*" 2>/dev/null |
		cut -d / -f 3 | sort -u | grep -vx -e "$helper" -e $$
)

# Those that are there still, after a while in which who was killed may end.
left_running()
{
	for tries in 1 2 3 4 5 6 7 8 9 10 11 12; do
		left_there=$(list_running)
		[ -n "$left_there" ] || return 0
		sleep 0.$tries
	done
	echo "$left_there" | tr '\n' ' '
}
