#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# reset.sh [KERNEL]: what a reset of the machine leaves of the history. Two boots of one disk:
# in the first the machine is reset in the midst of a storm, without a word to anybody; in the
# second the same question must have the same answer. Prints TAP; see cases/history/h50_reset.py.
set -euo pipefail

KERNEL=${1:-6.1}
# shellcheck disable=SC2034 # read by say
TOPIC=reset
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../machine/lib.sh"
VM=$TOP/tests/scenario
DISK=$BUILD/reset.ext4
trap 'rm -f "$DISK"' EXIT

need python3 python3-yaml
cp --sparse=always "$("$VM/rootfs.sh")" "$DISK"
# It cannot end as other boots do, and says so where it ends on purpose.
first=$("$VM/run.sh" --kernel "$KERNEL" --early --disk "$DISK" test_before_a_reset || true)
if ! grep -q '^# reset now$' <<<"$first"; then
	echo "$first"
	die "the machine was not reset"
fi
"$VM/run.sh" --kernel "$KERNEL" --early --disk "$DISK" test_after_a_reset
