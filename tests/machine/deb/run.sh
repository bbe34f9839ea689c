#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh: what becomes of a machine that installs Debian's packages: apt, DKMS, the
# initramfs, a newer version, purging, a build that fails. Prints TAP and "N passed, N failed".
#
# The machine is a folder with a kernel's headers, whose programs run in a chroot. In the end
# it is a disk, and is booted from its own initramfs: is the module loaded before systemd, the
# policy in force, doctor content?
set -uo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=deb
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../lib.sh"
# shellcheck source=tests/machine/qemu.sh
. "$HERE/qemu.sh"
# shellcheck source=tests/machine/check.sh
. "$HERE/check.sh"
trap - ERR

WORK=$BUILD/deb-machine
MADE=$BUILD/deb-packages
ROOT=$WORK/root
DISK=$WORK/disk.ext4
LOG=$BUILD/log/deb
VERSION=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' "$TOP/dkms.conf")
LISTS=(/boot /etc /lib/modules /opt /root /usr /var/lib)

# inside COMMAND...: in the machine's folder. The mounts end with the command.
inside() {
	# shellcheck disable=SC2016 # expanded by the inner shell
	unshare --mount --propagation private sh -ec '
		root=$1
		shift
		mount -t proc proc "$root/proc"
		mount -t tmpfs run "$root/run"
		mount --bind /dev "$root/dev"
		exec chroot "$root" env -i -C / PATH=/usr/sbin:/usr/bin LC_ALL=C.UTF-8 HOME=/root \
			DEBIAN_FRONTEND=noninteractive "$@"' sh "$ROOT" "$@"
}
apt() { inside apt-get -y -o APT::Sandbox::User=root "$@"; }
files() { inside find "${LISTS[@]}" -xdev; }

# The same tree, a version later.
build_next() {
	local tree=$MADE/next
	mkdir -p "$tree"
	tar -C "$TOP" --exclude=./build --exclude=./.git --exclude=./tests -cf - . | tar -C "$tree" -xf - &&
		sed -i "s/^PACKAGE_VERSION=.*/PACKAGE_VERSION=\"$VERSION.1\"/" "$tree/dkms.conf" &&
		SOURCE_DATE_EPOCH=1700000000 "$tree/userspace/install/deb.sh" "$MADE/debs-next"
}
# The same package, with a module that no compiler takes.
break_module() {
	local tree=$MADE/broken
	dpkg-deb -R "$MADE/one/deb/sessmon-dkms_${VERSION}_all.deb" "$tree" &&
		echo '#error on purpose' >>"$tree/usr/src/sessmon-$VERSION/module/params.h" &&
		dpkg-deb -b "$tree" "$MADE/broken.deb"
}
packages() {
	local hash
	need debhelper dh-dkms dpkg-dev libnl-genl-3-dev libjson-c-dev libsqlite3-dev libyaml-dev libpcre2-dev pkg-config
	hash=$(hash_of_tree "$TOP" Kbuild Makefile dkms.conf CHANGELOG.md README.md module uapi userspace)
	if ! fresh "$MADE.stamp" "$hash"; then
		rm -rf "$MADE" "$MADE.stamp"
		logged deb-build make -C "$TOP" deb BUILD="$MADE/one"
		logged deb-build-next build_next
		logged deb-break break_module
		echo "$hash" >"$MADE.stamp"
	fi
	mkdir -p "$ROOT/opt/debs" "$ROOT/opt/debs-next"
	cp "$MADE"/one/deb/*.deb "$ROOT/opt/debs"
	cp "$MADE"/debs-next/*.deb "$ROOT/opt/debs-next"
	cp "$MADE/broken.deb" "$ROOT/opt"
	rm "$ROOT"/opt/debs*/*-dbgsym_*
}
new_root() {
	local from
	from=$("$HERE/deb/root.sh") || die "no machine"
	rm -rf "$WORK"
	mkdir -p "$WORK"
	cp -a "$from" "$ROOT"
	packages
	RELEASE=$(<"$BUILD/kernel/6.1/release")
	MODULE=/lib/modules/$RELEASE/updates/dkms/sessmon.ko
	INITRD=/boot/initrd.img-$RELEASE
}

configured() { [[ -z $(inside dpkg --audit) ]]; }
# A name with a slash is one that apt takes for a file.
installs() { inside sh -c "apt-get -y -o APT::Sandbox::User=root install $*" 2>&1 | tee "$LOG-install.log"; }
in_initramfs() { inside lsinitramfs "$INITRD" | grep 'sessmon'; }

install() {
	installs '/opt/debs/*.deb' && configured && [[ -s $ROOT/$MODULE ]]
}
loads_early() {
	[[ $(in_initramfs | grep -c -e '/updates/dkms/sessmon\.ko$' -e '^scripts/init-top/sessmon$') == 2 ]]
}
dracut_loads_early() {
	inside dracut --quiet --force --no-hostonly --kver "$RELEASE" /tmp/dracut.img &&
		inside lsinitrd /tmp/dracut.img >"$LOG.lsinitrd" && rm "$ROOT/tmp/dracut.img" &&
		grep '/updates/dkms/sessmon\.ko' "$LOG.lsinitrd" && grep 'hooks/cmdline/00-load\.sh' "$LOG.lsinitrd"
}
units_enabled() {
	local unit
	for unit in "$ROOT"/lib/systemd/system/sessmon*.service; do
		[[ -L $ROOT/etc/systemd/system/sysinit.target.wants/${unit##*/} ]] || { echo "$unit"; return 1; }
	done
}
# What depmod, ldconfig, debconf and the like derive from the rest, and logs of theirs.
DERIVED='/modules\.|/var/lib/(systemd|dpkg|dkms/mok|apt|initramfs-tools|ucf)|/etc/ld\.so|/opt/|\.pyc$|__pycache__'
purge() {
	apt purge '^sessmon' '^libsessmon' && configured &&
		comm -13 "$WORK/before" <(files | sort) | grep -vE "$DERIVED" >"$LOG.left"
	cat "$LOG.left"
	[[ ! -s $LOG.left ]] && ! in_initramfs
}
# No package is left half configured, the cause is said, and the next version mends it.
survives_failure() {
	installs '/opt/broken.deb' && configured && [[ ! -e $ROOT/$MODULE ]] || return 1
	grep -q 'error on purpose' "$LOG-install.log" &&
		grep -q 'ERROR: the module could not be built' "$LOG-install.log" &&
		grep -q 'Once that is settled: dpkg-reconfigure sessmon-dkms' "$LOG-install.log" &&
		inside dpkg -s sessmon-dkms | grep -qx 'Status: install ok installed'
}
# What was changed in the policy is kept, and only the newer source is left.
upgrades() {
	echo 'program /opt/our-door host_access remote' >>"$ROOT/etc/sessmon/policy"
	installs '/opt/debs-next/*.deb' && configured && [[ -s $ROOT/$MODULE ]] &&
		tail -n 1 "$ROOT/etc/sessmon/policy" | grep our-door &&
		[[ $(cd "$ROOT/usr/src" && ls -d sessmon-*) == "sessmon-$VERSION.1" ]] &&
		inside modinfo -F version "$MODULE" | grep -x "$VERSION.1"
}
mends() { installs --reinstall '/opt/debs/*.deb' && configured && [[ -s $ROOT/$MODULE ]]; }

payload() {
	local dir=$ROOT/opt/lab
	mkdir -p "$dir/scenarios"
	cp -R "$TOP/tests/scenario/lab" "$dir/lab"
	cp "$HERE/dkms/machine.py" "$dir/"
	cp "$HERE/deb/boot.py" "$dir/scenarios/s_boot.py"
	printf '#!/bin/sh\nexec python3 -B -m lab.runner\n' >"$dir/main"
	chmod 755 "$dir/main"
}
new_disk() {
	qemu_ready
	echo 'program /opt/our-door host_access remote' >>"$ROOT/etc/sessmon/policy"
	payload
	cp "$ROOT/$INITRD" "$WORK/initrd.img"
	rm -f "$DISK"
	logged deb-image mke2fs -q -t ext4 -O ^has_journal -d "$ROOT" -L root "$DISK" 4G
}
boot() {
	"$TOP/tests/scenario/boot.py" --kernel "$ROOT/boot/vmlinuz-$RELEASE" --initrd "$WORK/initrd.img" \
		--disk "$DISK" --keep --log "$LOG-boot" --append 'root=/dev/vda rw' --timeout 2400
}

main() {
	new_root
	files | sort >"$WORK/before"
	check "apt installs the packages, and DKMS builds the module" install
	check "the initramfs has it, and loads it" loads_early
	check "so does one of dracut's" dracut_loads_early
	check "the units are enabled" units_enabled
	check "a newer version takes its place, and keeps the policy that was changed" upgrades
	check "purging leaves nothing, nor does the initramfs" purge
	check "a module that cannot be built is told of, and leaves no package half configured" survives_failure
	check "the one that can be built mends it" mends
	echo "1..$((passed + failed))"
	echo "$passed passed, $failed failed"
	((failed == 0)) || return
	new_disk
	boot
}

main | tee "$LOG.log"
[[ ${PIPESTATUS[0]} == 0 ]] || exit 1
awk '/^[0-9]+ passed, [0-9]+ failed/ { n++; passed += $1; failed += $3 }
	END { if (n < 2) failed++; print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 }' "$LOG.log"
