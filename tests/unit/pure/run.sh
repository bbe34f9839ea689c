#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh: the pure parts of the module as an ordinary program, in seconds.
#
# classify.c, login.c and rules.c are compiled as they are, against shim/, and run under
# ASan and UBSan through the tables that the KUnit suites use.  Prints TAP.
set -euo pipefail

HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$(cd "$HERE/../../.." && pwd)
OUT=$(mktemp -d)
trap 'rm -rf "$OUT"' EXIT

"${CC:-gcc}" -std=gnu11 -g -O1 -Wall -Wextra -Werror -Wno-missing-field-initializers \
	-fsanitize=address,undefined -fno-sanitize-recover=all \
	-I"$HERE/shim" -I"$TOP" -I"$TOP/module" \
	"$HERE/main.c" "$TOP/module/policy/classify.c" "$TOP/module/policy/login.c" "$TOP/module/policy/rules.c" -o "$OUT/logic"
"$OUT/logic"
