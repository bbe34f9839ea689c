#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh [DAYS [RUNS]]: how long questions to a large history take. By default 30 days of a
# million programs each; made once, in build/bench/history (some 150 MB a day, and a minute).
# Each question is asked three times; what is printed is the fastest, on the host's clock.
set -euo pipefail

DAYS=${1:-30} RUNS=${2:-1000000}
# shellcheck disable=SC2034 # read by say
TOPIC="bench history"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../machine/lib.sh"
HISTORY=$BUILD/bench/history/$DAYS-$RUNS
USER=$BUILD/userspace

# shellcheck source=tests/bench/history/lib.sh
. "$TOP/tests/bench/history/lib.sh"

# Files are of days, so they are made anew when the day is another one.
make_days() {
	[[ ! -e $HISTORY/made || $(<"$HISTORY/made") != $(date -u +%F) ]] || return 0
	rm -rf "$HISTORY"
	mkdir -p "$HISTORY"
	chmod 700 "$HISTORY"
	say "making $DAYS days of $RUNS programs"
	time "$DAYS_MAKER" "$HISTORY" "$DAYS" "$RUNS"
	date -u +%F >"$HISTORY/made"
}

now() { date +%s%N; }

# ask NAME VERB WORDS...: the fastest of three, in ms, and how many lines were said
ask() {
	local name=$1 best='' start took lines
	shift
	for _ in 1 2 3; do
		start=$(now)
		lines=$(SESSMON_LIBEXEC=$USER PAGER=cat "$USER/sessmon" "$1" --dir "$HISTORY" "${@:2}" | wc -l)
		took=$((($(now) - start) / 1000))
		[[ -n $best && $best -le $took ]] || best=$took
	done
	printf '%-60s %8d.%03d ms %8d lines\n' "$name" $((best / 1000)) $((best % 1000)) "$lines"
}

# The last session of yesterday that a person had.
some_session() {
	SESSMON_LIBEXEC=$USER "$USER/sessmon" sessions --dir "$HISTORY" --class interactive_remote -S yesterday \
		-m 1 --no-header --no-pager | awk '{ print $1 }'
}

need gcc make pkg-config libsqlite3-dev libnl-genl-3-dev
logged bench-history build
make_days
du -b "$HISTORY"/*.db | awk -v runs="$RUNS" '{ n++; sum += $1 }
	END { printf "# %d days, %.0f MB, %.1f bytes for each program that ran\n", n, sum / 1e6, sum / (n * runs) }'
ask "sessions of a class in a day, of $DAYS" sessions --class interactive_remote -S yesterday -U today
ask "sessions of a class in all days" sessions --class interactive_remote
ask "from an address" sessions --from 203.0.113.7
session=$(some_session)
ask "programs of one session" log -S yesterday --session "s:${session#*:}"
ask "a regular expression over the arguments of a day" log -S yesterday -U today -g 'out\.[0-9a-f]*77$'
ask "the table as it was" ls --at "$(date -d yesterday +%F) 12:00"
ask "which days there are" history
