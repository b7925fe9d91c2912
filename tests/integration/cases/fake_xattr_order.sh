# SPDX-License-Identifier: LGPL-3.0-or-later
# -0: attributes of the database and those of the host's file are listed in the order in which they
# were set, as archives hold them; a new value changes nothing.
command -v python3 >/dev/null || { echo 'no python3 here'; exit 77; }
cat >order.py <<'END'
import os
def show(name, *attributes):
    open(name, 'w').close()
    for attribute in attributes:
        os.setxattr(name, attribute, b'value')
    print(name, *os.listxattr(name))
show('f1', 'trusted.b', 'user.a', 'security.z')
show('f2', 'user.b', 'trusted.c', 'user.a', 'trusted.a')
show('f3', 'security.z', 'trusted.b')
show('f4', 'user.a')
show('f5', 'trusted.b', 'user.a', 'security.z', 'trusted.b', 'user.a')
os.setxattr('f1', 'trusted.b', b'other')
os.removexattr('f1', 'security.z')
print(*os.listxattr('f1'))
END
cat >again.py <<'END'
import os
for name in ('f1', 'f2', 'f3', 'f4', 'f5'):
    print(name, *os.listxattr(name))
END
output 'f1 trusted.b user.a security.z
f2 user.b trusted.c user.a trusted.a
f3 security.z trusted.b
f4 user.a
f5 trusted.b user.a security.z
trusted.b user.a' "$PTJAIL" -0 --state state -r / -w "$PWD" -- python3 order.py
# Another run gets them from the state as they were.
output 'f1 trusted.b user.a
f2 user.b trusted.c user.a trusted.a
f3 security.z trusted.b
f4 user.a
f5 trusted.b user.a security.z' "$PTJAIL" -0 --state state -r / -w "$PWD" -- python3 again.py
