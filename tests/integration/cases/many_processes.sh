# SPDX-License-Identifier: LGPL-3.0-or-later
# Two hundred processes in turn, forty at once.
output 200 jail_sh 'i=0; while [ $i -lt 200 ]; do /bin/true && i=$((i+1)); done; echo $i'
output 40 jail_sh 'for i in $(seq 40); do (sleep 0.2; echo x) & done | wc -l'
# Each costs the tracer no descriptor of its own, until it goes elsewhere or executes a program.
output 'made all' sh -c "ulimit -n 200; exec '$PTJAIL' -r '$ROOTFS' sh -c 'cd /tmp; mkfifo many; exec 3<>many
	for i in \$(seq 250); do (read x <&3) & done; printf \"made \"; seq 250 >&3; wait; echo all'"
