#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# sysroot.sh MACHINE: what of Debian 12 the reader is linked with on another processor, and
# a busybox of that processor, in build/sysroot/MACHINE.
set -euo pipefail

MACHINE=${1:?usage: sysroot.sh MACHINE}
# shellcheck disable=SC2034 # read by say
TOPIC="sysroot $MACHINE"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/machine/apt.sh
. "$HERE/apt.sh"

OUT=$BUILD/sysroot/$MACHINE
PACKAGES=(busybox-static libnl-3-dev libnl-genl-3-dev)

unpack() {
	rm -rf "$OUT"
	apt_init "$BUILD/apt/sysroot-$MACHINE" bookworm
	apt_fetch "$OUT" "${PACKAGES[@]}"
}

main() {
	local hash
	need debian-archive-keyring
	lock "$OUT"
	hash=$(hash_of "$HERE/sysroot.sh" -- "$OUT")
	fresh "$OUT.stamp" "$hash" && return
	say "fetching ${PACKAGES[*]}"
	logged "sysroot-$MACHINE" unpack
	echo "$hash" >"$OUT.stamp"
}
main
