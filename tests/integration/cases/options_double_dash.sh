# SPDX-License-Identifier: LGPL-3.0-or-later
# What follows the program, or --, belongs to the program.
output '-w x -b' jail echo -w x -b
output '-w' jail -- echo -w
output 'a -- b' jail -- echo a -- b
output '--help' jail echo --help
output 'joined' "$PTJAIL" "-r$ROOTFS" echo joined
output 'long' "$PTJAIL" "--rootfs=$ROOTFS" echo long
output 'apart' "$PTJAIL" --rootfs "$ROOTFS" echo apart
output '' jail echo ''
output 'two  blanks' jail echo 'two  blanks'
