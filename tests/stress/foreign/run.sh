#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh NAME [KO]: do programs that push processes to their limits end on kernel
# NAME as they would without the module?
#
# stress-ng's process stressors, SECONDS_= (2) each, and the kernel's own tests of
# processes run twice in one guest: first without the module, then with it and a
# reader; then the table must equal /proc.  Prints TAP.
set -euo pipefail

NAME=${1:?usage: run.sh NAME [KO]}
KO=${2:-}
# shellcheck disable=SC2034 # read by say
TOPIC="stress $NAME"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../../machine/lib.sh"
# shellcheck source=tests/machine/guest.sh
. "$HERE/guest.sh"
# shellcheck source=tests/machine/source.sh
. "$HERE/source.sh"

ROOT=$BUILD/stress/$NAME
TREE=$BUILD/source/selftests
TESTS=tools/testing/selftests
HEADERS=$BUILD/stress/headers
CONSOLE=$BUILD/log/stress-$NAME.console
RESULTS=$BUILD/log/stress-$NAME.results
SECONDS_=${SECONDS_:-2}

STRESSORS=(clone daemon exec exit-group fork forkheavy kill netlink-proc netlink-task nice
	pidfd prctl procfs pthread ptrace pty rlimit schedpolicy session set sigabrt sigchld
	sigsegv sigsuspend spawn unshare vfork vforkmany wait zombie)
# What forks, executes, traces, changes namespaces or reads /proc of those who do.
SELFTESTS=(clone3 core exec nsfs pid_namespace pidfd proc ptrace)

# The dynamic linker finds libraries where they are on this machine.
stressors() {
	local lib
	cp "$(command -v stress-ng)" "$ROOT/bin/"
	ldd "$ROOT/bin/stress-ng" | grep -o '/[^ ]*' | while read -r lib; do
		mkdir -p "$ROOT/${lib%/*}"
		cp -L "$lib" "$ROOT/$lib"
	done
	printf '%s\n' "${STRESSORS[@]}" >"$ROOT/stressors"
}

sources() {
	source_tarball
	source_extract "$TREE" "${SELFTESTS[@]/#/$SOURCE_PACKAGE/$TESTS/}" \
		"$SOURCE_PACKAGE/$TESTS"/{kselftest.h,kselftest_harness.h} \
		"$SOURCE_PACKAGE"/{Makefile,arch/x86,include,scripts,tools/include}
	logged stress-headers make -s -C "$TREE" O="$HEADERS" HOSTCC=gcc-12 headers
}

# One file is one test.  load_address wants to be linked in a way of its own, and half of
# vmaccess waits for half a minute to be killed, with the module and without.
selftests() {
	local file name
	mkdir -p "$ROOT/tests"
	for file in "$TREE/$TESTS"/*/*.c; do
		name=${file#"$TREE/$TESTS/"} name=${name%.c}
		[[ $name != exec/load_address && $name != ptrace/vmaccess ]] || continue
		gcc -static -O1 -w -pthread -D_GNU_SOURCE -isystem "$HEADERS/usr/include" \
			-o "$ROOT/tests/${name//\//-}" "$file" -lcap
	done
}

compare() {
	tr -d '\r' <"$RESULTS" | awk '
		/^without / { without[$2] = $3; next }
		/^with / {
			same = $3 == without[$2]
			passed += same; failed += !same; zero += $3 == "0"
			printf "%s %d - %s ends as without the module: %s%s\n", same ? "ok" : "not ok",
				++n, $2, $3, same ? "" : ", not " without[$2]
			next
		}
		/^(not )?ok - / { /^not/ ? failed++ : passed++; sub(/ok -/, "ok " ++n " -") }
		{ print }
		/^stress: done/ { done = 1 }
		END {
			if (!done) failed++
			printf "1..%d\n# %d ended with success\n", n, zero
			printf "%d passed, %d failed\n", passed, failed
			exit failed > 0 || zero < n / 2
		}'
}

main() {
	local start=$SECONDS complaints
	need stress-ng gcc gcc-12 libc6-dev libcap-dev make
	kernel_ready "$NAME"
	guest_module "$NAME"
	sources
	lock "$ROOT"
	guest_new "$ROOT" "$TOP/tests/stress/foreign/init.sh"
	cp "$KO" "$ROOT/ko/sessmon.ko"
	stressors
	selftests
	gcc -static -O2 -Wall -Wextra -Werror -I"$TOP" -o "$ROOT/bin/reader" "$TOP/tests/stress/storm/reader.c"
	say "booting, ${#STRESSORS[@]} stressors and $(find "$ROOT/tests" -type f | wc -l) tests, twice"
	TIMEOUT=${TIMEOUT:-3600} MEMORY=1536 APPEND="SECONDS_=$SECONDS_ ${APPEND:-}" \
		guest_boot "$ROOT" "$CONSOLE" "$RESULTS" || say "QEMU failed or took too long"
	complaints=$(guest_complaints "$CONSOLE")
	if [[ -n $complaints ]]; then
		head -n 20 <<<"$complaints" >&2
		echo "not ok - the kernel had nothing to complain about" >>"$RESULTS"
	fi
	compare
	say "$((SECONDS - start)) s"
}
main
