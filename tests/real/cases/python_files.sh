# SPDX-License-Identifier: LGPL-3.0-or-later
# Python's own tests of files and paths: the same ones pass, fail and are skipped.
# needs: python3
# seconds: 400
for name in test_os test_posix test_pathlib test_shutil test_tempfile test_glob test_stat test_tarfile test_zipfile test_mmap; do
	echo "== $name"
	python3 -m test -v $name 2>&1 | grep -E '^test.*\.\.\. |^(FAILED|OK)|^(ERROR|FAIL):|not find|No module' |
		grep -E 'FAIL|ERROR|skipped|OK|No module' | sort
done
