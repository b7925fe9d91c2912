# SPDX-License-Identifier: LGPL-3.0-or-later
# -0 and limits beyond the host's: told as they were set, and taken as far as the host lets.
ulimit -Sn 400
ulimit -Hn 600
output '500 600
500 500
700 800
700 800
700
refused' jail_sh 'told() { echo $(ulimit -Sn) $(ulimit -Hn); }
	ulimit -Sn 500; told; ulimit -Hn 500; told; ulimit -Hn 800; ulimit -Sn 700; told
	(ulimit -Sn 650); told; sed -n "s/^Max open files *\([0-9]*\).*/\1/p" /proc/self/limits
	(ulimit -Hn 2000000000) 2>/dev/null || echo refused' -0
output 'refused
600' jail_sh '(ulimit -Hn 800) 2>/dev/null || echo refused; ulimit -Hn' -i 5:5
