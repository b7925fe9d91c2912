# SPDX-License-Identifier: LGPL-3.0-or-later
# Hard limits that ptjail was started with are no obstacle, or are named.
output 'inside' sh -c "ulimit -c 0; '$PTJAIL' -r '$ROOTFS' echo inside"
output '0' sh -c "ulimit -c 0; '$PTJAIL' -r '$ROOTFS' sh -c 'ulimit -c'"
output 'inside' sh -c "ulimit -n 256; '$PTJAIL' -r '$ROOTFS' echo inside"
output 'inside' sh -c "ulimit -f 32768; '$PTJAIL' -r '$ROOTFS' echo inside"
output '0777
inside' sh -c "umask 777; '$PTJAIL' -r '$ROOTFS' sh -c 'umask; echo inside'"
complaint 125 'ulimit -f' sh -c "ulimit -f 10; '$PTJAIL' -r '$ROOTFS' echo inside"
complaint 125 'ulimit -i' sh -c "exec prlimit --sigpending=0 '$PTJAIL' -r '$ROOTFS' echo inside"
