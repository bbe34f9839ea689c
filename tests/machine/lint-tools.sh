#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# lint-tools.sh: the kernel's own tools, in build/lint.
#
#	scripts/checkpatch.pl		with its word lists
#	scripts/kernel-doc
#	tools/net/ynl, Documentation/netlink	for ynl.sh
#
# From the same source package as the debug kernel, but only these paths of it.
set -euo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=lint
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/machine/source.sh
. "$HERE/source.sh"

PATHS=(scripts/checkpatch.pl scripts/spelling.txt scripts/const_structs.checkpatch
	scripts/kernel-doc tools/net/ynl Documentation/netlink)

need perl python3 python3-yaml python3-jsonschema
source_tarball
source_extract "$BUILD/lint" "${PATHS[@]/#/$SOURCE_PACKAGE/}"
