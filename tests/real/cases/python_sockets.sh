# SPDX-License-Identifier: LGPL-3.0-or-later
# Python's own tests of sockets and what is built on them.
# needs: python3
# seconds: 400
for name in test_socket test_socketserver test_asyncore test_httpservers test_selectors; do
	echo "== $name"
	python3 -m test -v $name 2>&1 | grep -E '^test.*\.\.\. |^(FAILED|OK)|^(ERROR|FAIL):|No module' |
		grep -E 'FAIL|ERROR|skipped|OK|No module' | sort
done
