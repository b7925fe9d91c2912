# SPDX-License-Identifier: LGPL-3.0-or-later
# Everyday tools on files: cp -a, mv, rm -rf, sed, sort.
fresh_rootfs
status 0 jail_sh 'set -e
cd /tmp
mkdir -p a/b/c
seq 1000 >a/b/numbers
cp -a a copy
cmp a/b/numbers copy/b/numbers
mv copy moved
rm -rf moved
test ! -e moved
sed -i s/^1$/one/ a/b/numbers
grep -qx one a/b/numbers
sort -rn a/b/numbers >sorted
test "$(head -n 1 sorted)" = 1000
cp sorted bin-file
chmod 750 bin-file
test "$(stat -c %a bin-file)" = 750
ln -s a/b link
ls link/ | grep -q numbers
gzip -c sorted >s.gz
gunzip -c s.gz | cmp - sorted
find . -name numbers -exec wc -l {} +
dd if=/dev/zero of=z bs=4096 count=16 2>/dev/null
test "$(stat -c %s z)" = 65536
mktemp -d ./XXXXXX
id
test -w .
sync
date
uname -a
hostname
df . >/dev/null
ps >/dev/null
env >/dev/null
tail -n 1 sorted >last
od -c last >/dev/null
md5sum last | md5sum -c -
chmod -R u=rwX,go= a
touch -t 200101010000 last
test last -ot sorted
xargs echo <last
mkfifo p; (echo through >p) & read x <p; test $x = through; wait
'
