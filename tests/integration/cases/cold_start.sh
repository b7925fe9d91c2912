# SPDX-License-Identifier: LGPL-3.0-or-later
# A fresh process does not stop at the calls of its interpreter: known sites are replaced before it
# runs. Counted, not timed, with the host's own dynamic programs: one stop at a call for each
# process, its exec; without patching there are more. And a site of the C library stops twice.
ldd /bin/true >/dev/null 2>&1 || { echo "/bin/true has no interpreter here"; exit 77; }
loop='i=0; while [ $i -lt 20 ]; do /bin/true || exit 1; i=$((i+1)); done'
names='^ +[0-9]+  (open|openat|stat|newfstatat|access|faccessat|readlink)$'

looks='i=0; while [ $i -lt 60 ]; do [ -e /nothing$i ] && exit 1; i=$((i+1)); done; exit 0'

# stops TEXT OPTIONS...: how many calls with names stopped.
stops()
{
	text=$1
	shift
	status 0 "$PTJAIL" -r / --stats "$@" sh -c "$text"
	awk -v names="$names" '$0 ~ names { sum += $1 } END { print sum + 0 }' err
}

with=$(stops "$loop") || fail "$with"
without=$(stops "$loop" --no-patch) || fail "$without"
# Files of other systems are not remembered (syscall/known_files.c).
case $(stat -f -c %T /bin/true) in
ext2/ext3 | xfs | btrfs | f2fs | tmpfs | overlayfs | zfs | squashfs | erofs) local=1 ;;
*) local=0 ;;
esac
if [ $local = 1 ] && [ "$(uname -m)" = x86_64 ] && "$PTJAIL" --doctor | grep -q 'yes  openat2'; then
	[ "$with" -lt 20 ] || fail "$with stops at names with 20 processes: $(cat err)"
	for place in / /usr/../ /bin/../bin/.//../; do
		with=$(stops "$(echo "$looks" | sed "s|/nothing|${place}nothing|")") || fail "$with"
		[ "$with" -lt 30 ] || fail "$with stops at 60 looks in $place: $(cat err)"
	done
fi
[ "$without" -gt 40 ] || fail "without patching only $without stops: nothing was counted"
without=$(stops "$looks" --no-patch) || fail "$without"
[ "$without" -gt 60 ] || fail "without patching only $without stops: nothing was counted"
