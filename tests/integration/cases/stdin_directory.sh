# SPDX-License-Identifier: LGPL-3.0-or-later
# A directory as standard input would be a way out: refused in words.
"$PTJAIL" -r "$ROOTFS" true </ >out 2>err
same 125 $? 'exit status'
same 1 "$(wc -l <err)" 'lines'
# One that is closed is filled, or refused where there is nothing to do it with.
if unshare -rm true 2>/dev/null; then
	status 125 unshare -rm sh -c "mount -t tmpfs none /dev; exec '$PTJAIL' -r '$ROOTFS' true <&-"
	grep -q 'standard input' err || fail "it is not named: $(cat err)"
fi
