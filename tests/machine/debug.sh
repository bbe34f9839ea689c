#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# debug.sh [debug|kcsan]: a kernel that watches the module, in build/kernel/NAME.
#
# debug has KASAN, lockdep, kmemleak, fault injection and KUnit; kcsan looks for
# data races and cannot have KASAN beside it.  Built from Debian's source package
# with the fragments in config/; the result is laid out as fetch.sh does it.
set -euo pipefail

NAME=${1:-debug}
# shellcheck disable=SC2034 # read by say
TOPIC="kernel $NAME"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/machine/source.sh
. "$HERE/source.sh"

OUT=$BUILD/kernel/$NAME
OBJ=$OUT/obj
TREE=$BUILD/source/linux
FRAGMENTS=("$HERE"/config/{base,userland,checks,lean,"$NAME"}.config)

# Code that this configuration cannot reach: two thirds of the tree.
LEFT_OUT=("$SOURCE_PACKAGE/arch/[!x]*.[chS]" '*.dts*' '*/Documentation/*.rst' '*/tools/testing/*'
	'*/sound/*.[ch]' '*/drivers/'{gpu,media,infiniband,staging,scsi}'/*.[ch]'
	'*/drivers/net/'{ethernet,wireless}'/*.[ch]')

# ccache makes the second build on a machine, or in CI, a matter of a minute.  Time,
# user and host are fixed, because a changed banner would be a changed object.  Depend
# mode looks into the headers that the compiler names, and saves the first build the run
# of a preprocessor for each file: a quarter of its time.
kmake() {
	CCACHE_DIR=${CCACHE_DIR:-$BUILD/ccache} CCACHE_BASEDIR=$BUILD CCACHE_NOHASHDIR=1 \
		CCACHE_DEPEND=1 \
		KBUILD_BUILD_TIMESTAMP=@1 KBUILD_BUILD_USER=sessmon KBUILD_BUILD_HOST=sessmon \
		nice make -s -C "$TREE" O="$OBJ" CC="ccache gcc-12" HOSTCC="ccache gcc-12" "$@"
}

configure() {
	kmake tinyconfig
	cat "${FRAGMENTS[@]}" >>"$OBJ/.config"
	kmake olddefconfig
}

# Kconfig drops a symbol whose dependencies are not met without a word.
verify() {
	local line symbol missing=()
	while read -r line; do
		case $line in
		CONFIG_*)
			grep -qxF "$line" "$OBJ/.config" || missing+=("$line") ;;
		'# CONFIG_'*' is not set')
			symbol=${line#\# } symbol=${symbol% is not set}
			! grep -q "^$symbol=" "$OBJ/.config" || missing+=("$symbol=n") ;;
		esac
	done < <(cat "${FRAGMENTS[@]}")
	[[ ${#missing[@]} -eq 0 ]] || die "the configuration lacks: ${missing[*]}"
}

# The layout of fetch.sh.  Everything is built in; modprobe still wants its indices.
lay_out() {
	local release root=$OUT/root
	release=$(<"$OBJ/include/config/kernel.release")
	rm -rf "$root" "$OUT/modules"
	mkdir -p "$root/lib/modules" "$OUT/modules/kernel"
	cp "$OBJ"/modules.{order,builtin,builtin.modinfo} "$OUT/modules"
	ln -s "$OUT/modules" "$root/lib/modules/$release"
	depmod -b "$root" "$release"
	cp "$OBJ/arch/x86/boot/bzImage" "$OUT/vmlinuz"
	cp "$OBJ/.config" "$OUT/config"
	echo "$OBJ" >"$OUT/kdir"
	echo "$release" >"$OUT/release"
}

main() {
	local hash TIMEFORMAT='%R s wall, %U s user, %S s system'
	[[ -f ${FRAGMENTS[-1]} ]] || die "no variant '$NAME'"
	need gcc-12 make flex bison bc libelf-dev libssl-dev openssl ccache lz4 kmod
	source_tarball
	source_extract "$TREE" "${LEFT_OUT[@]/#/--exclude=}"
	lock "$OUT"
	hash=$(hash_of "$HERE/debug.sh" "${FRAGMENTS[@]}" -- "$SOURCE_ID" "$OUT")
	if fresh "$OUT/stamp" "$hash"; then
		say "$(<"$OUT/release") is there"
		return
	fi
	rm -f "$OUT/stamp"
	mkdir -p "$OBJ"
	logged "$NAME-config" configure
	verify
	say "building, $(nproc) jobs"
	{ time logged "$NAME-build" kmake -j"$(nproc)" bzImage modules; } 2>"$OUT/time"
	lay_out
	echo "$hash" >"$OUT/stamp"
	say "$(<"$OUT/release") is ready: $(tail -n 1 "$OUT/time")"
}
main
