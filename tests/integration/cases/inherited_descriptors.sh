# SPDX-License-Identifier: LGPL-3.0-or-later
# Descriptors that ptjail happens to inherit do not reach the program.
echo secret >secret
output '' sh -c "'$PTJAIL' -r '$ROOTFS' sh -c 'cat <&7 2>/dev/null; ls /proc/self/fd | grep -x \"[4-9]\"; true' 7<secret 8</ 9>leak"
# Nor are many of them in the way of those that it makes itself.
if command -v perl >/dev/null; then
	for count in 900 1000 1015 1100; do
		output 'inside' sh -c "ulimit -Sn 3000; perl -e '\$^F = 9999; for (1..$count) { open(\$f[\$_], \"<\", \"/dev/null\") or die } exec @ARGV' \
			'$PTJAIL' -r '$ROOTFS' echo inside"
	done
fi
