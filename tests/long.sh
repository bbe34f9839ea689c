#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# long.sh: what is worth knowing and takes too long for make test. Builds two kernels
# and compiles inside of an emulated machine: an hour and more.
set -uo pipefail

cd "$(dirname "$0")/.." || exit 1
passed=0 failed=0
stage() {
	echo "== $1 [$((SECONDS / 60)) min]"
	shift
	if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

stage "installed by DKMS, through a kernel upgrade, and removed" tests/dkms/run.sh
stage "unit tests in a kernel with KASAN, lockdep and kmemleak" tests/kunit/run.sh
stage "a storm, loads and unloads, failing allocations, KASAN watching" tests/kernel/storm.sh debug
stage "a million damaged requests, KASAN watching" tests/kernel/fuzz.sh debug
stage "signatures enforced" tests/kernel/sign.sh
stage "loaded and unloaded, KASAN and lockdep watching" tests/kernels.sh debug
stage "loaded and unloaded, KCSAN watching" tests/kernels.sh kcsan
stage "a storm, KCSAN watching" tests/kernel/storm.sh kcsan
echo "$passed passed, $failed failed"
((failed == 0))
