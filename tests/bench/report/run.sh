#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh [PROCESSES]: what a report of many processes weighs, and what Chromium does with it. By
# default a day of 100000, made as tests/bench/history makes its days. What is printed are
# facts of the file and, by the browser's own clock, times on this host.
set -euo pipefail

PROCESSES=${1:-100000}
# shellcheck disable=SC2034 # read by say
TOPIC="bench report"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../machine/lib.sh"
HISTORY=$BUILD/bench/report/$PROCESSES
USER=$BUILD/userspace

# shellcheck source=tests/bench/history/lib.sh
. "$TOP/tests/bench/history/lib.sh"

need gcc make pkg-config libsqlite3-dev libyaml-dev libpcre2-dev zlib1g-dev libnl-genl-3-dev chromium chromium-driver python3-selenium fonts-dejavu-core
logged bench-report build
rm -rf "$HISTORY"
mkdir -p "$BUILD/bench/report"
mkdir -m 700 "$HISTORY"
"$DAYS_MAKER" "$HISTORY" 1 "$PROCESSES"
start=$(date +%s%N)
SESSMON_LIBEXEC=$USER "$USER/sessmon" report -a -f -o "$HISTORY.html" --dir "$HISTORY" >/dev/null
echo "made in, ms $((($(date +%s%N) - start) / 1000000))"
/usr/bin/python3 "$TOP/tests/bench/report/measure.py" "$HISTORY.html" "$HISTORY.png"
