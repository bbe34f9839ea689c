# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Checks that are commands, said as TAP. Sourced; LOG is where what they say goes.

passed=0 failed=0
# check SENTENCE COMMAND...: passes if that ends with 0; what it said is shown if not.
check() {
	local name=$1
	shift
	if "$@" >"$LOG.said" 2>&1; then
		passed=$((passed + 1))
		echo "ok $((passed + failed)) - $name"
	else
		failed=$((failed + 1))
		echo "not ok $((passed + failed)) - $name"
		tail -n 30 "$LOG.said" | sed 's/^/# /'
	fi
}
