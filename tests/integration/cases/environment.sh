# SPDX-License-Identifier: LGPL-3.0-or-later
# The environment passes; --clear-env and --env change it.
output 'value' env MARK=value "$PTJAIL" -r "$ROOTFS" sh -c 'echo $MARK'
output '' env MARK=value "$PTJAIL" -r "$ROOTFS" --clear-env sh -c 'echo $MARK'
output 'other' env MARK=value "$PTJAIL" -r "$ROOTFS" --env MARK=other sh -c 'echo $MARK'
output 'value' env MARK=value "$PTJAIL" -r "$ROOTFS" --clear-env --env MARK sh -c 'echo $MARK'
output '/' jail --clear-env sh -c 'echo $HOME'
