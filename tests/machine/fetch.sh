#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# fetch.sh NAME: a Debian kernel and its headers, unpacked into build/kernel/NAME.
#
#	release   what uname -r says
#	vmlinuz   the kernel
#	config    its configuration
#	modules/  the content of /lib/modules/RELEASE
#	kdir      path of a headers tree to be used as KDIR=
#
# NAME is a row of kernels.conf (the cloud flavour), or ROW-FLAVOUR: 6.1-amd64, 6.12-arm64.
# The programs with which a module is built are always for this machine.
# What is there is reused; REFRESH=1 asks the mirror for newer packages.
set -euo pipefail

TOPIC="kernel ${1:?usage: fetch.sh NAME}"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/machine/apt.sh
. "$HERE/apt.sh"

NAME=$1
OUT=$BUILD/kernel/$NAME

# Prints the exact packages behind the metapackages; the version is theirs to say.
resolve() {
	# shellcheck disable=SC2086 # one word per suite
	apt_init "$BUILD/apt/$NAME" ${SUITES//,/ } >"$BUILD/log/fetch-$NAME-lists.log" 2>&1 ||
		die "no package lists, see $BUILD/log/fetch-$NAME-lists.log"
	mapfile -t PACKAGES < <(apt_closure "$IMAGE" "$HEADERS")
	[[ ${#PACKAGES[@]} -gt 2 ]] || die "$IMAGE or $HEADERS is not in $SUITES"
}

# fetch_foreign: the packages, and those with programs that run here in our own machine's form.
fetch_foreign() {
	local tools=() name
	for name in "${PACKAGES[@]}"; do
		[[ $name != linux-kbuild-* ]] || tools+=("$name")
	done
	apt_fetch "$OUT/root" "${PACKAGES[@]}"
	# shellcheck disable=SC2086 # one word per suite
	MACHINE=amd64 apt_init "$BUILD/apt/$NAME-tools" ${SUITES//,/ }
	apt_fetch "$OUT/root" "${tools[@]}"
}

# The links between the packages are relative and hold in one common folder.
# Only the top Makefile of the flavour names absolute paths.
fix_headers() {
	local headers=$1/usr/src/linux-headers-$2
	sed -i "s#\([ =]\)/usr/src/#\1$1/usr/src/#" "$headers/Makefile"
	echo "$headers" >"$OUT/kdir"
}

# Since 7.x the kernel lies beside its modules, under /usr, and not in /boot.
lay_out() {
	local root=$OUT/root release modules vmlinuz config
	# Since 7.x everything is under /usr.
	[[ -e $root/lib ]] || ln -s usr/lib "$root/lib"
	modules=$(dirname "$root"/lib/modules/*/kernel)
	release=${modules##*/}
	vmlinuz=$root/boot/vmlinuz-$release
	[[ -f $vmlinuz ]] || vmlinuz=$modules/vmlinuz
	mv "$vmlinuz" "$OUT/vmlinuz"
	config=$root/boot/config-$release
	[[ -f $config ]] || config=$modules/config
	cp "$config" "$OUT/config"
	# The packages leave modules.dep to their postinst.
	depmod -b "$root" "$release"
	# They lead into this machine's /usr/src.
	rm -f "$modules/build" "$modules/source"
	mv "$modules" "$OUT/modules"
	fix_headers "$root" "$release"
	echo "$release" >"$OUT/release"
	[[ $release == "${NAME%%-*}".* ]] ||
		say "WARNING: $SUITES moved on to $release, kernels.conf still says ${NAME%%-*}"
}

main() {
	local hash
	need kmod xz-utils debian-archive-keyring
	kernel_row "$NAME"
	hash=$(hash_of "$HERE/fetch.sh" "$HERE/apt.sh" -- "$SUITES" "$IMAGE" "$HEADERS" "$OUT")
	lock "$OUT"
	if [[ -z ${REFRESH:-} ]] && fresh "$OUT/stamp" "$hash"; then
		say "$(<"$OUT/release") is there"
		return
	fi
	say "looking up $IMAGE in $SUITES"
	resolve
	if [[ -n ${REFRESH:-} ]] && fresh "$OUT/stamp" "$hash" &&
		fresh "$OUT/packages" "${PACKAGES[*]}"; then
		say "$(<"$OUT/release") is still the newest"
		return
	fi
	rm -rf "$OUT"
	mkdir -p "$OUT"
	say "downloading ${#PACKAGES[@]} packages"
	if [[ $MACHINE == amd64 ]]; then
		logged "fetch-$NAME" apt_fetch "$OUT/root" "${PACKAGES[@]}"
	else
		logged "fetch-$NAME" fetch_foreign
	fi
	lay_out
	echo "${PACKAGES[*]}" >"$OUT/packages"
	echo "$hash" >"$OUT/stamp"
	say "$(<"$OUT/release") is ready"
}
main
