# SPDX-License-Identifier: LGPL-3.0-or-later
# Descriptors that ptjail happens to inherit do not reach the program.
echo secret >secret
output '' sh -c "'$PTJAIL' -r '$ROOTFS' sh -c 'cat <&7 2>/dev/null; ls /proc/self/fd | grep -x \"[4-9]\"; true' 7<secret 8</ 9>leak"
