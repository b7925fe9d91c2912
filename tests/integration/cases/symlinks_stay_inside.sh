# SPDX-License-Identifier: LGPL-3.0-or-later
# Links in the root directory lead to places in it, whatever they say.
fresh_rootfs
echo host-secret >secret
mkdir rootfs/sub
ln -s "$PWD/secret" rootfs/absolute
ln -s ../../../../../../../../../../../..$PWD/secret rootfs/sub/relative
ln -s / rootfs/slash
ln -s /etc rootfs/sub/etc
status 1 jail cat /absolute
status 1 jail cat /sub/relative
status 1 jail cat "/slash$PWD/secret"
output 'root:x:0:0:root:/root:/bin/sh' sh -c "'$PTJAIL' -r rootfs cat /sub/etc/passwd | head -n 1"
output 'root:x:0:0:root:/root:/bin/sh' sh -c "'$PTJAIL' -r rootfs cat /slash/slash/sub/../etc/passwd | head -n 1"
# Writing through them creates inside or fails.
jail_sh "echo x >/absolute" 2>/dev/null
same host-secret "$(cat secret)" 'the file outside'
