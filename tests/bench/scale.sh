#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# scale.sh [KERNEL]: what a fork, a dump and the memory of an object cost with 100 to
# 100,000 processes alive, in instructions. LEVELS=100,1000 runs some levels only.
set -euo pipefail

KERNEL_NAME=${1:-6.1}
# shellcheck disable=SC2034 # read by say
TOPIC="scale $KERNEL_NAME"
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

# A hundred thousand kernel stacks, and what belongs to them.
guest "$KERNEL_NAME" "MODES=scale slab_nomerge ${LEVELS:+LEVELS=$LEVELS}" "${COUNTED[@]}" -m 6144
tr -d '\r' <"$CONSOLE" | awk '
/^=/ { split(substr($1, 2), m, "-"); printf "%-10s %7d live  %-5s %13.0f instructions\n", m[1], m[2], $2, $3 }
/^[#!]/ { print }'
! grep -aq '^!' "$CONSOLE" # what did not do what it was measured for
