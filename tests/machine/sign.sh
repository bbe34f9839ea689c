#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# sign.sh: does a kernel that enforces signatures take the module with the right one only?
# And do it and one that is locked down say what userspace/install/signing.md has them say?
#
# The debug kernel trusts the key that was made when it was built, as a kernel behind
# shim trusts the machine owner's.
set -euo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=sign
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/lib.sh"
WORK=$BUILD/sign

sign() { "$OBJ/scripts/sign-file" sha256 "$@"; }

# offer KERNEL APPEND MODULE...: sign-init.sh has the verdict.
offer() {
	INIT=$HERE/sign-init.sh APPEND=$2 "$HERE/busybox-smoke.sh" "$1" "${@:3}"
}

main() {
	need openssl kmod
	kernel_ready 6.1
	"$HERE/build-module.sh" 6.1 "$TOP" "$BUILD/out/6.1"
	kernel_ready debug
	OBJ=$(<"$KERNEL/kdir")
	"$HERE/build-module.sh" debug "$TOP" "$BUILD/out/debug"
	rm -rf "$WORK"
	mkdir -p "$WORK"
	# As userspace/install/signing.md has it.
	logged sign-key openssl req -new -x509 -newkey rsa:2048 -nodes -days 30 \
		-subj "/CN=strange/" -addext "extendedKeyUsage=codeSigning" \
		-outform DER -keyout "$WORK/strange.key" -out "$WORK/strange.der"
	for name in unsigned strange damaged trusted; do
		cp "$BUILD/out/debug/sessmon.ko" "$WORK/$name.ko"
	done
	sign "$WORK/strange.key" "$WORK/strange.der" "$WORK/strange.ko"
	sign "$OBJ/certs/signing_key.pem" "$OBJ/certs/signing_key.x509" "$WORK/trusted.ko"
	# One byte of the text that modinfo shows, which no code reads.
	sed 's/process and session model as an event source/process and session model as an event SOURCE/' \
		"$WORK/trusted.ko" >"$WORK/damaged.ko"
	! cmp -s "$WORK/trusted.ko" "$WORK/damaged.ko" || die "nothing was damaged"
	[[ $(modinfo -F signer "$WORK/strange.ko") == strange ]] || die "modinfo sees no signer"
	offer debug module.sig_enforce=1 "$WORK"/{unsigned,strange,damaged,trusted}.ko
	cp "$BUILD/out/6.1/sessmon.ko" "$WORK/unsigned.ko"
	offer 6.1 lockdown=integrity "$WORK/unsigned.ko"
	echo "2 passed, 0 failed"
}
main
