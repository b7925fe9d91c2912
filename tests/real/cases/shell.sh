# SPDX-License-Identifier: LGPL-3.0-or-later
# What /bin/sh and bash do all day: expansions, pipelines, redirections, traps, subshells.
# needs: bash
for shell in dash bash; do
	$shell -c '
		echo "$0: $((6 * 7)) ${HOME%/*} $(printf "%s-" a b c)"
		seq 20 | sort -rn | head -n 3 | tr "\n" " "; echo
		cat <<-EOF | rev
			here
		EOF
		(exit 3) || echo "status $?"
		trap "echo trapped" USR1; kill -USR1 $$
		exec 7>out; echo seven >&7; exec 7>&-; cat out
		set -o noclobber; (echo x >out) 2>/dev/null || echo kept; set +o noclobber
		echo more >>out; wc -l <out
		[ -t 0 ] || echo no terminal
		umask 027; : >masked; mkdir dir; ls -ld masked dir | cut -c1-10; rm -r masked dir out
		for f in /etc/pass*d /nothing*; do echo "$f"; done
		cd /usr/bin && pwd && cd .. && pwd && cd - >/dev/null && pwd; cd /; cd /tmp/.. && pwd -P
		command -v ls; type cd >/dev/null && echo builtin
		nosuchprogram 2>/dev/null; echo "status $?"
		/etc/passwd 2>/dev/null; echo "status $?"
		(sh -c "kill -9 \$\$"; echo "status $?") 2>/dev/null
	' $shell
done
bash -c '
	diff <(seq 3) <(seq 4)
	mapfile -t lines </etc/passwd; [ ${#lines[@]} -gt 5 ] && echo mapped
	coproc cat; echo through >&${COPROC[1]}; read -r line <&${COPROC[0]}; echo "$line"
	shopt -s globstar; files=(/etc/apt/**); echo ${#files[@]}
	exec {fd}</etc/hostname 2>/dev/null; echo $((fd > 2))
'
