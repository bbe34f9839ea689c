#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# lint.sh: what a maintainer would send back unread. Prints TAP.
#
# Each check is silent or fails: there is no list of known warnings.
set -uo pipefail

cd "$(dirname "$0")/.." || exit 1
# shellcheck disable=SC2034 # read by say
TOPIC=lint
# shellcheck source=tests/machine/lib.sh
. tests/machine/lib.sh
need clang-format sparse shellcheck codespell gcc-12 make python3 python3-yaml man-db
tests/machine/lint-tools.sh >&2 || exit 1
tests/machine/fetch.sh 6.1 >&2 || exit 1

passed=0 failed=0
check() {
	local name=$1 out
	shift
	if out=$("$@" 2>&1) && [[ -z $out ]]; then
		passed=$((passed + 1))
		echo "ok $((passed + failed)) - $name"
	else
		failed=$((failed + 1))
		echo "not ok $((passed + failed)) - $name"
		head -n 40 <<<"$out" | sed 's/^/# /'
	fi
}

# The version header differs from kernel to kernel by nature: that is its job.
COMPAT_ONLY=LINUX_VERSION_CODE,CONSTANT_COMPARISON,DEPRECATED_API,MACRO_ARG_UNUSED

mapfile -t C_FILES < <(git ls-files '*.c' '*.h' ':!uapi/linux/sessmon.h')
mapfile -t MODULE < <(git ls-files 'module/*.[ch]')
mapfile -t SHELL_FILES < <(git ls-files -- '*.sh' '.ci/run' 'userspace/install/debian/*.p*inst' \
	'userspace/install/debian/*.p*rm' 'userspace/install/early/initramfs-tools')

checkpatch() {
	perl "$BUILD/lint/scripts/checkpatch.pl" --terse --no-summary "$@"
}
module_style() { checkpatch -f "${MODULE[@]/module\/compat.h/module/main.c}"; }
compat_style() { checkpatch --ignore "$COMPAT_ONLY" -f module/compat.h; }
formatted() { clang-format --dry-run -Werror "${C_FILES[@]}"; }
complete() { perl "$BUILD/lint/scripts/kernel-doc" -none -Wall "${MODULE[@]}"; }
versions_in_one_place() {
	git grep -nE 'KERNEL_VERSION|LINUX_VERSION_CODE|linux/version\.h' -- module ':!module/compat.h'
	return 0
}
scripts_are_clean() { shellcheck -x -P SCRIPTDIR "${SHELL_FILES[@]}"; }
spelled() { git ls-files '*.md' | xargs codespell "${C_FILES[@]}" uapi/sessmon.yaml; }
one_version() {
	local version
	version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' dkms.conf)
	[[ -n $version ]] || echo "dkms.conf says no version"
	git grep -nF "$version" -- Kbuild Makefile userspace module
	return 0
}
licensed() { git ls-files '*.c' '*.h' '*.sh' '*.py' '*.yaml' | xargs grep -L SPDX-License-Identifier; return 0; }

# The compiler's extra warnings and sparse; kbuild's own progress is not a finding.
quiet_build() {
	tests/machine/build-module.sh 6.1 . "$BUILD/lint/out" C=2 W=1 2>&1 |
		grep -vE '^ +(CC|CHECK|LD|MODPOST|BTF|FEATURE) |^make|^\[(module|kernel)|^Skipping BTF'
	[[ ${PIPESTATUS[0]} == 0 ]]
}

check "checkpatch --strict finds nothing in the module" module_style
check "checkpatch --strict finds nothing in the compat header but versions" compat_style
check "clang-format would change no C file" formatted
check "what others use says what it is: functions, structs, all of the wire" tests/documented.py
check "what the module says of them is complete, by scripts/kernel-doc" complete
check "only the compat header knows kernel versions" versions_in_one_place
check "no room of the module includes one above it, and no headers each other" tests/rooms.py
check "the committed uapi header is what the YAML generates" tests/generated.sh uapi/linux/sessmon.h
check "all else that the YAML makes is committed as it makes it" tests/generated.sh --own
check "the module builds without a warning of W=1 or sparse" quiet_build
check "shellcheck finds nothing" scripts_are_clean
check "codespell finds nothing" spelled
check "the version is said once" one_version
check "every source file names its licence" licensed

echo "lint: $passed passed, $failed failed"
((failed == 0))
