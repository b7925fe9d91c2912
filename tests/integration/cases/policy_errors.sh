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
# A program that a rule refuses: which, and not what is wrong with the file.
complaint 126 "\"/bin/true\" may not be executed: --deny / refuses it" jail --deny / /bin/true
complaint 126 '--deny / refuses it' jail --deny / true
complaint 126 '--deny /bin refuses it' jail --deny /bin true
printf '\ndeny exec **/busybox\n' >policy
complaint 126 'line 2 of the policy (deny **/busybox) refuses it' jail --policy policy true
: >policy
status 0 jail --policy policy true
