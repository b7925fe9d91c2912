# SPDX-License-Identifier: LGPL-3.0-or-later
# Directories of runs that ended before they had marked theirs, or after, are removed by the next run;
# not what is just being made, what holds anything, and what has another name.
export XDG_RUNTIME_DIR="$PWD/spools"
mkdir -m 700 spools
mkdir -m 700 spools/ptjail-forgot spools/ptjail-recent spools/ptjail-filled spools/ptjail-other-one
touch spools/ptjail-filled/file
touch -d '2 minutes ago' spools/ptjail-forgot spools/ptjail-filled spools/ptjail-other-one
output 'hello' jail /bin/busybox echo hello
for name in recent filled other-one; do
	[ -d "spools/ptjail-$name" ] || fail "$name was removed"
done
[ ! -e spools/ptjail-forgot ] || fail 'what was forgotten is left'
