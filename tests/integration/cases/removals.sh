# SPDX-License-Identifier: LGPL-3.0-or-later
# What empties a directory stops a few times, not for each name: all that lies in it is known to the
# gate then. Counted, not timed. Not with ptjail run by root, whose members have different rights.

# stops OPTIONS...: how many of 400 removals stopped.
stops()
{
	rm -rf files
	mkdir -p files/one files/two
	for directory in one two; do
		(cd "files/$directory" && seq -f 'name-%g' 200 | xargs touch)
	done
	status 0 jail -b "$PWD/files:/files" -w /files --stats "$@" /bin/busybox rm -rf one two
	[ -z "$(ls files)" ] || fail "not all was removed: $(ls files)"
	awk '$2 ~ /^(unlink|unlinkat|rmdir)$/ { sum += $1 } END { print sum + 0 }' err
}

if [ "$(id -u)" != 0 ] && [ "$(uname -m)" = x86_64 ] &&
	"$PTJAIL" --doctor | grep -q 'yes  openat2'; then
	with=$(stops) || fail "$with"
	[ "$with" -lt 40 ] || fail "$with of 402 removals stopped: $(cat err)"
fi
without=$(stops --no-patch) || fail "$without"
[ "$without" -ge 402 ] || fail "without patching only $without stops: nothing was counted"
