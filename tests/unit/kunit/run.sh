#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh: the unit tests that need a kernel, on the debug kernel in QEMU.
#
# Prints TAP, and as last line how many passed and failed.  A report of KASAN,
# lockdep, kmemleak or another checker on the guest's console is a failure, too.
set -euo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=kunit
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../../machine/lib.sh"
# shellcheck source=tests/machine/guest.sh
. "$(dirname "$0")/../../machine/guest.sh"

SELF=$(cd "$(dirname "$0")" && pwd)
ROOT=$BUILD/kunit/root
CONSOLE=$BUILD/log/kunit.console
RESULTS=$BUILD/log/kunit.results

main() {
	local start=$SECONDS complaints rc=0
	HERE=$TOP/tests/machine
	kernel_ready debug
	"$HERE/build-module.sh" debug "$TOP" "$BUILD/kunit/ko" SESSMON_KUNIT=1
	lock "$ROOT"
	guest_new "$ROOT" "$SELF/init.sh"
	cp "$BUILD/kunit/ko/sessmon_kunit.ko" "$ROOT/ko/"
	say "booting"
	guest_boot "$ROOT" "$CONSOLE" "$RESULTS" ||
		die "QEMU failed or took too long, see $CONSOLE"
	awk -f "$SELF/tap.awk" "$RESULTS" || rc=1
	complaints=$(guest_complaints "$CONSOLE")
	if [[ -n $complaints ]]; then
		head -n 20 <<<"$complaints" >&2
		die "the kernel complains, see $CONSOLE"
	fi
	grep -aq '^kunit: done' "$CONSOLE" || die "did not come to its end, see $CONSOLE"
	! grep -a '^kunit: failed' "$CONSOLE" >&2 || die "see $CONSOLE"
	say "$((SECONDS - start)) s"
	return "$rc"
}
main "$@"
