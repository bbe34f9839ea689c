#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# demo.sh: boot Debian in a VM with sessmon loaded before systemd, log in through each
# of its doors with the real programs, and show what sessmon says of it.
set -euo pipefail

cd "$(dirname "$0")/.."
tests/build.sh 6.1
exec tests/scenario/run.sh --early --main lab.demo
