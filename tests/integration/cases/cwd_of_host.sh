# SPDX-License-Identifier: LGPL-3.0-or-later
# Without -w a program starts where its user stands, if the jail shows that very directory under its
# own name, else in /.
mkdir here other deny
echo 'deny write /nowhere' >deny/policy
cd here || exit 1
here=$PWD
same "$here" "$("$PTJAIL" -r / pwd)" "-r /"
same "$here" "$("$PTJAIL" -r / sh -c 'echo $PWD')" "PWD"
same "$here" "$("$PTJAIL" -r "$ROOTFS" -b "$here" pwd)" "-b"
same "$here" "$("$PTJAIL" -r "$ROOTFS" -b ..:"${here%/here}" pwd)" "-b of a directory above"
same / "$("$PTJAIL" -r "$ROOTFS" pwd)" "not shown"
same / "$("$PTJAIL" -r "$ROOTFS" sh -c 'echo $PWD')" "PWD where it is not shown"
same / "$("$PTJAIL" -r "$ROOTFS" -b ../other:"$here" pwd)" "another one under its name"
same / "$("$PTJAIL" -r / -w / pwd)" "-w"
same / "$("$PTJAIL" -r / --policy ../deny/policy pwd)" "a policy"
rmdir "$here"
same / "$("$PTJAIL" -r / pwd)" "removed"
