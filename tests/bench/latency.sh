#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# latency.sh [KERNEL]: how long events take to reach a reader, and how many per second
# get through, on two virtual processors with the host's clock. Unlike run.sh this
# measures the host and its other work as well: read it as an order of magnitude.
set -euo pipefail

KERNEL_NAME=${1:-6.1}
# shellcheck disable=SC2034 # read by say
TOPIC="latency $KERNEL_NAME"
# shellcheck source=tests/bench/lib.sh
. "$(dirname "$0")/lib.sh"

guest "$KERNEL_NAME" MODES=latency -accel tcg,thread=multi -smp 2 -cpu max,la57=off -m 1024
tr -d '\r' <"$CONSOLE" | grep -a '^[#!]'
