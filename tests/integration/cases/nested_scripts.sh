# SPDX-License-Identifier: LGPL-3.0-or-later
# Scripts whose interpreters are scripts, and env.
fresh_rootfs
printf '#!/bin/sh\necho shell "$@"\n' >rootfs/bin/one
printf '#!/bin/one arg\n' >rootfs/bin/two
printf '#!/usr/bin/env sh\necho env "$@"\n' >rootfs/bin/three
chmod 755 rootfs/bin/one rootfs/bin/two rootfs/bin/three
output 'shell a b' jail one a b
output 'shell arg /bin/two x' jail two x
output 'env y' jail three y
