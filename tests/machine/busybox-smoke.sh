#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# busybox-smoke.sh NAME KO...: does the module load, live and leave on kernel NAME?
#
# Boots the kernel with an initramfs of busybox and the modules, inserts them in
# order, runs 50 processes, removes them in reverse, and reads the console for what
# a kernel says when it is unhappy.  APPEND= adds to the command line, INIT= names another
# first process than smoke-init.sh. With READER=, a static one, that is asked whether the
# module's table is the kernel's, and whether each hook works.
set -euo pipefail

usage="usage: busybox-smoke.sh NAME KO..."
NAME=${1:?$usage}
shift
# shellcheck disable=SC2034 # read by say
TOPIC="smoke $NAME"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/machine/guest.sh
. "$HERE/guest.sh"

ROOT=$BUILD/smoke/$NAME
CONSOLE=$BUILD/log/smoke-$NAME.console

modules() {
	local ko
	for ko; do
		cp "$ko" "$ROOT/ko/"
		echo "${ko##*/}"
	done >"$ROOT/ko/order"
}

verdict() {
	local complaints
	complaints=$(guest_complaints "$CONSOLE")
	if [[ -n $complaints ]]; then
		head -n 20 <<<"$complaints" >&2
		die "the kernel complains, see $CONSOLE"
	fi
	grep -aq '^smoke: done' "$CONSOLE" || {
		tail -n 20 "$CONSOLE" >&2
		die "did not come to its end, see $CONSOLE"
	}
	! grep -a '^smoke: failed' "$CONSOLE" >&2 || die "see $CONSOLE"
}

main() {
	local start=$SECONDS
	kernel_ready "$NAME"
	lock "$ROOT"
	guest_new "$ROOT" "${INIT:-$HERE/smoke-init.sh}"
	modules "$@"
	[[ -z ${READER:-} ]] || cp "$READER" "$ROOT/bin/sessmon"
	say "booting $(<"$KERNEL/release") with $# module(s)"
	guest_boot "$ROOT" "$CONSOLE" /dev/null || die "QEMU failed or took too long, see $CONSOLE"
	verdict
	say "passed in $((SECONDS - start)) s"
}
main "$@"
