# SPDX-License-Identifier: LGPL-3.0-or-later
# The root directory may be named in any way.
fresh_rootfs
echo marked >rootfs/mark
ln -s rootfs link
mkdir -p 'with blank'
cp -a rootfs 'with blank/root:dir'
long=$(printf '%0200d' 0)
mkdir -p "$long/$long/$long/$long/$long"
cp -a rootfs "$long/$long/$long/$long/$long/r"
for root in rootfs ./rootfs/ "$PWD/rootfs" rootfs/../rootfs/. link link/ "with blank/root:dir" \
	"$long/$long/$long/$long/$long/r"; do
	output marked "$PTJAIL" -r "$root" cat /mark
	output / "$PTJAIL" -r "$root" sh -c 'cd /bin; cd ..; cd ..; pwd'
done
cd rootfs && output marked "$PTJAIL" -r . cat /mark
