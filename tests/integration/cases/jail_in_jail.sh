# SPDX-License-Identifier: LGPL-3.0-or-later
# A jail runs in a jail, without a seccomp filter of its own. It writes to its members' memory, which needs mseal.
"$PTJAIL" --doctor | grep -q 'yes *mseal' || { echo "this kernel has no mseal"; exit 77; }
echo outside >secret
inner() { "$PTJAIL" -r / -w "$PWD" "$PTJAIL" -r "$ROOTFS" "$@"; }
output 'in it' inner sh -c 'echo in it'
status 3 inner sh -c 'exit 3'
output 3 inner sh -c 'echo 1 | while read -r n; do echo $((n + 2)); done'
output bin inner sh -c 'ls / | grep -x bin'
status 1 inner cat "$PWD/secret"
output '5 0' inner -0 sh -c 'touch /tmp/faked; chown 5 /tmp/faked; stat -c "%u $(id -u)" /tmp/faked'
output 'three deep' "$PTJAIL" -r / -w "$PWD" "$PTJAIL" -r / -w "$PWD" "$PTJAIL" -r "$ROOTFS" sh -c 'echo three deep'
status 3 "$PTJAIL" -r / -w "$PWD" "$PTJAIL" -r / -w "$PWD" "$PTJAIL" -r "$ROOTFS" sh -c 'true; exit 3'
