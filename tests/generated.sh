#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# generated.sh [--write] [FILE...]: what is made from uapi/sessmon.yaml and committed.
#
# Shows how the files differ from what the YAML makes of them, and ends with 1 if they do;
# with --write it makes them anew. Without a FILE it is all of them.
set -euo pipefail

cd "$(dirname "$0")/.."
SPEC=uapi/sessmon.yaml
HEADER=uapi/linux/sessmon.h DOCUMENT=uapi/protocol.md PAGE=userspace/man/sessmon.7
WRITE=
[[ ${1:-} != --write ]] || { WRITE=1; shift; }
[[ $# -gt 0 ]] || set -- $HEADER $DOCUMENT $PAGE

made() {
	case $1 in
	"$HEADER") tests/machine/ynl.sh header $SPEC ;;
	"$DOCUMENT") tests/machine/protocol.py $SPEC ;;
	"$PAGE") tests/machine/man.py $SPEC userspace/names/describe.c ;;
	*) echo "$1 is not made from $SPEC" >&2; return 2 ;;
	esac
}

NEW=$(mktemp)
trap 'rm -f "$NEW"' EXIT
status=0
for file; do
	made "$file" >"$NEW"
	if [[ $WRITE ]]; then
		cat "$NEW" >"$file"
	else
		diff "$file" "$NEW" || status=1
	fi
done
exit $status
