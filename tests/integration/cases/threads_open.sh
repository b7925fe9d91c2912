# SPDX-License-Identifier: LGPL-3.0-or-later
# What a program opens when it has threads already does not stop: its C library's sites are replaced
# before the first of them runs. Counted, not timed.

# opens OPTIONS...: how many of 400 opens stopped.
opens()
{
	rm -rf files
	mkdir files
	status 0 jail -b "$PWD/files:/files" -w /files --stats "$@" /guest/inside_threads
	awk '$2 ~ /^(open|openat)$/ { sum += $1 } END { print sum + 0 }' err
}

if [ "$(uname -m)" = x86_64 ] && "$PTJAIL" --doctor | grep -q 'yes  openat2'; then
	with=$(opens) || fail "$with"
	[ "$with" -lt 40 ] || fail "$with of 400 opens stopped: $(cat err)"
fi
without=$(opens --no-patch) || fail "$without"
[ "$without" -ge 400 ] || fail "without patching only $without stops: nothing was counted"
