# SPDX-License-Identifier: LGPL-3.0-or-later
# Trees packed, unpacked, copied and compared with what they were.
# needs: tar gzip bzip2 xz rsync
source=$(ls -d /usr/share/perl/5* | tail -n 1)
tar cf a.tar -C "$source" . && mkdir a && tar xpf a.tar -C a && diff -r "$source" a && echo tar
for program in gzip bzip2 'xz -1'; do
	$program -c a.tar | $program -dc | cmp - a.tar && echo "$program"
done
tar czf - -C a . | tar tzf - | wc -l
cp -a a b && diff -r a b && echo cp
mkdir -p links/deep && echo x >links/file && ln links/file links/hard && ln -s ../file links/deep/soft &&
	ln -s /etc/passwd links/absolute && mkfifo links/fifo && touch -d '2001-02-03 04:05:06.789' links/file
tar cf l.tar links && mkdir l && tar xpf l.tar -C l && cp -a links copied
for tree in links l/links copied; do
	(cd $tree && find . -printf '%p %y %m %n %s %l %T@\n' | sort) >$(echo $tree | tr / _).list
done
# Names, kinds, modes, links; tar keeps whole seconds only.
cut -d ' ' -f 1-4 l_links.list && stat -c %y copied/hard && cmp links.list copied.list && echo all the same
sed 's/\.[0-9]*$//' links.list >whole && sed 's/\.[0-9]*$//' l_links.list | cmp - whole && echo in whole seconds
rm whole
rm -f *.list
if command -v zip >/dev/null && command -v unzip >/dev/null; then
	(cd a && zip -qr ../a.zip .) && mkdir z && unzip -q a.zip -d z && diff -r a z && echo zip
fi
rsync -a --delete a/ r/ && diff -r a r && rsync -a --itemize-changes a/ r/ && echo rsync
find r -type f | sort | xargs md5sum | md5sum
rm -rf a && rm -r r b l links && ls
