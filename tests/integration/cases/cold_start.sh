# SPDX-License-Identifier: LGPL-3.0-or-later
# A fresh process does not stop at the calls of its interpreter: known sites are replaced before it
# runs. Counted, not timed, with the host's own dynamic programs: one stop at a call for each
# process, its exec; without patching there are more.
ldd /bin/true >/dev/null 2>&1 || { echo "/bin/true has no interpreter here"; exit 77; }
loop='i=0; while [ $i -lt 20 ]; do /bin/true || exit 1; i=$((i+1)); done'
names='^ +[0-9]+  (open|openat|stat|newfstatat|access|faccessat|readlink)$'

# stops OPTIONS...: how many calls with names stopped.
stops()
{
	status 0 "$PTJAIL" -r / --stats "$@" sh -c "$loop"
	awk -v names="$names" '$0 ~ names { sum += $1 } END { print sum + 0 }' err
}

with=$(stops) || fail "$with"
without=$(stops --no-patch) || fail "$without"
if [ "$(uname -m)" = x86_64 ] && "$PTJAIL" --doctor | grep -q 'yes  openat2'; then
	[ "$with" -lt 20 ] || fail "$with stops at names with 20 processes: $(cat err)"
fi
[ "$without" -gt 40 ] || fail "without patching only $without stops: nothing was counted"
