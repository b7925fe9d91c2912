# SPDX-License-Identifier: LGPL-3.0-or-later
# A program without a slash is looked for along PATH, in the root directory.
output found jail echo found
output found jail /bin/echo found
output found jail -w /bin ./echo found
output found jail -w /bin ../bin/echo found
fresh_rootfs
mkdir rootfs/own
printf '#!/bin/sh\necho own "$@"\n' >rootfs/own/tool
chmod 755 rootfs/own/tool
output 'own a b' env PATH=/own:/bin "$PTJAIL" -r rootfs tool a b
complaint 127 tool jail tool
# Without a program: the shell, which here reads its commands from standard input.
same hello "$(echo 'echo hello' | jail)" 'shell by default'
