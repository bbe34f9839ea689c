#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# profile.sh MODE WORKLOAD:OPS [KERNEL]: where the instructions of an operation go, by
# function of the kernel, the module and the programs. Leaves build/bench/MODE-WORKLOAD.profile:
# instructions per operation, function. Compare two of them with profile.py.
set -euo pipefail

usage="usage: profile.sh MODE WORKLOAD:OPS [KERNEL]"
MODE=${1:?$usage}
JOB=${2:?$usage}
KERNEL_NAME=${3:-6.1}
# shellcheck disable=SC2034 # read by say
TOPIC="profile $MODE ${JOB%:*}"
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"
OUT=$WORK/$MODE-${JOB%:*}
SYMBOLS=$WORK/$KERNEL_NAME.symbols

main() {
	local all='' program=$WORK/bin/reader
	[[ $MODE != json ]] || program=$BUILD/userspace/sessmon
	[[ $MODE != record ]] || program=$BUILD/userspace/sessmon-history
	mkdir -p "$WORK"
	gcc -shared -fPIC -O2 -Wall -Wextra -Werror -fvisibility=hidden \
		-o "$WORK/profile.so" "$BENCH/profile.c"
	[[ -s $SYMBOLS ]] || all=ALL_SYMBOLS=1
	guest "$KERNEL_NAME" "MODES=$MODE WORKLOADS=$JOB SYMBOLS=1 $all" "${COUNTED[@]}" -m 1024 \
		-plugin "$WORK/profile.so,out=$OUT.blocks"
	[[ -s $SYMBOLS ]] || sed -n 's/^@//p' "$CONSOLE" | tr -d '\r' | grep -v '\[' >"$SYMBOLS"
	sed -n 's/^@//p' "$CONSOLE" | tr -d '\r' >"$OUT.symbols"
	grep -a '^[=#!]' "$CONSOLE" | tr -d '\r' >&2
	"$BENCH/profile.py" "${JOB#*:}" "$OUT.blocks" "$SYMBOLS" "$OUT.symbols" \
		"$program" >"$OUT.profile"
	say "$OUT.profile"
}
main
