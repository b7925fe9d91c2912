# SPDX-License-Identifier: LGPL-3.0-or-later
# A killed ptjail leaves its private directory; the next run takes it away, and nothing else.
mkdir here run run/ptjail-mine
chmod 700 run/ptjail-mine
echo precious >run/ptjail-mine/file
export XDG_RUNTIME_DIR="$PWD/run"
set +f

"$PTJAIL" -r "$ROOTFS" -b "$PWD/here:/here" sh -c 'echo x >/dev/shm/file; : >/here/dead; sleep 60' &
dead=$!
wait_for test -e here/dead
left=$(echo run/ptjail-??????)
"$PTJAIL" -r "$ROOTFS" -b "$PWD/here:/here" sh -c \
	'echo x >/dev/shm/file; : >/here/living; while [ ! -e /here/go ]; do sleep 0.05; done; cat /dev/shm/file' >said &
living=$!
wait_for test -e here/living
[ "$(ls run | wc -l)" = 3 ] || fail "not two runs and one other: $(ls run)"
kill -KILL $dead
wait $dead
[ -d "$left" ] || fail "already gone: $left"

output '' jail true
[ ! -e "$left" ] || fail "still there: $left: $(find "$left")"
[ "$(ls run | wc -l)" = 2 ] || fail "not one run and one other: $(ls run)"
touch here/go
wait $living || fail "the living one failed"
same x "$(cat said)" "the living one's /dev/shm"
same ptjail-mine "$(ls run)" "what is left"
same precious "$(cat run/ptjail-mine/file)" "what never was ptjail's"
