# SPDX-License-Identifier: LGPL-3.0-or-later
# A bad policy: nothing is run; line, column, what is wrong and what was expected.
printf '# fine\ndeny /a\n\ndeny raed /b\n' >policy
complaint 125 'policy:4:6: "raed" is no class; expected look, read' jail --policy policy true
printf 'allow look /a/[b\n' >policy
complaint 125 'policy:1:15: "[" without its "]"' jail --policy policy true
printf 'permit /a\n' >policy
complaint 125 'policy:1:1: "permit" begins no line; expected allow, deny' jail --policy policy true
complaint 125 missing jail --policy missing true
complaint 125 '--deny relative' jail --deny relative true
complaint 125 '"**" at the end' jail --hide '/a/**' true
complaint 125 'none, loopback or full' jail --net some true
complaint 125 'names are not looked up' jail --connect example.org:80 true
complaint 125 'cannot be written for --audit' jail --audit=nowhere/log true
complaint 125 'cannot be written for --learn' jail --learn nowhere/policy true
complaint 125 'cannot be written for --report' jail --report nowhere/report true
: >policy
status 0 jail --policy policy true
