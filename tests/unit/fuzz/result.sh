# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the fuzzers share: results as TAP, and whether clang has libFuzzer. Sourced.

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

# A fuzzer of ours that does not build is no reason to say that there is none.
has_libfuzzer() {
	echo 'int LLVMFuzzerTestOneInput(const char *p, long n) { return p && n < 0; }' |
		clang -fsanitize=fuzzer -x c -o /dev/null - 2>/dev/null
}
