#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# busybox-smoke.sh NAME KO...: does the module load, live and leave on kernel NAME?
#
# Boots the kernel with an initramfs of busybox and the modules, inserts them in
# order, runs 50 processes, removes them in reverse, and reads the console for what
# a kernel says when it is unhappy.  APPEND= adds to the command line, INIT= names another
# first process than smoke-init.sh.
set -euo pipefail

usage="usage: busybox-smoke.sh NAME KO..."
NAME=${1:?$usage}
shift
# shellcheck disable=SC2034 # read by say
TOPIC="smoke $NAME"
# shellcheck source=tests/kernel/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/kernel/guest.sh
. "$HERE/guest.sh"

ROOT=$BUILD/smoke/$NAME
CONSOLE=$BUILD/log/smoke-$NAME.console
# An upper bound for hangs: on a busy host the debug kernel has needed 145 s.
TIMEOUT=${TIMEOUT:-600}

initramfs() {
	local ko
	rm -rf "$ROOT"
	mkdir -p "$ROOT"/{bin,proc,sys,dev,ko}
	cp /bin/busybox "$ROOT/bin/"
	for ko; do
		cp "$ko" "$ROOT/ko/"
		echo "${ko##*/}"
	done >"$ROOT/ko/order"
	cp "${INIT:-$HERE/smoke-init.sh}" "$ROOT/init"
	chmod 755 "$ROOT/init"
	(cd "$ROOT" && find . | cpio -o -H newc --quiet | gzip -1) >"$ROOT.cpio.gz"
}

# kmemleak and KASAN cost memory, hence 1 GB.  Without la57=off a KASAN kernel
# died at boot now and then; pci=noacpi saves half a minute where ACPI's bytecode
# is interpreted by a checked interpreter.  On a busy host the clock's first interrupts
# come too late for the kernel's check that there are any, hence no_timer_check.
boot() {
	timeout "$TIMEOUT" qemu-system-x86_64 -accel tcg,thread=multi -cpu max,la57=off -smp 2 \
		-m 1024 -nographic -no-reboot -net none -kernel "$KERNEL/vmlinuz" \
		-initrd "$ROOT.cpio.gz" \
		-append "console=ttyS0 panic=-1 pci=noacpi no_timer_check ${APPEND:-}" </dev/null >"$CONSOLE" 2>&1
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
	need qemu-system-x86 busybox-static cpio
	kernel_ready "$NAME"
	lock "$ROOT"
	initramfs "$@"
	say "booting $(<"$KERNEL/release") with $# module(s)"
	boot || die "QEMU failed or took more than $TIMEOUT s, see $CONSOLE"
	verdict
	say "passed in $((SECONDS - start)) s"
}
main "$@"
