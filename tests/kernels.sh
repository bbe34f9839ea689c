#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# kernels.sh [NAME...]: build for each kernel, boot it, and run the core scenarios with
# the module loaded before systemd. Without arguments: every row of kernels.conf, 6.1 in the
# flavour for real hardware, and 6.1 and 6.12 for arm64. Prints TAP, a table, and "N passed,
# N failed".
#
# A kernel that checks itself is too slow for a whole Debian: debug and kcsan get the
# smoke test in place of the scenarios. So does arm64, where the reader is asked besides
# whether the table is the kernel's and whether each hook works.
#
# All that a boot says is in build/log/kernels-NAME.log, its console in NAME.console.
set -uo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=kernels
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/machine/lib.sh"
trap - ERR
TESTS=$(cd "$HERE/.." && pwd)
TABLE=$BUILD/log/kernels.table

# What a kernel could change: hooks and parameters, each fact of the process model, races,
# a table like /proc, and a login. How sessions are classified is the same on all.
CORE=(s01_module s02_table c01_host c03_ssh.test_terminal
	m10_ m20_ m30_ m40_ m50_ m60_ m70_ m80_ m85_model_races
	m95_model_hooks.test_every_fact m95_model_hooks.test_verify)

# Steps of one kernel leave their results in these.
built='' booted='' hooks='' scenarios='' clean='' why=''

build() {
	built=no
	"$TESTS/build.sh" --core "$1" >"$LOG" 2>&1 || { why="see $LOG"; return 1; }
	# Warnings are for people to read: a kernel's headers may bring one of their own.
	built=$(grep -c ': warning: ' "$BUILD/log/module-$1.log")
	[[ $built == 0 ]] && built=yes || built="$built warnings"
}

smoke() {
	local reader=
	scenarios=smoke booted=no clean=-
	[[ $1 != *-arm64 ]] || reader=$BUILD/out/$1/sessmon
	READER=$reader "$HERE/busybox-smoke.sh" "$1" "$BUILD/out/$1/sessmon.ko" >>"$LOG" 2>&1 ||
		{ why=$(grep -a 'error: ' "$LOG" | tail -n 1); return 1; }
	hooks=$(grep -aoE 'hooks 0x[0-9a-f]+' "$BUILD/log/smoke-$1.console" | cut -d' ' -f2)
	booted=yes clean=yes
}

# "N passed, N failed" of the guest covers its console, too: see boot.py.
boot() {
	local status=0
	booted=no hooks=- scenarios=- clean=-
	"$TESTS/scenario/run.sh" --kernel "$1" --early --env RACE_ROUNDS=20 "${CORE[@]}" >>"$LOG" 2>&1 ||
		status=$?
	booted=$(sed -nE 's/^# up after ([0-9.]+) s .*/\1 s/p' "$LOG" | head -n 1)
	[[ -n $booted ]] || { booted=no why="see $BUILD/log/$1.console"; return 1; }
	hooks=$(sed -nE 's/^# ([0-9]+ of [0-9]+) hooks live$/\1/p' "$LOG" | tail -n 1)
	scenarios=$(grep -oE '^[0-9]+ passed, [0-9]+ failed.*' "$LOG" | tail -n 1)
	clean=yes
	grep -q '^not ok .* - the kernel had nothing to complain about' "$LOG" && clean=no
	why=$(sed -nE 's/^(not ok .*)/\1/p' "$LOG" | head -n 1)
	[[ $status == 0 && -n $hooks ]]
}

one() {
	local step=boot
	built='' booted='' hooks='' scenarios='' clean='' why=''
	case $1 in debug | kcsan | *-arm64) step=smoke ;; esac
	build "$1" && "$step" "$1"
}

KERNELS=("$@")
if [[ $# == 0 ]]; then
	mapfile -t KERNELS < <(awk '!/^#/ && NF { print $1 }' "$HERE/kernels.conf")
	KERNELS+=(6.1-amd64 6.1-arm64 6.12-arm64)
fi

passed=0 failed=0
ROW='%-10s %-34s %-12s %-9s %-10s %-32s %s\n'
# shellcheck disable=SC2059 # one format for all rows
printf "$ROW" name release built up hooks scenarios "console clean" >"$TABLE"
echo "1..${#KERNELS[@]}"
for kernel in "${KERNELS[@]}"; do
	LOG=$BUILD/log/kernels-$kernel.log
	start=$SECONDS
	if one "$kernel"; then
		passed=$((passed + 1))
		echo "ok $((passed + failed)) - $kernel: the module builds, attaches and does its job ($((SECONDS - start)) s)"
	else
		failed=$((failed + 1))
		echo "not ok $((passed + failed)) - $kernel: the module builds, attaches and does its job ($((SECONDS - start)) s)"
		echo "# ${why:-see $LOG}"
	fi
	# shellcheck disable=SC2059
	printf "$ROW" "$kernel" "$(cat "$BUILD/kernel/$kernel/release" 2>/dev/null)" \
		"${built:--}" "${booted:--}" "${hooks:--}" "${scenarios:--}" "${clean:--}" >>"$TABLE"
done
sed 's/^/# /' "$TABLE"
echo "$passed passed, $failed failed"
((failed == 0))
