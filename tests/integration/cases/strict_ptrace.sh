# SPDX-License-Identifier: LGPL-3.0-or-later
# Members may trace members, but not with --strict: the guest says so, and waits in vain then.
status 0 jail -w /tmp /guest/ptrace_attach
grep -q 'PTRACE_ATTACH.* = 0' out || fail "without --strict: $(cat out)"
"$PTJAIL" -r "$ROOTFS" --strict -w /tmp /guest/ptrace_attach >refused 2>&1 &
wait_for grep -q 'PTRACE_ATTACH.* = EPERM' refused
kill -KILL $!
wait $! 2>/dev/null || :
