#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# chroot.sh SUITE [COMMAND...]: runs a command in a chroot with that suite's gcc.
#
# The headers of 7.x bring tools linked to a C library newer than Debian 12's, and
# options that gcc-12 does not know.  build/ is visible inside under the same path;
# the mounts live in a namespace of their own and end with the command.
set -euo pipefail

SUITE=${1:?usage: chroot.sh SUITE [COMMAND...]}
shift
# shellcheck disable=SC2034 # read by say
TOPIC="chroot $SUITE"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/machine/apt.sh
. "$HERE/apt.sh"

ROOT=$BUILD/chroot/$SUITE
INCLUDE=make,gcc,libc6-dev,pahole

# force-unsafe-io: nobody wants this folder back after a power cut, and without it
# dpkg's fsync calls take several times the rest.
bootstrap() {
	local options
	# How the host's apt reaches the mirror (a proxy, say) holds in here, too.
	mapfile -t options < <(apt-config dump |
		sed -n 's/^\(Acquire::\(Check-\|Retries\|https\?::\).*\);$/\1/p')
	mmdebstrap --mode=root --variant=apt --include="$INCLUDE" --dpkgopt=force-unsafe-io \
		--dpkgopt=path-exclude=/usr/share/{doc,man,locale,info}/'*' \
		"${options[@]/#/--aptopt=}" "$SUITE" "$ROOT" "deb [signed-by=$KEYRING] $MAIN $SUITE main"
	rm -rf "$ROOT"/var/{cache/apt/archives,lib/apt/lists}
}

main() {
	local hash
	need mmdebstrap debian-archive-keyring
	lock "$ROOT"
	hash=$(hash_of "$HERE/chroot.sh" -- "$SUITE")
	if ! fresh "$ROOT.stamp" "$hash"; then
		say "bootstrapping"
		rm -rf "$ROOT" "$ROOT.stamp"
		apt_uris
		logged "chroot-$SUITE" bootstrap
		echo "$hash" >"$ROOT.stamp"
	fi
	exec 8>&-
	[[ $# -gt 0 ]] || return 0
	# shellcheck disable=SC2016 # expanded by the inner shell
	exec unshare --mount --propagation private sh -ec '
		root=$1 build=$2
		shift 2
		mkdir -p "$root$build"
		mount --bind "$build" "$root$build"
		mount -t proc proc "$root/proc"
		exec chroot "$root" env -C / LC_ALL=C "$@"' sh "$ROOT" "$BUILD" "$@"
}
main "$@"
