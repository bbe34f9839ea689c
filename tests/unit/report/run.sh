#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# run.sh [KERNEL]: opens in Chromium what the scenarios of h30_report.py have handed out, which
# tests/scenario/run.sh --early has played before. Prints TAP, last "N passed, N failed".
set -euo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=report
# shellcheck source=tests/machine/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../machine/lib.sh"
need chromium chromium-driver python3-selenium fonts-dejavu-core
/usr/bin/python3 "$TOP/tests/unit/report/test_guest.py" "$BUILD/log/${1:-6.1}.files" "$BUILD/out/report"
