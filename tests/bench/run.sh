#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh [KERNEL]: what sessmon and its peers cost, in instructions. KERNEL is a row of
# tests/machine/kernels.conf, by default 6.1. One boot; leaves the table on the terminal
# and in build/bench.csv. MODES=base,none,all,base2 runs some modes only, and
# WORKLOADS=fork:1000,exec:1000 some workloads.
set -euo pipefail

KERNEL_NAME=${1:-6.1}
# shellcheck disable=SC2034 # read by say
TOPIC="bench $KERNEL_NAME"
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

# From the guest's lines to kernel,mode,workload,instr,percent,ops,events; the
# percentage is over the mean of the two bases.
to_csv() {
	awk -v kernel="$KERNEL_NAME" '
	{ sub(/\r$/, "") }
	/^=/ {
		mode = substr($1, 2); n++
		modes[n] = mode; work[n] = $2; cost[n] = $3; ops[n] = $4; events[n] = $5
		if (mode == "base" || mode == "base2") { sum[$2] += $3; bases[$2]++ }
	}
	END {
		print "kernel,mode,workload,instr_per_op,percent_over_base,ops,events_received"
		for (i = 1; i <= n; i++) {
			base = bases[work[i]] ? sum[work[i]] / bases[work[i]] : cost[i]
			printf "%s,%s,%s,%d,%.2f,%d,%s\n", kernel, modes[i], work[i], cost[i],
				(cost[i] / base - 1) * 100, ops[i], events[i]
		}
	}' "$CONSOLE"
}

table() {
	awk -F, 'NR > 1 {
		if (!($2 in row)) { row[$2] = ++rows; name[rows] = $2 }
		if (!($3 in column)) { column[$3] = ++columns; head[columns] = $3 }
		r = row[$2]; c = column[$3]
		cell[r, c] = sprintf("%13d %+7.2f %5s", $4, $5, $7 ? sprintf("%.1f", $7 / $6) : "-")
	}
	END {
		printf "%-11s", ""
		for (c = 1; c <= columns; c++) printf "%27s", head[c]
		printf "\n%-11s", "mode"
		for (c = 1; c <= columns; c++) printf "%13s %7s %5s", "instructions", "%", "ev"
		print ""
		for (r = 1; r <= rows; r++) {
			printf "%-11s", name[r]
			for (c = 1; c <= columns; c++) printf "%27s", cell[r, c]
			print ""
		}
	}' "$1"
}

# The second look at the base must find what the first one found.
steady() {
	awk -F, '$2 == "base" { base[$3] = $4 }
	$2 == "base2" && ($3 in base) {
		d = $4 / base[$3] - 1
		if (d < 0) d = -d
		if (d >= (base[$3] < 10000 ? 0.05 : 0.01)) { printf "%s: base moved by %.2f %%\n", $3, d * 100; bad = 1 }
	}
	END { exit bad }' "$1"
}

main() {
	local csv=$BUILD/bench.csv
	guest "$KERNEL_NAME" "${MODES:+MODES=$MODES} ${WORKLOADS:+WORKLOADS=$WORKLOADS}" \
		"${COUNTED[@]}" -m 1024
	to_csv >"$csv"
	table "$csv"
	grep -aE '^[#!]' "$CONSOLE" | tr -d '\r'
	steady "$csv" || die "the base is not steady"
	! grep -aq '^!' "$CONSOLE" || die "not all of it could be measured"
	say "done in $SECONDS s: $csv"
}
main
