# SPDX-License-Identifier: LGPL-3.0-or-later
# A directory as standard input would be a way out: refused in words.
"$PTJAIL" -r "$ROOTFS" true </ >out 2>err
same 125 $? 'exit status'
same 1 "$(wc -l <err)" 'lines'
