# SPDX-License-Identifier: LGPL-3.0-or-later
# -0: ACLs that files have on the host are shown, and are gone when they are removed or others are set.
command -v python3 >/dev/null || { echo 'no python3 here'; exit 77; }
cat >begin.py <<'END'
import errno, os, struct, sys
ALL = 0xffffffff
def acl(*entries):
    return struct.pack('<I', 2) + b''.join(struct.pack('<HHI', *entry) for entry in entries)
def named(user, permissions):
    return acl((1, 6, ALL), (2, permissions, user), (4, 4, ALL), (16, permissions, ALL), (32, 4, ALL))
try:
    for name in ('removed', 'replaced', 'made plain'):
        open(name, 'w').close()
        os.setxattr(name, 'system.posix_acl_access', named(1000, 6))
    os.mkdir('directory')
    os.setxattr('directory', 'system.posix_acl_default', named(1000, 7))
except OSError as error:
    sys.exit(77 if error.errno == errno.EOPNOTSUPP else 1)
END
cat >change.py <<'END'
import os
exec(open('begin.py').read().split('try:')[0])
def show(name):
    print(name, '%o' % (os.stat(name).st_mode & 0o7777), *os.listxattr(name))
show('removed')
os.removexattr('removed', 'system.posix_acl_access')
show('removed')
os.setxattr('replaced', 'system.posix_acl_access', named(2000, 4))
show('replaced')
os.removexattr('replaced', 'system.posix_acl_access')
show('replaced')
os.setxattr('made plain', 'system.posix_acl_access', acl((1, 6, ALL), (4, 0, ALL), (32, 0, ALL)))
show('made plain')
show('directory')
os.umask(0o77)
os.mkdir('directory/new')
show('directory/new')
open('directory/file', 'w').close()
show('directory/file')
os.mknod('directory/node', 0o620)
show('directory/node')
os.removexattr('directory', 'system.posix_acl_default')
show('directory')
END
expected='removed 664 system.posix_acl_access
removed 664
replaced 644 system.posix_acl_access
replaced 644
made plain 600
directory 755 system.posix_acl_default
directory/new 674 system.posix_acl_default system.posix_acl_access
directory/file 664 system.posix_acl_access
directory/node 620 system.posix_acl_access
directory 755'
(umask 022 && python3 begin.py)
began=$?
[ "$began" -eq 77 ] && { echo 'no ACLs here'; exit 77; }
same 0 "$began" 'ACLs on the host'
output "$expected" "$PTJAIL" -0 -r / -w "$PWD" -- python3 change.py
# Nobody has rights on the host any more that the jail took from him.
same '' "$(python3 -c 'import os
print(*(os.listxattr(name) for name in ("removed", "replaced", "made plain", "directory") if os.listxattr(name)))')" 'ACLs that are left'

# Whom an ACL names in the jail, he is nobody on the host: its group has no more for that.
cat >group.py <<'END'
import os
exec(open('begin.py').read().split('try:')[0])
ours = acl((1, 6, ALL), (2, 7, 1000), (4, 1, ALL), (16, 7, ALL), (32, 0, ALL))
os.umask(0)
os.mkdir('group')
os.setxattr('group', 'system.posix_acl_default', ours)
open('group/opened', 'w').close()
os.mknod('group/made', 0o664)
open('chosen', 'w').close()
os.setxattr('chosen', 'system.posix_acl_access', ours)
open('changed', 'w').close()
os.setxattr('changed', 'system.posix_acl_access', ours)
os.chmod('changed', 0o664)
for name in 'group/opened', 'group/made', 'chosen', 'changed':
    print(name, '%o' % (os.stat(name).st_mode & 0o7777), *os.listxattr(name))
END
output 'group/opened 660 system.posix_acl_access
group/made 660 system.posix_acl_access
chosen 670 system.posix_acl_access
changed 664 system.posix_acl_access' "$PTJAIL" -0 -r / -w "$PWD" -- python3 group.py
same '600 600 610 604' "$(echo $(stat -c %a group/opened group/made chosen changed))" 'modes on the host'
