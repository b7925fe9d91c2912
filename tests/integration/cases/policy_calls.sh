# SPDX-License-Identifier: LGPL-3.0-or-later
# Calls that nobody has in a jail are told of and counted, whoever refuses them.
for way in '' --without=seccomp -0; do
	rm -f log
	status 1 jail $way --audit=log --report report.json unshare -U true
	grep -q '^deny call pid [0-9]* unshare EPERM$' log || fail "$way: $(cat log)"
	same 1 "$(wc -l <log)" "$way: lines of the audit"
	same '  "denials": 1,' "$(grep denials report.json)" "$way: the report"
done
