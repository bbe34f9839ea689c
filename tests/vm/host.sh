# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# What every script here needs of the machine it runs on.  Sourced, never run.

# The folder of this script, whoever sources it; the checkout is two above.
VM=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
TOP=$(cd "$VM/../.." && pwd)

# Everything that is downloaded, built or booted lives in one ignored folder.
BUILD=${BUILD:-$TOP/build}
mkdir -p "$BUILD/log" /run/lock
BUILD=$(cd "$BUILD" && pwd)

# say TEXT...: one line of progress, on stderr so that stdout can carry a result.
say()
{
	printf '[%4ds] %s: %s\n' "$SECONDS" "$(basename "$0" .sh)" "$*" >&2
}

die()
{
	say "$*"
	exit 1
}

# need COMMAND=PACKAGE...: install the packages whose command is not there.
# One apt-get call for all of them, and none at all on a machine that is ready.
need()
{
	local pair missing=()

	# e2fsprogs and friends are in sbin, which a plain user's PATH may lack.
	PATH=$PATH:/usr/sbin:/sbin
	for pair; do
		command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
	done
	[ ${#missing[@]} -eq 0 ] && return

	say "installing ${missing[*]}"
	# The same lock as in tests/kernel/lib.sh: apt-get does not wait for another one.
	(
		flock 9
		apt-get update
		DEBIAN_FRONTEND=noninteractive \
			apt-get install -y --no-install-recommends "${missing[@]}"
	) 9>/run/lock/sessmon-apt.lock >"$BUILD/log/apt.log" 2>&1 ||
		die "apt-get failed, see $BUILD/log/apt.log"
}

# hash_of PATH...: one hash over the names and content of files and folders.
# Names are relative to the checkout: a copy elsewhere has the same hash.
hash_of()
{
	local path

	for path; do
		find "$path" -type f ! -name '*.pyc' -print0
	done | sort -z | xargs -0 sha256sum | sed "s#  $TOP/#  #" | sha256sum | cut -c1-16
}

# is_fresh ARTEFACT HASH: was ARTEFACT made from the inputs that hash to HASH?
is_fresh()
{
	[ -e "$1" ] && [ -e "$1.stamp" ] && [ "$(cat "$1.stamp")" = "$2" ]
}

# made ARTEFACT HASH: remember what it was made from.  Last step of a build.
made()
{
	echo "$2" >"$1.stamp"
}

# alone NAME: wait for whoever builds the same thing in the same folder.
# The lock lives as long as this process.
alone()
{
	exec {lock_fd}>"$BUILD/.$1.lock"
	flock "$lock_fd"
}
