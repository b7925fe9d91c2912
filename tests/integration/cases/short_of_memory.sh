# SPDX-License-Identifier: LGPL-3.0-or-later
# Where ptjail has no memory to follow a new process, that one ends, with who made it: the others go on, and a sentence
# says so. With as little as it starts with; with a sanitizer, which wants terabytes, not at all.
for size in $(seq 28000 500 60000); do
	code=0
	(ulimit -v "$size"; jail true) >out 2>err || code=$?
	[ $code != 0 ] || break
done
[ $code = 0 ] || exit 0
code=0
(ulimit -v "$size"; jail /guest/process_unborn 3000) >out 2>err || code=$?
[ $code = 0 ] || fail "status $code with $size KiB: $(cat err)"
same 'still here' "$(cat out)" "with $size KiB"
grep -q '^ptjail: .* no memory to follow .*ulimit -v' err || fail "with $size KiB it says: $(cat err)"
