#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh NAME [KO]: does the module stand a storm of processes on kernel NAME?
#
# Workers on two processors do all that processes can do, with few process ids,
# while a reader listens and dumps and the module is loaded and unloaded CYCLES=
# (15) times; then the table must equal /proc, and memory and caches must be back.
# On the debug kernel allocations fail, too: a fifth of the module's during a storm of
# SECONDS_= (20), and one in each of many loads: each allocation with STRIDE=1, else
# (3) at distances that grow.  Prints TAP.
set -euo pipefail

NAME=${1:?usage: run.sh NAME [KO]}
KO=${2:-}
# shellcheck disable=SC2034 # read by say
TOPIC="storm $NAME"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../../machine/lib.sh"
# shellcheck source=tests/machine/guest.sh
. "$HERE/guest.sh"

ROOT=$BUILD/storm/$NAME
CONSOLE=$BUILD/log/storm-$NAME.console
RESULTS=$BUILD/log/storm-$NAME.results
CYCLES=${CYCLES:-15} SECONDS_=${SECONDS_:-20} STRIDE=${STRIDE:-3}

programs() {
	need gcc libc6-dev
	local name
	for name in storm reader failing; do
		gcc -static -O2 -Wall -Wextra -Werror -I"$TOP" -o "$ROOT/bin/$name" \
			"$TOP/tests/stress/storm/$name.c" -lpthread
	done
}

main() {
	local start=$SECONDS status=0
	kernel_ready "$NAME"
	guest_module "$NAME"
	lock "$ROOT"
	guest_new "$ROOT" "$TOP/tests/stress/storm/init.sh"
	cp "$KO" "$ROOT/ko/sessmon.ko"
	programs
	say "booting, $CYCLES cycles"
	# The kernel hands what it does not know to its first process.
	TIMEOUT=${TIMEOUT:-2400} APPEND="CYCLES=$CYCLES SECONDS_=$SECONDS_ STRIDE=$STRIDE ${APPEND:-}" \
		guest_judged "$ROOT" "$CONSOLE" "$RESULTS" storm || status=$?
	say "$((SECONDS - start)) s"
	return "$status"
}
main "$@"
