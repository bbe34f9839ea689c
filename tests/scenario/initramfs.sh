#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# initramfs.sh KERNEL PAYLOAD: pack the modules that KERNEL needs to find its disk,
# and the folder PAYLOAD, which the guest sees as /run/lab.  Prints the archive's
# path.  It takes less than a second, so it is made anew for each boot.
#
# Debian's cloud kernels have no 9p and not all of virtio built in: this is how
# anything gets into the guest.
set -euo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=initramfs
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../machine/lib.sh"
VM=$TOP/tests/scenario

[ $# -eq 2 ] || die "usage: initramfs.sh KERNEL PAYLOAD"
MODULES=$BUILD/kernel/$1/modules
[ -d "$MODULES" ] || die "no kernel $1: tests/machine/fetch.sh $1 gets it"
PAYLOAD=$2
WORK=$BUILD/initramfs/$1-$(basename "$PAYLOAD")

# What the disk needs, where ext4 asks for crc32c by name; FUSE, for a test that has a file
# system of its own; vsock within one machine, for a door that listens there.  Built in,
# in some kernels; then there is no file.
WANTED='virtio_pci virtio_blk crc32c_generic ext4 fuse vsock_loopback'
# What a test loads itself, from the payload.
ASKED='binfmt_misc overlay'

# order MODULE: its file and those of the modules it needs, the needed ones first.
# modules.dep lists them the other way round.
order()
{
	[ -e "$MODULES/modules.dep" ] || return 0
	awk -v wanted="/$1[.]ko([.](xz|zst|gz))?:\$" '
		$1 ~ wanted { sub(":", "", $1); for (i = NF; i > 0; i--) print $i }
	' "$MODULES/modules.dep"
}

# Busybox loads plain modules only.
unpacked()
{
	case $1 in
	*.xz) xz -dc "$1" ;;
	*.zst) zstd -qdc "$1" ;;
	*.gz) gzip -dc "$1" ;;
	*) cat "$1" ;;
	esac
}

modules()
{
	local module path name

	mkdir -p modules
	for module in $WANTED; do
		order "$module"
	done | awk '!seen[$0]++' | while read -r path; do
		name=$(basename "${path%%.ko*}").ko
		unpacked "$MODULES/$path" >"modules/$name"
		echo "$name"
	done >modules/order
}

asked()
{
	local module path name

	mkdir -p payload/modules
	for module in $ASKED; do
		order "$module" | while read -r path; do
			name=$(basename "${path%%.ko*}").ko
			unpacked "$MODULES/$path" >"payload/modules/$name"
		done
	done
}

need busybox-static cpio xz-utils zstd
lock "$WORK"
rm -rf "$WORK"
mkdir -p "$WORK"/{bin,dev,new,payload,proc}
cd "$WORK"
install -m 755 "$(command -v busybox)" bin/busybox
install -m 755 "$VM/initramfs/init" init
modules
cp -RL "$PAYLOAD/." payload/
asked
find . | cpio -o -H newc -R 0:0 --quiet >"$WORK.cpio"
cd "$VM"
rm -rf "$WORK"
echo "$WORK.cpio"
