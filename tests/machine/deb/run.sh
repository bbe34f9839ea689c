#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh: what becomes of a machine that installs Debian's packages: apt, DKMS, the
# initramfs, purging, a build that fails. Prints TAP and "N passed, N failed".
#
# The machine is a folder with a kernel's headers, whose programs run in a chroot.
set -uo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=deb
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../lib.sh"
trap - ERR

WORK=$BUILD/deb-machine
MADE=$BUILD/deb-packages
ROOT=$WORK/root
LOG=$BUILD/log/deb
VERSION=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' "$TOP/dkms.conf")
LISTS=(/boot /etc /lib/modules /opt /root /usr /var/lib)

passed=0 failed=0
check() {
	local name=$1
	shift
	if "$@" >"$LOG.said" 2>&1; then
		passed=$((passed + 1))
		echo "ok $((passed + failed)) - $name"
	else
		failed=$((failed + 1))
		echo "not ok $((passed + failed)) - $name"
		tail -n 30 "$LOG.said" | sed 's/^/# /'
	fi
}

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

# The same package, with a module that no compiler takes.
break_module() {
	local tree=$MADE/broken
	dpkg-deb -R "$MADE/one/deb/sessmon-dkms_${VERSION}_all.deb" "$tree" &&
		echo '#error on purpose' >>"$tree/usr/src/sessmon-$VERSION/module/params.h" &&
		dpkg-deb -b "$tree" "$MADE/broken.deb"
}
packages() {
	local hash
	need debhelper dh-dkms dpkg-dev libnl-genl-3-dev libsqlite3-dev pkg-config
	hash=$(hash_of_tree "$TOP" Kbuild Makefile dkms.conf CHANGELOG.md README.md module uapi userspace)
	if ! fresh "$MADE.stamp" "$hash"; then
		rm -rf "$MADE" "$MADE.stamp"
		logged deb-build make -C "$TOP" deb BUILD="$MADE/one"
		logged deb-break break_module
		echo "$hash" >"$MADE.stamp"
	fi
	mkdir -p "$ROOT/opt/debs"
	cp "$MADE"/one/deb/*.deb "$ROOT/opt/debs"
	cp "$MADE/broken.deb" "$ROOT/opt"
	rm "$ROOT"/opt/debs/*-dbgsym_*
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
mends() { installs --reinstall '/opt/debs/*.deb' && configured && [[ -s $ROOT/$MODULE ]]; }

main() {
	new_root
	files | sort >"$WORK/before"
	check "apt installs the packages, and DKMS builds and signs the module" install
	check "the initramfs has it, and loads it" loads_early
	check "the units are enabled" units_enabled
	check "purging leaves nothing, nor does the initramfs" purge
	check "a module that cannot be built is told of, and leaves no package half configured" survives_failure
	check "the one that can be built mends it" mends
	echo "1..$((passed + failed))"
	echo "$passed passed, $failed failed"
	((failed == 0))
}
main
