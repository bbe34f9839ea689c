#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ynl.sh header|doc SPEC: prints the uapi C header, or the reStructuredText, of SPEC.
set -euo pipefail

usage="usage: ynl.sh header|doc SPEC"
WHAT=${1:?$usage}
SPEC=${2:?$usage}
# shellcheck disable=SC2034 # read by say
TOPIC="ynl $WHAT"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/lib.sh"

# The generator looks for its schema one folder above the spec's, and climbs from
# there until it sees a file MAINTAINERS, for ever if there is none.  So it gets a
# small tree of its own, in which the spec keeps its folder's name: the header
# says where it was made from.
SCRATCH=$(mktemp -d)
trap 'rm -rf "$SCRATCH"' EXIT

main() {
	local dir spec ynl=$BUILD/lint/tools/net/ynl
	"$HERE/lint-tools.sh"
	dir=$(basename "$(dirname "$(realpath "$SPEC")")")
	spec=$SCRATCH/$dir/${SPEC##*/}
	mkdir -p "${spec%/*}"
	cp "$SPEC" "$spec"
	cp "$BUILD"/lint/Documentation/netlink/*.yaml "$SCRATCH"
	touch "$SCRATCH/MAINTAINERS"
	case $WHAT in
	header)
		timeout 60 python3 "$ynl/ynl-gen-c.py" --mode uapi --header --spec "$spec" ;;
	doc)
		timeout 60 python3 "$ynl/ynl-gen-rst.py" -i "$spec" -o "$SCRATCH/out.rst" >&2
		cat "$SCRATCH/out.rst" ;;
	*)
		die "$usage" ;;
	esac
}
main
