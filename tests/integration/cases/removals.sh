# SPDX-License-Identifier: LGPL-3.0-or-later
# What empties a directory stops a few times, not for each name: all that lies in it is known to the
# gate then. Nor does the removal of a passing name, when the file has got a second. Counted, not timed. Not with ptjail run by root, whose members have different rights.

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
	count_removals
}

count_removals()
{
	awk '$2 ~ /^(unlink|unlinkat|rmdir)$/ { sum += $1 } END { print sum + 0 }' err
}

# passing OPTIONS...: how many removals of a guest stopped that gives 60 files a second name first.
passing()
{
	rm -rf files
	mkdir files
	status 0 jail -b "$PWD/files:/files" -w /files --stats "$@" /guest/inside_passing_names
	count_removals
}

if [ "$(id -u)" != 0 ] && [ "$(uname -m)" = x86_64 ] &&
	"$PTJAIL" --doctor | grep -q 'yes  openat2'; then
	with=$(stops) || fail "$with"
	[ "$with" -lt 40 ] || fail "$with of 402 removals stopped: $(cat err)"
	with=$(passing) || fail "$with"
	[ "$with" -lt 30 ] || fail "$with of 86 removals of passing names stopped: $(cat err)"
fi
without=$(stops --no-patch) || fail "$without"
[ "$without" -ge 402 ] || fail "without patching only $without stops: nothing was counted"
without=$(passing --no-patch) || fail "$without"
[ "$without" -ge 86 ] || fail "without patching only $without stops of passing names"
