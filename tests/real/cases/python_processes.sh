# SPDX-License-Identifier: LGPL-3.0-or-later
# Python's own tests of processes, signals and threads.
# needs: python3
# seconds: 600
for name in test_subprocess test_signal test_threading test_fcntl test_select test_poll test_epoll test_pty; do
	echo "== $name"
	python3 -m test -v $name 2>&1 | grep -E '^test.*\.\.\. |^(FAILED|OK)|^(ERROR|FAIL):|No module' |
		grep -E 'FAIL|ERROR|skipped|OK|No module' | sort
done
