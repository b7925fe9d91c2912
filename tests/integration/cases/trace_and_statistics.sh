# SPDX-License-Identifier: LGPL-3.0-or-later
# --trace writes a line per stopped call, --stats counts them; output stays clean.
status 0 jail --trace=trace cat /etc/os-release
grep -q 'os-release' trace || fail "the trace lacks the path: $(head -n 5 trace)"
grep -q '^PRETTY_NAME' out || fail "the program's output is lost"
[ ! -s err ] || fail "something on standard error: $(cat err)"
status 0 jail --trace true
[ -s err ] || fail "no trace on standard error"
status 0 jail --stats true
[ -s err ] && [ ! -s out ] || fail "no statistics on standard error"
status 0 "$PTJAIL" --list-syscalls
[ "$(wc -l <out)" -gt 350 ] || fail "few system calls listed"
grep -q openat2 out || fail "openat2 is not listed"
