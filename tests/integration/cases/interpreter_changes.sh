# SPDX-License-Identifier: LGPL-3.0-or-later
# The interpreter that a program names is looked up at every exec, however often it was the same:
# a link to another file, another file by that name, nothing.
[ "$(uname -m)" = x86_64 ] && ldd /bin/cat 2>/dev/null | grep -q /lib64/ld-linux-x86-64.so.2 ||
	{ echo "/bin/cat has no interpreter here"; exit 77; }
mkdir -p root/lib64 root/bin root/tmp
for program in cat grep ln sh; do
	cp -L "$(command -v $program)" root/bin/
	ldd "root/bin/$program" | grep -o '/[^ ]*\.so[^ ]*' >>libraries
done
sort -u libraries | while read -r file; do
	mkdir -p "root${file%/*}" && cp -L "$file" "root$file"
done
cp -L /lib64/ld-linux-x86-64.so.2 root/lib64/one
cp -L /lib64/ld-linux-x86-64.so.2 root/lib64/two
ln -s one root/lib64/ld
# A name of the same length.
for program in cat grep ln sh; do
	LC_ALL=C sed -i 's#/lib64/ld-linux-x86-64\.so\.2#/lib64/./././././././././ld#' "root/bin/$program"
done
grep -q '/lib64/\./\./\./\./\./\./\./\./\./ld' root/bin/cat || fail "sed"
cat >root/run <<'END'
for i in 1 2 3 4 5; do grep -q /lib64/one /proc/self/maps && echo one; done
ln -sfn two /lib64/ld
for i in 1 2 3 4 5; do grep -q /lib64/two /proc/self/maps && echo two; done
grep -q /lib64/one /proc/self/maps || echo "no more"
ln -sfn nothing /lib64/ld
cat /run 2>/dev/null || echo "none $?"
END
sleep 3.2 # of new files nothing is remembered
status 0 "$PTJAIL" -r root /bin/sh /run
[ "$(tr '\n' ' ' <out)" = "one one one one one two two two two two no more none 127 " ] || fail "$(cat out err)"
