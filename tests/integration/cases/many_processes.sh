# SPDX-License-Identifier: LGPL-3.0-or-later
# Two hundred processes in turn, forty at once.
output 200 jail_sh 'i=0; while [ $i -lt 200 ]; do /bin/true && i=$((i+1)); done; echo $i'
output 40 jail_sh 'for i in $(seq 40); do (sleep 0.2; echo x) & done | wc -l'
