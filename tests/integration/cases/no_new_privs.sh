# SPDX-License-Identifier: LGPL-3.0-or-later
# The kernel lets no member gain privileges; a program is told of no_new_privs what it inherited,
# or what it set itself.
shown='grep NoNewPrivs /proc/self/status'
outside=$($shown)
same "$outside" "$(jail_sh "$shown")" 'as ptjail found it'
if command -v setpriv >/dev/null; then
	same 'NoNewPrivs:	1' "$(setpriv --no-new-privs "$PTJAIL" -r "$ROOTFS" sh -c "$shown")" \
		'as ptjail inherited it'
fi
"$PTJAIL" -r "$ROOTFS" -b "$PWD:/here" sh -c \
	'echo $$ >/here/pid; mv /here/pid /here/ready
	i=0; while [ $i -lt 600 ] && [ ! -e /here/done ]; do sleep 0.1; i=$((i+1)); done' &
wait_for test -e ready
same 'NoNewPrivs:	1' "$(grep NoNewPrivs "/proc/$(cat ready)/status")" 'as the kernel has it'
touch done
wait $!
