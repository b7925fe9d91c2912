# SPDX-License-Identifier: LGPL-3.0-or-later
# The exit status is that of the program itself, or 128+N.
status 0 jail true
status 1 jail false
status 42 jail_sh 'exit 42'
status 255 jail_sh 'exit 255'
status 143 jail_sh 'kill -TERM $$'
status 137 jail_sh 'kill -KILL $$'
status 134 jail_sh 'kill -ABRT $$'
# Not that of whichever child died last.
status 3 jail_sh '(sleep 0.3; exit 9) & exit 3'
status 4 jail_sh '(exit 9); sleep 0.1; exit 4'
status 5 jail_sh '(kill -KILL $(exec sh -c "echo \$PPID")); exit 5'
