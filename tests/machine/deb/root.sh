#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# root.sh: a Debian machine as a folder: the scenarios' disk with apt, DKMS, a compiler,
# kernel and headers of 6.1 and an initramfs of its own. Prints its path.
set -euo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC="deb root"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/machine/apt.sh
. "$HERE/apt.sh"
# shellcheck source=tests/machine/folder.sh
. "$HERE/folder.sh"

ROOT=$BUILD/rootfs/deb-root
# No kernel of this machine, but what the disk boots with.
PACKAGES=(apt dkms gcc libc6-dev make initramfs-tools dracut-core busybox linux-base libjson-c5 libsqlite3-0 libnl-genl-3-dev)

# The closure has the exact names of the day, which fetch.sh boots elsewhere, too.
install_packages() {
	local release
	release=$(<"$BUILD/kernel/6.1/release")
	apt_init "$BUILD/apt/deb" bookworm bookworm-security
	apt_into "$ROOT" install "${PACKAGES[@]}" "linux-headers-$release" "linux-image-$release"
	apt_into "$ROOT" clean
}

# The base disk leaves out what it has no use for; this one is a machine that boots itself,
# and its results are not brought by an initramfs of ours.
customise() {
	rm "$ROOT/etc/systemd/system/systemd-modules-load.service"
	install -D -m 644 /dev/stdin "$ROOT/etc/systemd/system/lab.service.d/disk.conf" <<-END
		[Service]
		ExecStartPre=/bin/sh -ec 'mkdir /run/lab; mount -t tmpfs -o mode=755 lab /run/lab; cp -a /opt/lab/. /run/lab'
	END
}

main() {
	local base hash
	need e2fsprogs debian-archive-keyring
	"$HERE/fetch.sh" 6.1
	base=$("$TOP/tests/scenario/rootfs.sh")
	lock "$ROOT"
	hash=$(hash_of "$HERE/deb/root.sh" "$base.stamp" "$BUILD/kernel/6.1/packages" --)
	if ! fresh "$ROOT.stamp" "$hash"; then
		rm -rf "$ROOT" "$ROOT.stamp"
		mkdir -p "$ROOT"
		say "unpacking the scenarios' disk"
		logged deb-unpack debugfs -R "rdump / $ROOT" "$base"
		say "installing ${PACKAGES[*]}, kernel and headers of 6.1"
		logged deb-packages install_packages
		logged deb-customise customise
		echo "$hash" >"$ROOT.stamp"
		say "done, $(du -sh "$ROOT" | cut -f1)"
	fi
	echo "$ROOT"
}
main
