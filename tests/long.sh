#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# long.sh: what is worth knowing and takes too long for make test. Builds two kernels,
# compiles inside of an emulated machine, and goes on for hours: the short stages first.
set -uo pipefail

cd "$(dirname "$0")/.." || exit 1
passed=0 failed=0
stage() {
	echo "== $1 [$((SECONDS / 60)) min]"
	shift
	if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

# scenario KERNEL TEST [OPTION...]
scenario() {
	local kernel=$1 test=$2
	shift 2
	tests/build.sh "$kernel" &&
		tests/scenario/run.sh --kernel "$kernel" --timeout 21600 --early "$@" "$test"
}

stage "every fact, lockdep, KASAN and kmemleak watching" scenario debug model_
stage "three hundred thousand processes that share six hundred numbers" \
	scenario 6.1 numbers_reused --env REUSED=300000
stage "a dump of as many as the guest has memory for" scenario 6.1 taken_slowly --env CROWD=4000
stage "twenty thousand damaged requests from many sockets, in a storm" \
	scenario 6.1 damaged_requests --env FUZZ_MESSAGES=20000
stage "two thousand rounds of each race, the checkers watching" \
	scenario debug races --env RACE_ROUNDS=2000
stage "fifty containers that end at once, the image of each known" \
	scenario 6.1 short_containers --env CONTAINERS=50
stage "ten minutes of sessions that end while it is looked at them, the checkers watching" \
	scenario debug killed_when_orphaned --env EXODUS_SECONDS=600
stage "a thousand loads and unloads in a storm, beside policies that come and go" \
	env CYCLES=1000 TIMEOUT=14400 tests/stress/storm/run.sh 6.1
stage "signatures enforced" tests/machine/sign.sh
stage "installed by DKMS, through a kernel upgrade, and removed" tests/machine/dkms/run.sh
stage "installed from Debian's packages, purged, and booted" tests/machine/deb/run.sh
stage "the same outcome of other tests with the module, at length" \
	env SECONDS_=15 tests/stress/foreign/run.sh debug
stage "a million damaged requests, KASAN watching" tests/stress/fuzz/run.sh debug
stage "KCSAN reports a data race" tests/unit/kunit/alive/run.sh kcsan
stage "a storm, KCSAN watching" tests/stress/storm/run.sh kcsan
stage "a thousand loads and unloads in a storm, each allocation of a load failing, KASAN watching" \
	env CYCLES=1000 STRIDE=1 TIMEOUT=28800 tests/stress/storm/run.sh debug
echo "$passed passed, $failed failed"
((failed == 0))
