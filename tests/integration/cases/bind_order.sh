# SPDX-License-Identifier: LGPL-3.0-or-later
# Binds within binds give the same in every order.
fresh_rootfs
mkdir outer inner outer/in innermost
echo outer >outer/f
echo inner >inner/f
echo innermost >innermost/f
echo one >one
o="-b $PWD/outer:/m"
i="-b $PWD/inner:/m/in"
j="-b $PWD/innermost:/m/in/most"
f="-b $PWD/one:/m/in/one"
for order in "$o $i $j $f" "$f $j $i $o" "$i $o $f $j" "$j $f $o $i"; do
	# shellcheck disable=SC2086 -- each is several words
	output 'outer inner innermost one' jail $order sh -c \
		'echo $(cat /m/f /m/in/f /m/in/most/f /m/in/one)'
	# shellcheck disable=SC2086
	output 'f most one' jail $order sh -c 'echo $(ls /m/in)'
	# shellcheck disable=SC2086
	output '/m' jail $order sh -c 'cd /m/in/most && cd ../.. && pwd'
done
same 'f in' "$(echo $(ls outer))" 'outer is left as it was'
same f "$(echo $(ls inner))" 'inner is left as it was'
