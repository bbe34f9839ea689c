#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh: all tests, the short ones first. Each stage ends in a line "N passed, N failed";
# the last line of all adds them up. A stage that ends without such a line, or with an
# error that its line does not account for, counts as one failure.
set -uo pipefail

cd "$(dirname "$0")/.." || exit 1
mkdir -p "${BUILD:-build}/log"
LOG=${BUILD:-build}/log/test-stage
passed=0 failed=0 skipped=0
# What failed is said again at the end: there it is looked for.
wrong=()

stage() {
	local title=$1 status line
	shift
	echo "== $title [$((SECONDS / 60)) min]"
	"$@" </dev/null 2>&1 | tee "$LOG"
	status=${PIPESTATUS[0]}
	line=$(grep -oE '[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?' "$LOG" | tail -n 1)
	read -r p _ f _ s _ <<<"${line:-0 passed, 0 failed}, 0 skipped"
	# "failed," where nothing was skipped leaves the next word in its place.
	s=${s%%[!0-9]*}
	if ((status != 0 && f == 0)) || [[ -z $line ]]; then
		echo "# $title: ended with status $status after: ${line:-no count at all}"
		f=$((f + 1))
	fi
	((f == 0)) || wrong+=("$title: $f failed")
	mapfile -t -O "${#wrong[@]}" wrong < <(grep -E '^not ok ' "$LOG")
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + ${s:-0}))
}

# made COMMAND...: what the stages after it need, counted as one test.
made() {
	"$@" && echo "1 passed, 0 failed"
}

# The kernel that checks itself costs two processors a quarter of an hour. It gets what
# the stages before it leave of them, which wait a lot, or use one of the two. Its own
# stage waits for it, and shows what went wrong.
build_kernel_ahead() {
	local job
	# A process group of its own, but not a session: a scheduler that shares out the
	# processors by session would give it half of them.
	set -m
	chrt --idle 0 tests/machine/debug.sh >"${BUILD:-build}/log/debug-ahead.log" 2>&1 </dev/null &
	job=$!
	set +m
	# shellcheck disable=SC2064 # now, as job is local
	trap "kill -- -$job 2>/dev/null" EXIT
}

build_kernel_ahead
stage "style, documentation, generated files" tests/lint.sh
stage "the reader and its library, on this machine" tests/unit/reader/run.sh
stage "the pure decisions, on this machine" tests/unit/pure/run.sh
stage "Debian's packages, made twice" tests/unit/package/run.sh
stage "module and reader, built" made tests/build.sh 6.1
stage "what the build refuses" tests/machine/build-checks.sh
stage "scenarios, the module loaded before systemd" tests/scenario/run.sh --early
stage "reports of the guest's logins, in a browser" tests/unit/report/run.sh
stage "scenarios, the module loaded late" tests/scenario/run.sh --late
stage "a reset in the midst of a storm, and the same question after it" tests/scenario/reset.sh
stage "the machine to play in, and its greeting" tests/scenario/play.py
stage "a kernel that checks itself, built" made tests/machine/debug.sh
stage "each of its checkers, alive" tests/unit/kunit/alive/run.sh
stage "unit tests, KASAN, lockdep and kmemleak watching" tests/unit/kunit/run.sh
stage "a storm, loads and unloads, failing allocations, the checkers watching" \
	tests/stress/storm/run.sh debug

echo "# $((SECONDS / 60)) min $((SECONDS % 60)) s"
[[ $skipped == 0 ]] || echo "# $skipped skipped"
((${#wrong[@]} == 0)) || printf '# %s\n' "${wrong[@]}"
echo "$passed passed, $failed failed"
((failed == 0 && passed > 0))
