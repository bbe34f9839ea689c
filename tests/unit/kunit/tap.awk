# SPDX-License-Identifier: GPL-2.0-only
# From nested KTAP to flat TAP with long names: suite: case: parameter.
#
# A result is a leaf unless a subtest of a deeper level came before it. What failed
# without a leaf that failed (an init, an exit, a crash) is reported for itself.

function words(s) { gsub(/_/, " ", s); return s }

function full(depth, name,    i, s) {
	for (i = 1; i <= depth; i++)
		if (title[i] != "")
			s = s words(title[i]) ": "
	return s words(name)
}

function report(ok, name, skip) {
	printf "%s %d - %s%s\n", ok ? "ok" : "not ok", ++count, name, skip ? " # SKIP" : ""
	if (ok)
		passed++
	else
		failed++
	if (skip)
		skipped++
	if (!ok)
		printf "%s", notes
	notes = ""
}

BEGIN { print "TAP version 14" }
{ sub(/\r$/, "") }
{ match($0, /^ */); depth = int(RLENGTH / 4) }
/^ *# Subtest: / {
	sub(/^ *# Subtest: /, "")
	title[depth] = $0
	leaves[depth] = 0
	broken[depth] = 0
	notes = ""
	next
}
/^ *(not )?ok [0-9]+ / {
	ok = $0 !~ /^ *not /
	skip = /# SKIP/
	name = $0
	sub(/^ *(not )?ok [0-9]+ (- )?/, "", name)
	sub(/ *# SKIP.*/, "", name)
	below = depth + 1
	if (title[below] == name && leaves[below]) {
		if (!ok && !broken[below])
			report(0, full(depth, name) ": as a whole", 0)
		broken[depth] += broken[below] + (!ok && !broken[below])
	} else {
		report(ok, full(depth, name), skip)
		broken[depth] += !ok
	}
	leaves[depth]++
	title[below] = ""
	leaves[below] = 0
	next
}
/^ *#/ { notes = notes $0 "\n" }
END {
	printf "1..%d\n", count
	if (skipped)
		printf "# %d skipped\n", skipped
	printf "%d passed, %d failed\n", passed, failed
	exit failed > 0 || count == 0
}
