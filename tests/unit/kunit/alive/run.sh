#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh [debug|kcsan]: is each checker of that kernel alive, and heard by the harness?
#
# Commits one fault after the other on purpose and looks for the report between
# its marks on the console, with the filter that all other tests use.  Prints TAP.
set -euo pipefail

NAME=${1:-debug}
# shellcheck disable=SC2034 # read by say
TOPIC="alive $NAME"
SELF=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/machine/lib.sh
. "$SELF/../../../machine/lib.sh"
# shellcheck source=tests/machine/guest.sh
. "$SELF/../../../machine/guest.sh"

ROOT=$BUILD/alive/$NAME
CONSOLE=$BUILD/log/alive-$NAME.console
PASSED=0 FAILED=0

# Faults and what is reported of them, in this order: lockdep goes silent after its first
# report, and after any of KASAN.
case $NAME in
debug) FAULTS=(
	rcu 'suspicious RCU usage|suspicious rcu_dereference'
	lockdep 'possible circular locking dependency'
	refcount 'refcount_t: addition on 0'
	sleep 'BUG: (sleeping function|scheduling while atomic)'
	shift_out_of_bounds 'UBSAN: shift-out-of-bounds'
	kasan 'KASAN: slab-out-of-bounds'
	use_after_free 'KASAN: slab-use-after-free'
	leak 'unreferenced object') ;;
kcsan) FAULTS=(data_race 'KCSAN: data-race in race') ;;
*) die "no faults for a kernel '$NAME'" ;;
esac

# expect FAULT REPORT: the filter passes a line on, and the checker's words are in it.
expect() {
	local part=$BUILD/alive/part n=$((PASSED + FAILED + 1))
	sed -n "/alive: begin $1\$/,/alive: end $1\$/p" <(tr -d '\r' <"$CONSOLE") >"$part"
	if guest_complaints "$part" | grep -qE "$2"; then
		echo "ok $n - $1 is reported: $2"
		PASSED=$((PASSED + 1))
	else
		echo "not ok $n - $1 is reported: $2"
		FAILED=$((FAILED + 1))
	fi
}

main() {
	local i names
	kernel_ready "$NAME"
	"$HERE/build-module.sh" "$NAME" "$SELF" "$BUILD/alive/ko-$NAME"
	lock "$ROOT"
	guest_new "$ROOT" "$SELF/init.sh"
	cp "$BUILD/alive/ko-$NAME/sessmon_alive.ko" "$ROOT/ko/"
	say "booting"
	names=$(for ((i = 0; i < ${#FAULTS[@]}; i += 2)); do echo "${FAULTS[i]}"; done | paste -sd,)
	# KASAN reports once, unless told otherwise.
	APPEND="kasan_multi_shot FAULTS=$names" guest_boot "$ROOT" "$CONSOLE" /dev/null ||
		die "QEMU failed or took too long, see $CONSOLE"
	echo "TAP version 14"
	for ((i = 0; i < ${#FAULTS[@]}; i += 2)); do
		expect "${FAULTS[@]:i:2}"
	done
	echo "1..$((PASSED + FAILED))"
	grep -aq '^alive: done' "$CONSOLE" || die "did not come to its end, see $CONSOLE"
	echo "$PASSED passed, $FAILED failed"
	[[ $FAILED -eq 0 ]]
}
main "$@"
