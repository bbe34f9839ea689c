#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh: the pure parts of the module as an ordinary program, in seconds.
#
# What PURE names is compiled as it is, against shim/, and run under ASan and UBSan through
# the tables that the KUnit suites use.  Prints TAP.
set -euo pipefail

HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../../.." && pwd)
OUT=$(mktemp -d)
trap 'rm -rf "$OUT"' EXIT

PURE=(classify.c login.c privilege.c rules.c)

"${CC:-gcc}" -std=gnu11 -g -O1 -Wall -Wextra -Werror -Wno-missing-field-initializers \
	-fsanitize=address,undefined -fno-sanitize-recover=all \
	-I"$HERE/shim" -I"$TOP" -I"$TOP/module" \
	"$HERE"/{main,default_policy}.c "${PURE[@]/#/$TOP/module/policy/}" -o "$OUT/logic"
"$OUT/logic" "$TOP/userspace/install/default.policy"
