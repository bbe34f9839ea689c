# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# Debian's kernel source package, for the debug kernel and for the kernel's tools.  Sourced.

# shellcheck source=tests/machine/apt.sh
. "$HERE/apt.sh"

SOURCE_PACKAGE=linux-source-6.12
SOURCE_SUITES="bookworm bookworm-security"

# Sets TARBALL and SOURCE_ID, downloading what is missing; REFRESH=1 looks for newer.
source_tarball() {
	local dir=$BUILD/source
	TARBALL=$dir/$SOURCE_PACKAGE.tar.xz
	need debian-archive-keyring xz-utils
	lock "$TARBALL"
	if [[ ! -f $TARBALL.sha256 || -n ${REFRESH:-} ]]; then
		say "downloading $SOURCE_PACKAGE"
		# shellcheck disable=SC2086 # one word per suite
		apt_init "$BUILD/apt/source" $SOURCE_SUITES >"$BUILD/log/source-lists.log" 2>&1 ||
			die "no package lists, see $BUILD/log/source-lists.log"
		logged source apt_fetch "$dir/root" "$SOURCE_PACKAGE"
		mv "$dir/root/usr/src/$SOURCE_PACKAGE.tar.xz" "$TARBALL"
		rm -rf "$dir/root"
		sha256sum <"$TARBALL" >"$TARBALL.sha256"
	fi
	SOURCE_ID=$(<"$TARBALL.sha256")
}

# source_extract DIR TAR-ARGUMENT...: the tree, or parts of it, without its top
# folder, unless the same parts of the same source are there already.
source_extract() {
	local dir=$1 id
	shift
	id="$SOURCE_ID $*"
	lock "$dir"
	fresh "$dir/.stamp" "$id" && return
	say "unpacking ${dir##*/} from $SOURCE_PACKAGE"
	rm -rf "$dir"
	mkdir -p "$dir"
	logged "extract-${dir##*/}" tar -xf "$TARBALL" -C "$dir" --strip-components=1 "$@"
	echo "$id" >"$dir/.stamp"
}
