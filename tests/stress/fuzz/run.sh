#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh NAME [KO]: does the module stand MESSAGES= (1000000) damaged requests on
# kernel NAME?
#
# Two fuzzers of tests/scenario/programs/stream run in a small guest, with a new seed for each hundredth,
# a fifth of the time beside a storm of processes; then the module is unloaded and loaded
# under one, and a storm.
# Afterwards it must answer and go, and leak nothing. Prints TAP, and how far it is on
# stderr. It ends within TIMEOUT= seconds (28800): what was not sent by then is a failure.
set -euo pipefail

NAME=${1:?usage: run.sh NAME [KO]}
KO=${2:-}
# shellcheck disable=SC2034 # read by say
TOPIC="fuzz $NAME"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../../machine/lib.sh"
# shellcheck source=tests/machine/guest.sh
. "$HERE/guest.sh"

ROOT=$BUILD/fuzz/$NAME
CONSOLE=$BUILD/log/fuzz-$NAME.console
RESULTS=$BUILD/log/fuzz-$NAME.results
MESSAGES=${MESSAGES:-1000000} SEED=${SEED:-$(date +%s)} TIMEOUT=${TIMEOUT:-28800}
# Of those: to boot on a busy host, to be unloaded ten times, and to look for leaks.
REST=900

# What the guest says while it runs.
progress() {
	tail -n +1 -F --pid="$1" "$RESULTS" 2>/dev/null |
		sed -un "s/^# \(.*requests\).*/[$TOPIC] \1/p" >&2 || : # ended with us
}

main() {
	local start=$SECONDS status=0
	kernel_ready "$NAME"
	guest_module "$NAME"
	lock "$ROOT"
	guest_new "$ROOT" "$TOP/tests/stress/fuzz/init.sh"
	cp "$KO" "$ROOT/ko/sessmon.ko"
	make -s -C "$TOP/tests/scenario/programs/stream" O="$ROOT/bin"
	say "booting, $MESSAGES messages, seed $SEED"
	# The kernel hands what it does not know to its first process.
	rm -f "$RESULTS"
	progress $$ &
	APPEND="MESSAGES=$MESSAGES SEED=$SEED DEADLINE=$((TIMEOUT - REST)) ${APPEND:-}" \
		guest_judged "$ROOT" "$CONSOLE" "$RESULTS" fuzz || status=$?
	say "$((SECONDS - start)) s"
	return "$status"
}
main "$@"
