#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh [PHASE...]: what a machine that installs sessmon goes through, in one guest,
# whose disk is kept from boot to boot. Prints TAP and "N passed, N failed". With phases
# only these, going on with the disk of the run before.
#
#	install   kernel 6.1: make install, which compiles in the guest; doctor
#	upgrade   6.1 again: loaded by the boot; a build that fails; the headers of 6.12
#	remove    6.12: loaded by the boot; make uninstall
#
# The reader is built on this machine: it is the module that the guest has to compile.
set -uo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=dkms
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../lib.sh"
VM=$TOP/tests/scenario
DISK=$BUILD/dkms/disk.ext4

payload() {
	local dir=$BUILD/payload/dkms-$1
	rm -rf "$dir"
	mkdir -p "$dir/scenarios"
	cp -R "$VM/lab" "$dir/lab"
	cp "$TOP/tests/machine/dkms/machine.py" "$dir/"
	cp "$TOP/tests/machine/dkms/phases/$1.py" "$dir/scenarios/s_$1.py"
	tar -C "$TOP" --exclude=./build --exclude=./.git --exclude=./tests -czf "$dir/source.tar.gz" .
	tar -C "$BUILD" -czf "$dir/reader.tar.gz" userspace
	printf '#!/bin/sh\nexec python3 -B -m lab.runner\n' >"$dir/main"
	chmod 755 "$dir/main"
	echo "$dir"
}

# phase NAME KERNEL: one boot. The disk has no journal and no clean end: it is checked.
phase() {
	local initrd
	initrd=$("$VM/initramfs.sh" "$2" "$(payload "$1")") || die "no initramfs for $2"
	echo "== $1, on $(<"$BUILD/kernel/$2/release")"
	"$VM/boot.py" --kernel "$BUILD/kernel/$2/vmlinuz" --initrd "$initrd" --disk "$DISK" \
		--keep --log "$BUILD/log/dkms-$1" --timeout 3600
	e2fsck -fp "$DISK" >"$BUILD/log/dkms-$1.fsck" 2>&1 || [[ $? == 1 ]] ||
		die "the disk is damaged, see $BUILD/log/dkms-$1.fsck"
}

new_disk() {
	local image
	image=$("$TOP/tests/machine/dkms/rootfs.sh") || die "no disk"
	mkdir -p "${DISK%/*}"
	cp --sparse=always "$image" "$DISK"
}

main() {
	local name
	"$TOP/tests/build.sh" || die "no reader"
	for name in "${PHASES[@]}"; do
		case $name in
		install) new_disk && phase install 6.1 ;;
		upgrade) phase upgrade 6.1 ;;
		remove) phase remove 6.12 ;;
		*) die "no phase '$name'" ;;
		esac
	done
}

PHASES=("$@")
[[ $# -gt 0 ]] || PHASES=(install upgrade remove)
main | tee "$BUILD/log/dkms.log"
[[ ${PIPESTATUS[0]} == 0 ]] || exit 1
awk -v phases=${#PHASES[@]} '/^[0-9]+ passed, [0-9]+ failed/ { n++; passed += $1; failed += $3 }
	END { if (n < phases) failed++; print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 }' \
	"$BUILD/log/dkms.log"
