# SPDX-License-Identifier: LGPL-3.0-or-later
# What a program builds in /dev/shm, however deep, is removed at the end, by a tracer that stays small.
export XDG_RUNTIME_DIR="$PWD/spools"
mkdir -m 700 spools
# AddressSanitizer maps terabytes.
memory=300000
! grep -q __asan_init "$PTJAIL" || memory=unlimited
(ulimit -s 1024 && ulimit -v $memory && ulimit -n 1024 && output '3000 levels' jail /guest/limit_evasion deep-shm) || exit 1
[ -z "$(ls spools)" ] || fail "left: $(ls spools)"
