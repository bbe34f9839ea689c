#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# rootfs.sh: the guest's disk with DKMS, a compiler and the headers of 6.1, and with the
# packages of 6.12 and its headers in /opt/upgrade, not yet installed. Prints its path.
#
# Made from the scenarios' disk, which stays as it is.
set -euo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC="dkms disk"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/machine/apt.sh
. "$HERE/apt.sh"
# shellcheck source=tests/machine/folder.sh
. "$HERE/folder.sh"

DKMS=$HERE/dkms
IMAGE=$BUILD/rootfs/dkms.ext4
ROOT=$BUILD/rootfs/dkms-root
PACKAGES=(dkms gcc libc6-dev make openssl pkg-config libnl-genl-3-dev libjson-c-dev libsqlite3-dev libyaml-dev libpcre2-dev zlib1g-dev)
# What the packages of 6.12 need beside each other.
PACKAGES+=(linux-base pahole)

install_packages() {
	apt_init "$BUILD/apt/dkms" bookworm bookworm-security
	apt_into "$ROOT" install "${PACKAGES[@]}" "linux-headers-$(<"$BUILD/kernel/6.1/release")"
	apt_into "$ROOT" clean
}

# QEMU has an initramfs of its own; making one in the guest takes minutes.
no_initramfs_tools() {
	local dir=$BUILD/rootfs/no-initramfs
	mkdir -p "$dir/DEBIAN"
	printf '%s\n' 'Package: no-initramfs' 'Version: 1' 'Architecture: all' \
		'Maintainer: sessmon' 'Provides: linux-initramfs-tool' \
		'Description: stands for what makes an initramfs' >"$dir/DEBIAN/control"
	dpkg-deb --root-owner-group -b "$dir" "$ROOT/opt/no-initramfs.deb"
	rm -rf "$dir"
	chroot "$ROOT" dpkg -i /opt/no-initramfs.deb
}

# A kernel and its headers, as apt would bring them. The guest has no network.
stage_upgrade() {
	# shellcheck disable=SC2086 # one word per suite
	kernel_row 6.12 && apt_init "$BUILD/apt/dkms-upgrade" ${SUITES//,/ }
	mkdir -p "$ROOT/opt/upgrade"
	(
		cd "$ROOT/opt/upgrade"
		# shellcheck disable=SC2046 # one word per package
		apt-get "${APT[@]}" download $(<"$BUILD/kernel/6.12/packages")
	)
}

# The base disk leaves out what it has no use for; this one loads modules at boot.
customise() {
	# Not with systemctl: it looks for /dev/null, which this root does not have.
	rm "$ROOT/etc/systemd/system/systemd-modules-load.service"
}

main() {
	local base hash
	need e2fsprogs debian-archive-keyring
	"$HERE/fetch.sh" 6.1
	"$HERE/fetch.sh" 6.12
	base=$("$TOP/tests/scenario/rootfs.sh")
	lock "$IMAGE"
	hash=$(hash_of "$DKMS/rootfs.sh" "$base.stamp" "$BUILD"/kernel/6.{1,12}/packages --)
	if ! fresh "$IMAGE.stamp" "$hash"; then
		rm -rf "$ROOT" "$IMAGE"
		mkdir -p "$ROOT"
		say "unpacking the scenarios' disk"
		logged dkms-unpack debugfs -R "rdump / $ROOT" "$base"
		say "installing ${PACKAGES[*]} and the headers of 6.1"
		logged dkms-packages install_packages
		logged dkms-initramfs no_initramfs_tools
		say "fetching 6.12 and its headers"
		logged dkms-upgrade stage_upgrade
		logged dkms-customise customise
		say "writing the image"
		logged dkms-image mke2fs -q -t ext4 -O ^has_journal -d "$ROOT" -L root "$IMAGE" 3G
		rm -rf "$ROOT"
		echo "$hash" >"$IMAGE.stamp"
		say "done, $(du -h "$IMAGE" | cut -f1)"
	fi
	echo "$IMAGE"
}
main
