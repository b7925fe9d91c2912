# SPDX-License-Identifier: LGPL-3.0-or-later
# -0: an interpreter that the faked identity may not execute, or not reach, is refused, also when
# the tracer knows it already; of a program and of a script.
interpreter=$(ldd /bin/cat 2>/dev/null | grep -o '/lib[^ ]*/ld-linux[^ ]*')
[ "$interpreter" ] || { echo "/bin/cat has no interpreter here"; exit 77; }
lib=${interpreter%/*}
# padded NAME: LIB/NAME, as long as the interpreter's
padded()
{
	padding=/
	[ $(((${#interpreter} - ${#lib} - 1 - ${#1}) % 2)) = 0 ] || padding=//
	while [ $((${#lib} + ${#padding} + ${#1})) -lt ${#interpreter} ]; do
		padding=$padding./
	done
	echo "$lib$padding$1"
}
mkdir -p "root$lib/d" root/bin root/tmp
for program in cat chmod sh setpriv; do
	cp -L "$(command -v $program)" root/bin/
	ldd "root/bin/$program" | grep -o '/[^ ]*\.so[^ ]*' >>libraries
done
sort -u libraries | while read -r file; do
	mkdir -p "root${file%/*}" && cp -L "$file" "root$file"
done
cp -L "$interpreter" "root$lib/ones"
cp -L "$interpreter" "root$lib/d/twos"
cp root/bin/cat root/bin/closed
cp root/bin/cat root/bin/hidden
# Names of the same length.
LC_ALL=C sed -i "s#$interpreter#$(padded ones)#" root/bin/closed
LC_ALL=C sed -i "s#$interpreter#$(padded d/twos)#" root/bin/hidden
cp root/bin/cat root/bin/shut
printf '#!/bin/shut\nscript\n' >root/script
echo text >root/file
chmod 700 "root$lib/ones" "root$lib/d" root/bin/shut
chmod 755 root/script "root$lib/d/twos" root root/bin "root$lib"
# setpriv itself still has capabilities when it executes.
cat >root/user <<'END2'
for i in 1 2 3; do
	closed /file || echo "closed $?"
	hidden /file || echo "hidden $?"
	/script || echo "script $?"
done 2>/dev/null
END2
cat >root/run <<END2
lib=$lib
END2
cat >>root/run <<'END2'
user="setpriv --reuid=1000 --regid=1000 --clear-groups sh"
for i in 1 2 3 4; do closed /file && hidden /file && /script >/tmp/out || echo "root: $?"; done
$user /user
closed /file
chmod 701 $lib/ones
$user -c 'closed /file' || echo "closed $?"
END2
sleep 3.2 # of new files nothing is remembered
status 0 "$PTJAIL" -0 -r root /bin/sh /run
refused='closed 126 hidden 126 script 126'
same "text text text text text text text text $refused $refused $refused text text " "$(tr '\n' ' ' <out)" "$(cat err) said"
