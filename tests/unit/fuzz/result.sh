# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Results as TAP. Sourced.

n=0
# result STATUS SENTENCE
result() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
	fi
}
