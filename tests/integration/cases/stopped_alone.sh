# SPDX-License-Identifier: LGPL-3.0-or-later
# Where there is no terminal, from which a shell could continue it, ptjail does not stop with its program: those whom the
# program waits for are served, and its own timers continue or end it. The shell in between is of another group.
without_terminal()
{
	got=$(timeout -s KILL 30 setsid -w bash -mc "'$PTJAIL' -r '$ROOTFS' /guest/stopped_alone $1; true" </dev/null 2>err)
	same "$2" "$got" "$1 $(cat err)"
}
without_terminal member 'continued'
without_terminal stop 'continued'
without_terminal timer "$(printf 'timer_create(CLOCK_MONOTONIC, &event, &timer) = 0\ntimer_settime(timer, 0, &when, NULL) = 0\ntimer_delete(timer) = 0\ncontinued')"
