# SPDX-License-Identifier: LGPL-3.0-or-later
# -w, and / without it.
output / jail pwd
output /tmp jail -w /tmp pwd
output /bin jail -w /usr/../bin/. pwd
output /dev jail -w /dev pwd
output /proc jail -w /proc pwd
mkdir bound
output /new/place jail -b "$PWD/bound:/new/place" -w /new/place pwd
output /new jail -b "$PWD/bound:/new/place" -w /new pwd
[ "$(cd / && jail pwd)" = / ] || fail "the host's working directory counts"
# A relative one is the host's current directory, by its name.
output "$PWD" jail -b . -w . pwd
output "$PWD/bound" jail -b . -w bound pwd
output /tmp sh -c 'cd /tmp && exec "$@"' sh "$PTJAIL" -r "$ROOTFS" -w . pwd
complaint 125 "$PWD/nowhere" jail -b . -w nowhere pwd
complaint 125 'empty' jail --cwd= pwd
