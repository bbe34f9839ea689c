#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# build.sh [--core] KERNEL...: the module for each kernel in build/out/KERNEL, and the
# reader in build/out, installing first what that needs. With --core, without the two
# modules that only some scenarios ask for.
set -euo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=build
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/machine/lib.sh"

# A reader for another processor, static: it is run in a guest that has no libraries.
cross_reader() {
	local root=$BUILD/sysroot/$MACHINE
	need gcc-12-aarch64-linux-gnu libc6-dev-arm64-cross
	"$HERE/sysroot.sh" "$MACHINE"
	say "the reader for $MACHINE"
	logged "reader-$MACHINE" make -C "$TOP/userspace" O="$BUILD/userspace-$MACHINE" HISTORY=0 CONTAINERS=0 \
		CC=aarch64-linux-gnu-gcc-12 AR=aarch64-linux-gnu-ar LDFLAGS=-static-pie \
		NL_CFLAGS="-I$root/usr/include/libnl3" \
		NL_LIBS="-L$root/lib/aarch64-linux-gnu -lnl-genl-3 -lnl-3" "$BUILD/userspace-$MACHINE/sessmon"
	install -D -t "$BUILD/out/$kernel" "$BUILD/userspace-$MACHINE/sessmon"
}

core=
[[ ${1:-} != --core ]] || { core=1; shift; }

need gcc make pkg-config libc6-dev libnl-3-dev libnl-genl-3-dev libjson-c-dev libsqlite3-dev libyaml-dev libpcre2-dev zlib1g-dev
say "the reader"
logged reader make -C "$TOP/userspace" O="$BUILD/userspace" WERROR=1
install -D -t "$BUILD/out" "$BUILD/userspace/sessmon" "$BUILD/userspace/sessmon-history"
for kernel; do
	say "the module for $kernel"
	kernel_ready "$kernel"
	logged "module-$kernel" "$HERE/build-module.sh" "$kernel" "$TOP" "$BUILD/out/$kernel"
	[[ $MACHINE == amd64 ]] || cross_reader
	[[ -z $core ]] || continue
	# The same, for the test of the tests: it can be told to miss something.
	logged "blind-$kernel" "$HERE/build-module.sh" "$kernel" "$TOP" \
		"$BUILD/out/$kernel/blind" DEBUG_BLIND=1
	# And a driver with a hole, for the test of what is said when one is used.
	logged "vulnerable-$kernel" "$HERE/build-module.sh" "$kernel" "$TOP/tests/scenario/programs/vulnerable" \
		"$BUILD/out/$kernel"
	mv "$BUILD/out/$kernel/blind/sessmon.ko" "$BUILD/out/$kernel/sessmon-blind.ko"
	rmdir "$BUILD/out/$kernel/blind"
done
