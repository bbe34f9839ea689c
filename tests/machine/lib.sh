# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# What the scripts of the tests share.  Sourced, not run; TOPIC is what say begins with.

# A script that ends early says where: most output goes to files.
set -E
trap 'echo "${BASH_SOURCE[0]}:$LINENO: failed" >&2' ERR

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TOP=$(cd "$HERE/../.." && pwd)
# Everything that is downloaded, built or booted lives in one ignored folder. Also the
# default of scripts started by these scripts, hence exported.
BUILD=$(realpath -m "${BUILD:-$TOP/build}")
export BUILD
mkdir -p "$BUILD/log" /run/lock
# e2fsprogs and friends are in sbin, which a plain user's PATH may lack.
PATH=$PATH:/usr/sbin:/sbin

say() { printf '[%s] %s\n' "$TOPIC" "$*" >&2; }
die() { say "error: $*"; exit 1; }

# Runs a command with its output in build/log/NAME.log; shows the end of it on failure.
logged() {
	local log=$BUILD/log/$1.log rc
	shift
	# A subshell, and no "if": bash would stop heeding -e inside a function.
	set +e
	(
		set -e
		"$@"
	) >"$log" 2>&1
	rc=$?
	set -e
	[[ $rc -ne 0 ]] || return 0
	tail -n 25 "$log" >&2
	die "'$*' failed, all of its output: $log"
}

# Installs the Debian packages that are missing, and asks the mirror only then.
need() {
	local pkg missing=()
	for pkg; do
		dpkg-query -W -f '${Status}' "$pkg" 2>/dev/null | grep -q ' installed$' ||
			missing+=("$pkg")
	done
	[[ ${#missing[@]} -gt 0 ]] || return 0
	say "installing ${missing[*]}"
	# Two scripts started side by side, also by two worktrees, must not fight over dpkg's
	# lock.
	(
		flock 9
		export DEBIAN_FRONTEND=noninteractive
		logged apt-update apt-get update
		logged apt-install apt-get install -y --no-install-recommends "${missing[@]}"
	) 9>/run/lock/sessmon-apt.lock
}

# One writer per artefact, also when several worktrees share build/.
lock() {
	mkdir -p "$(dirname "$1")"
	exec 8>"$1.lock"
	flock -n 8 && return
	say "waiting for another run that is making $1"
	flock 8
}

# hash_of FILE... -- TEXT...: one hash over the contents and the words.
hash_of() {
	local files=()
	while [[ $# -gt 0 && $1 != -- ]]; do
		files+=("$1")
		shift
	done
	{ cat "${files[@]}"; printf '%s\n' "$@"; } | sha256sum | cut -d' ' -f1
}

# hash_of_tree DIR NAME...: one hash over names and content of what is in DIR. Times and
# owners say nothing about a source, and a copy elsewhere has the same hash.
hash_of_tree() {
	tar -C "$1" --sort=name --mtime=@0 --owner=0 --group=0 --exclude='*.pyc' \
		-cf - "${@:2}" | sha256sum | cut -d' ' -f1
}

# An artefact is reused as long as its stamp holds the hash of what made it.
fresh() { [[ -f $1 && $(<"$1") == "$2" ]]; }

# kernel_row NAME: sets SUITES IMAGE HEADERS COMPILER from kernels.conf, and MACHINE, the
# processor in Debian's word.
kernel_row() {
	local base=${1%%-*} flavour=cloud-amd64 row
	[[ $1 == *-* ]] && flavour=${1#*-}
	# shellcheck disable=SC2034 # for those who source this file
	MACHINE=${flavour##*-}
	row=$(awk -v n="$base" '!/^#/ && $1 == n' "$HERE/kernels.conf")
	[[ -n $row ]] || die "no kernel '$base' in kernels.conf"
	# shellcheck disable=SC2034 # for those who source this file
	read -r _ SUITES IMAGE HEADERS COMPILER <<<"${row//@/$flavour}"
}

# kernel_ready NAME: makes the kernel if need be; sets KERNEL, its folder, COMPILER, MACHINE.
# shellcheck disable=SC2034 # for those who source this file
kernel_ready() {
	# What else a row holds is fetch.sh's, and would overwrite a caller's.
	local SUITES IMAGE HEADERS
	case $1 in
	debug | kcsan)
		COMPILER=host MACHINE=amd64
		"$HERE/debug.sh" "$1" ;;
	*)
		kernel_row "$1"
		"$HERE/fetch.sh" "$1" ;;
	esac
	KERNEL=$BUILD/kernel/$1
}
