#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# deb.sh OUT: the packages of Debian, in OUT, from a copy of this tree below it.
#
# The packaging is in debian/ beside this script; at the top of a tree, where Debian wants
# it, it is in the copy only. The same tree makes the same bytes: what a build depends on is
# the version in dkms.conf and the date of CHANGELOG.md's last commit, or of the file.
set -eu

top=$(cd "$(dirname "$0")/../.." && pwd)
out=${1:?usage: deb.sh OUT}
version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' "$top/dkms.conf")
tree=$out/sessmon-$version

die()
{
	echo "sessmon: error: $1" >&2
	shift
	for line; do
		echo "sessmon:   $line" >&2
	done
	exit 1
}

date_of_changes()
{
	date=$(git -C "$top" log -1 --format=%ct -- CHANGELOG.md 2>/dev/null) || true
	date -u -R -d "@${SOURCE_DATE_EPOCH:-${date:-$(stat -c %Y "$top/CHANGELOG.md")}}"
}

# What was built in the tree stays there.
copy()
{
	mkdir -p "$tree"
	tar -C "$top" --exclude='*.o' --exclude='*.ko' --exclude='.*.cmd' --exclude='*.pyc' \
		--exclude=module/features.h -cf - Kbuild Makefile dkms.conf COPYING README.md \
		CHANGELOG.md module uapi userspace | tar -C "$tree" -xf -
	cp -R "$tree/userspace/install/debian" "$tree/debian"
	sed "s/@VERSION@/$version/; s/@DATE@/$(date_of_changes)/" \
		"$tree/debian/changelog.in" >"$tree/debian/changelog"
	rm "$tree/debian/changelog.in"
}

command -v dpkg-buildpackage >/dev/null || die "Debian's tools to build packages are not installed" \
	"apt install dpkg-dev debhelper dh-dkms"
mkdir -p "$out"
rm -rf "$tree" "$out"/*sessmon*_*
copy
cd "$tree"
dpkg-checkbuilddeps || die "what a build needs is not installed: apt build-dep $tree"
# shellcheck disable=SC2086 # words
dpkg-buildpackage -us -uc -b ${DEB_FLAGS-}
