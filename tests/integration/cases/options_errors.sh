# SPDX-License-Identifier: LGPL-3.0-or-later
# Wrong command lines are refused in one sentence that names what is wrong.
complaint 125 -r "$PTJAIL" true
complaint 125 /no/such/root "$PTJAIL" -r /no/such/root true
complaint 125 /etc/passwd "$PTJAIL" -r /etc/passwd true
complaint 125 --no-such-option "$PTJAIL" -r "$ROOTFS" --no-such-option true
complaint 125 -Z "$PTJAIL" -r "$ROOTFS" -Z true
complaint 125 -r "$PTJAIL" -r
complaint 125 /no/such/source "$PTJAIL" -r "$ROOTFS" -b /no/such/source true
complaint 125 /no/such/source "$PTJAIL" -r "$ROOTFS" -b /no/such/source:/etc true
complaint 125 relative "$PTJAIL" -r "$ROOTFS" -b /etc:relative true
complaint 125 /no/such/cwd "$PTJAIL" -r "$ROOTFS" -w /no/such/cwd true
complaint 125 /etc/passwd "$PTJAIL" -r "$ROOTFS" -w /etc/passwd true
complaint 125 nonsense "$PTJAIL" -r "$ROOTFS" --without=nonsense true
complaint 125 nonsense "$PTJAIL" --help=nonsense
complaint 125 --bare "$PTJAIL" -r "$ROOTFS" --bare=yes true
complaint 125 '\:' "$PTJAIL" -r "$ROOTFS" -b a:b true
complaint 125 --memory "$PTJAIL" -r "$ROOTFS" --mem 5 true
complaint 125 --processes "$PTJAIL" -r "$ROOTFS" --proc=5 true
