# SPDX-License-Identifier: LGPL-3.0-or-later
# Absolute paths of the host mean nothing inside.
echo secret >f
status 1 jail cat "$PWD/f"
status 1 jail ls "$ROOTFS"
status 1 jail cat "/proc/self/root$PWD/f"
status 1 jail cat "/proc/1/root$PWD/f"
status 1 jail cat "/../../../../../..$PWD/f"
