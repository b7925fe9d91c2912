# SPDX-License-Identifier: LGPL-3.0-or-later
# awk -f stack.awk SOURCE... CALLGRAPH...: how deep in-process code gets in the guest's stack, of gcc's call
# graphs (-fcallgraph-info=su). Fails where that is more than the STACK_NEED bytes that the entry looks for. A tail
# call counts as a call; what is written in assembler takes STACK_CALL, and no more.
function depth(name,    deepest, i, n, callee, d)
{
	if (name in known)
		return known[name]
	if (name in inside)
		wrong("calls itself: " name)
	inside[name]
	deepest = 0
	n = split(callees[name], callee, " ")
	for (i = 1; i <= n; i++) {
		d = depth(callee[i])
		if (d > deepest) {
			deepest = d
			next_of[name] = callee[i]
		}
	}
	delete inside[name]
	if (!(name in own))
		wrong("nothing is known of the frame of " name)
	return known[name] = deepest + own[name]
}

function wrong(what)
{
	print "in-process code: " what >"/dev/stderr"
	failed = 1
	exit 1
}

$1 == "#define" && $2 ~ /^STACK_/ {
	constant[$2] = $3
}

$1 == ".globl" {
	own["\"" $2 "\""] = constant["STACK_CALL"]
}

$1 == "node:" && match($0, /[0-9]+ bytes \(/) {
	own[$4] = substr($0, RSTART) + 0
	if ($0 !~ /\(static\)/)
		wrong("a frame of no fixed size: " $4)
}

$1 == "edge:" {
	if ($6 ~ /indirect/)
		wrong("a call of a pointer in " $4)
	if (!seen[$4, $6]++)
		callees[$4] = callees[$4] " " $6
}

END {
	if (failed)
		exit 1
	start = "\"inside_serve\""
	if (!(start in own) || !constant["STACK_NEED"] || !constant["STACK_ENTRY"])
		wrong("no call graph, or no STACK_NEED and STACK_ENTRY")
	sum = constant["STACK_ENTRY"] + depth(start)
	for (name = start; name; name = next_of[name])
		way = way " " name
	gsub(/"/, "", way)
	if (sum > constant["STACK_NEED"])
		wrong("takes " sum " bytes of stack, STACK_NEED is " constant["STACK_NEED"] ":" way)
	print sum " of " constant["STACK_NEED"] " bytes of stack:" way
}
