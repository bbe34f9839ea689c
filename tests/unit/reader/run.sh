#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Builds the tests of the userspace twice, plain and with the address and
# undefined behaviour sanitizers, and runs them all.  TAP on the way, at the
# end "N passed, N failed".  Needs no module; as root it tests more.
# usage: run.sh [OUTPUT-FOLDER]

# shellcheck disable=SC2034 # read by say
TOPIC=host
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/machine/lib.sh
. "$here/../../machine/lib.sh"
trap - ERR
# yajl is for the tests alone: a parser that is not the reader's own.
need gcc g++ make pkg-config libc6-dev libnl-3-dev libnl-genl-3-dev libjson-c-dev libsqlite3-dev libyaml-dev libpcre2-dev zlib1g-dev sqlite3 libyajl-dev mandoc python3 python3-yaml zsh fish tzdata locales logrotate chromium chromium-driver python3-selenium fonts-dejavu-core
out=${1:-$here/../../../build/host}
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1 UBSAN_OPTIONS=print_stacktrace=1

# A test that dies before it has counted to the end has failed, and so has one that says
# more or less than it has counted: a check in a shell of its own is not counted.
tap() {
	echo "# $*"
	# Whoever runs this aside may have made it deaf to SIGINT, which is tested.
	env --default-signal=INT "$@" >"$log" 2>&1
	status=$?
	cat "$log"
	said=$(grep -Ec '^(not )?ok' "$log")
	plan=$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' "$log")
	if [ $status = 0 ] && [ "$plan" != "$said" ]; then
		echo "not ok - $1 counted to ${plan:-nothing} and said $said"
	fi
	if [ $status != 0 ] && ! grep -q '^not ok' "$log"; then
		echo "not ok - $1 ended with $status"
	fi
}

all() { # all FOLDER
	for t in test_clock test_number test_decode test_filter test_gap test_text test_users test_step test_json test_document test_stream test_mirror test_container test_pack test_queue test_notify test_retain test_store_events test_store_files test_store_format test_store_size test_store_table test_store_write; do
		tap "$1/$t"
	done
	tap "$1/test_quoting" "$out/locales"
	tap "$1/test_containers" "$here/../containers"
	tap "$here/../tool/test_cli.sh" "$1/sessmon-fake"
	tap python3 "$here/../tool/test_past.py" "$1"
	tap python3 "$here/../report/test_report.py" "$1"
	tap python3 "$here/../tool/test_output_file.py" "$1/sessmon-fake"
	tap python3 "$here/../ecs/test_documents.py" "$1/sessmon-fake"
	tap python3 "$here/../tool/test_record.py" "$1/sessmon-history"
}

# A locale of eight bits, which few hosts have.
mkdir -p "$out/locales"
[ -e "$out/locales/latin1" ] || localedef -i en_US -f ISO-8859-1 "$out/locales/latin1"

# Two halves that wait more than they work, side by side.
plain() {
	make -s -j"$(nproc)" -C "$here" O="$out/plain" && all "$out/plain" || echo "not ok - build"
	tap python3 "$here/../rules/test_own.py" "$out/plain/sessmon-fake"
	tap python3 "$here/../rules/test_verdicts.py" "$out/plain/verdicts" "$out/plain/verdicts-broken"
	# Debian's Python has selenium; what is seen is kept for people.
	tap /usr/bin/python3 "$here/../report/test_page.py" "$out/plain" "$here/../../../build/out/report"
	tap python3 "$here/../tool/test_completion.py" "$out/plain/sessmon-fake"
	tap python3 "$here/../tool/test_options.py" "$out/plain/sessmon-fake"
	tap python3 "$here/../ecs/test_template.py" "$out/plain/sessmon-fake"
	tap python3 "$here/../ingest/test_logrotate.py" "$out/plain/sessmon-fake"
	tap python3 "$here/../store/test_queries.py" "$out/plain/test_store_events"
	tap python3 "$here/test_names.py"
	tap python3 "$here/test_generator.py"
	tap python3 "$here/../tool/test_man.py" "$out/plain/sessmon-fake"
	tap python3 "$here/../tests/test_runner.py"
	tap python3 "$here/../tests/test_lint.py"
}

sanitized() {
	make -s -j"$(nproc)" -C "$here" O="$out/sanitized" SANITIZE=1 && all "$out/sanitized" ||
		echo "not ok - build with sanitizers"
	tap python3 "$here/../tool/test_output.py" "$out/sanitized/sessmon-fake"
	tap python3 "$here/../tool/test_people.py" "$out/sanitized/sessmon-fake"
	tap python3 "$here/../rules/test_language.py" "$out/sanitized/sessmon-fake"
	tap python3 "$here/../rules/test_alert.py" "$out/sanitized/sessmon-fake"
	tap python3 "$here/../rules/test_recorded.py" "$out/sanitized/sessmon-fake"
	tap "$here/../rules/fuzz.sh" "$out/sanitized/rules-fuzz" "$out/rules-fuzz"
	tap "$here/../tool/test_library.sh" "$out/library"
	tap "$here/../fuzz/run.sh" "$out/fuzz"
}

# half NAME: one of them, and what it says, in a file of its own.
half() {
	log=$(mktemp)
	"$1" >"$out/$1.tap" 2>&1
	rm -f "$log"
}

# A group of its own, which Ctrl-C does not reach.
set -m
half plain &
aside=$!
set +m
trap 'kill -- "-$aside" 2>/dev/null; exit 130' HUP INT TERM
half sanitized
wait
cat "$out/plain.tap" "$out/sanitized.tap" | tee "$out.tap" | grep -v '^ok'

passed=$(grep -c '^ok' "$out.tap")
failed=$(grep -c '^not ok' "$out.tap")
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
