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

core=
[[ ${1:-} != --core ]] || { core=1; shift; }

need gcc make pkg-config libc6-dev libnl-3-dev libnl-genl-3-dev libsqlite3-dev libyaml-dev libpcre2-dev
say "the reader"
logged reader make -C "$TOP/userspace" O="$BUILD/userspace" WERROR=1
install -D -t "$BUILD/out" "$BUILD/userspace/sessmon" "$BUILD/userspace/sessmon-history"
for kernel; do
	say "the module for $kernel"
	kernel_ready "$kernel"
	logged "module-$kernel" "$HERE/build-module.sh" "$kernel" "$TOP" "$BUILD/out/$kernel"
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
