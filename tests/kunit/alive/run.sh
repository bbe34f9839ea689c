#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh: is each checker of the debug kernel alive, and heard by the harness?
#
# Commits one fault after the other on purpose and looks for the report between
# its marks on the console, with the filter that all other tests use.  Prints TAP.
set -euo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=alive
SELF=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/kernel/lib.sh
. "$SELF/../../kernel/lib.sh"
# shellcheck source=tests/kernel/guest.sh
. "$SELF/../../kernel/guest.sh"

ROOT=$BUILD/alive/root
CONSOLE=$BUILD/log/alive.console
PASSED=0 FAILED=0

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
	HERE=$(cd "$SELF/../../kernel" && pwd)
	kernel_ready debug
	"$HERE/build-module.sh" debug "$SELF" "$BUILD/alive/ko"
	lock "$ROOT"
	guest_new "$ROOT" "$SELF/init.sh"
	cp "$BUILD/alive/ko/sessmon_alive.ko" "$ROOT/ko/"
	say "booting"
	# KASAN reports once, unless told otherwise.
	APPEND=kasan_multi_shot guest_boot "$ROOT" "$CONSOLE" /dev/null ||
		die "QEMU failed or took too long, see $CONSOLE"
	echo "TAP version 14"
	expect kasan 'KASAN: slab-out-of-bounds'
	expect use_after_free 'KASAN: slab-use-after-free'
	expect refcount 'refcount_t: addition on 0'
	expect leak 'unreferenced object'
	expect rcu 'suspicious RCU usage|suspicious rcu_dereference'
	expect sleep 'BUG: (sleeping function|scheduling while atomic)'
	expect lockdep 'possible circular locking dependency'
	echo "1..$((PASSED + FAILED))"
	grep -aq '^alive: done' "$CONSOLE" || die "did not come to its end, see $CONSOLE"
	echo "$PASSED passed, $FAILED failed"
	[[ $FAILED -eq 0 ]]
}
main "$@"
