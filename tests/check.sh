#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# check.sh [NAME]: what can be known in a minute, without root, network or a guest. Prints TAP.
#
# Needs a compiler, make, pkg-config, python3 and the headers of libnl, json-c,
# SQLite, libyaml, PCRE2 and zlib. What needs more is left out, and said, where that is not installed. With NAME only the checks whose name has it.
set -uo pipefail

cd "$(dirname "$0")/.." || exit 1
ONLY=${1:-}
OUT=$(realpath -m "${BUILD:-build}/check")
mkdir -p "$OUT"
passed=0 failed=0 skipped=0
SAID=$OUT/said

# check NAME COMMAND...: passes if that ends with 0; what it said is shown if not.
check() {
	local name=$1 number=$((passed + failed + skipped + 1)) start=$SECONDS
	shift
	[[ $name == *"$ONLY"* ]] || return 0
	if "$@" >"$SAID" 2>&1 && ! grep -q '^not ok' "$SAID"; then
		passed=$((passed + 1))
		echo "ok $number - $name ($((SECONDS - start)) s)"
	else
		failed=$((failed + 1))
		echo "not ok $number - $name"
		grep -A8 '^not ok' "$SAID" | head -n 40 | sed 's/^/# /'
		grep -q '^not ok' "$SAID" || tail -n 20 "$SAID" | sed 's/^/# /'
	fi
}

# check_with NEEDED NAME COMMAND...: the same, where "command -v NEEDED" or its like is true.
check_with() {
	local needed=$1 name=$2
	shift
	[[ $name == *"$ONLY"* ]] || return 0
	if eval "$needed" >/dev/null 2>&1; then
		check "$@"
	else
		skipped=$((skipped + 1))
		echo "ok $((passed + failed + skipped)) - $name # SKIP without: $needed"
	fi
}

# What the last commit and what came after it have changed.
changed() {
	{
		git diff --name-only --diff-filter=d HEAD~1 2>/dev/null
		git ls-files --others --exclude-standard
	} | sort -u | sed -nE "\@^uapi/linux/@d; \@$1@p"
}
formatted() { changed '\.[ch]$' | xargs -r clang-format --dry-run -Werror; }
spelled() { changed '\.([ch]|md|yaml)$' | xargs -r codespell; }
shell_is_clean() { changed '\.sh$' | xargs -r shellcheck -x -P SCRIPTDIR; }
built() { make -s -j"$(nproc)" -C userspace WERROR=1 O="$OUT/userspace"; }
tests_built() { make -s -j"$(nproc)" -C tests/unit/reader O="$OUT/host" "$@"; }
units() {
	local test
	for test in tests/unit/reader/test_*.c tests/unit/store/test_*.c; do
		test=$(basename "$test" .c)
		check_with "${NEEDS[$test]:-true}" "reader: $test" one_unit "$test"
	done
}
# One of them asks for a folder of locales; another one would leave a history in it.
one_unit() {
	local words=()
	[[ $1 != test_quoting ]] || words=("$OUT/locales")
	tests_built "$OUT/host/$1" && "$OUT/host/$1" "${words[@]}"
}
# A locale of eight bits, which few hosts have.
latin1() {
	mkdir -p "$OUT/locales"
	[[ -e $OUT/locales/latin1 ]] || localedef -i en_US -f ISO-8859-1 "$OUT/locales/latin1"
}
queries() {
	tests_built "$OUT/host/test_store_events" && tests/unit/store/test_queries.py "$OUT/host/test_store_events"
}
words() { tests_built "$OUT/host/sessmon-fake" && tests/unit/tool/test_cli.sh "$OUT/host/sessmon-fake"; }
rules() {
	tests_built "$OUT/host/sessmon-fake" "$OUT/host/sessmon-history" &&
		tests/unit/rules/test_language.py "$OUT/host/sessmon-fake"
}
declare -A NEEDS=([test_store_files]="command -v sqlite3" [test_json]="pkg-config --exists yajl" [test_quoting]=latin1)
YAML="python3 -c 'import yaml'"

check_with "command -v clang-format" "format of changed files" formatted
check_with "command -v codespell" "spelling of changed files" spelled
check_with "command -v shellcheck" "changed shell scripts" shell_is_clean
check "rooms: who includes whom" tests/rooms.py
check_with "$YAML" "comments: what others use says what it is" tests/documented.py
check_with "$YAML" "names: the library's and the reader's are the YAML's" tests/unit/reader/test_names.py
check_with "$YAML" "wire: what is made from the YAML is as committed" tests/generated.sh --own
check "decisions: classes, logins and rules" tests/unit/pure/run.sh
check "reader: builds without a warning" built
units
check "reader: its words, options and errors" words
check_with "command -v sqlite3" "history: each query of its manual, by sqlite3" queries
check_with "$YAML && pkg-config --exists sqlite3 yaml-0.1 libpcre2-8 zlib" "rules: the language" rules

if ((passed + failed + skipped == 0)); then
	echo "no check has '$ONLY' in its name" >&2
	exit 2
fi
echo "# $SECONDS s"
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0))
