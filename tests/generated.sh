#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# generated.sh [--write] [FILE...]: what is made from uapi/sessmon.yaml and committed.
#
# Shows how the files differ from what the YAML makes of them, and ends with 1 if they do;
# with --write it makes them anew. Without a FILE it is all of them, with --own those that
# uapi/generate.py makes, which needs no network.
set -euo pipefail

cd "$(dirname "$0")/.."
HEADER=uapi/linux/sessmon.h
WRITE=
[[ ${1:-} != --write ]] || { WRITE=1; shift; }
mapfile -t OWN < <(uapi/generate.py)
[[ $# -gt 0 ]] || set -- $HEADER "${OWN[@]}"
[[ $1 != --own ]] || set -- "${OWN[@]}"

made() {
	case $1 in
	"$HEADER") tests/machine/ynl.sh header uapi/sessmon.yaml ;;
	*) uapi/generate.py "$1" ;;
	esac
}

NEW=$(mktemp)
trap 'rm -f "$NEW"' EXIT
status=0
for file; do
	made "$file" >"$NEW"
	if [[ $WRITE ]]; then
		cmp -s "$NEW" "$file" || cat "$NEW" >"$file"
	else
		diff "$file" "$NEW" || status=1
	fi
done
exit $status
