# SPDX-License-Identifier: LGPL-3.0-or-later
# Help and version go to standard output; each topic fits a screen.
status 0 "$PTJAIL" --version
grep -q '^ptjail ' out || fail "no version: $(cat out)"
status 0 "$PTJAIL" --help
[ -s out ] && [ ! -s err ] || fail "no help on standard output"
for topic in '' $(sed -n 's/^More: --help=//p' out | tr '|' ' '); do
	status 0 "$PTJAIL" --help${topic:+=$topic}
	lines=$(wc -l <out)
	[ "$lines" -le 23 ] || fail "help $topic has $lines lines"
	[ "$(awk 'length > 80' out | wc -l)" = 0 ] || fail "help $topic has long lines"
	[ "$(wc -l <out)" -ge 3 ] || fail "help $topic says nothing"
done
code=0
"$PTJAIL" --help >/dev/full 2>err || code=$?
[ "$code" = 125 ] && grep -q 'standard output' err || fail "status $code where nothing can be written: $(cat err)"
