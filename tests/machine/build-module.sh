#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# build-module.sh NAME SRC OUT [MAKE-ARGUMENT...]
#
# Builds the module tree SRC (its top folder holds Kbuild) for kernel NAME and
# leaves the .ko files in OUT.  SRC is copied first and never written to.  What
# make says goes to the terminal: warnings are for the caller to judge.
set -euo pipefail

usage="usage: build-module.sh NAME SRC OUT [MAKE-ARGUMENT...]"
NAME=${1:?$usage}
SRC=$(realpath "${2:?$usage}")
OUT=$(realpath -m "${3:?$usage}")
shift 3
# shellcheck disable=SC2034 # read by say
TOPIC="module $NAME"
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/lib.sh"

# One folder per OUT, so that the module and its unit tests do not fight.
STAGE=$BUILD/module/$NAME-$(hash_of /dev/null -- "$OUT" | cut -c1-8)

# Of the project itself only what the module and its unit tests are made of: a test or a
# page that changes is no reason to compile them anew for each kernel.
PARTS=(.)
[[ ! -d $SRC/module ]] || PARTS=(Kbuild dkms.conf module uapi tests/unit/kunit tests/unit/pure)

build() {
	local cc=CC=gcc-12 run=()
	if [[ $COMPILER == host ]]; then
		need gcc-12 libc6-dev make libelf1 pahole
	else
		# The gcc of that suite, whichever compiler the headers name.
		cc=CC=gcc
		run=("$HERE/chroot.sh" "$COMPILER")
	fi
	# The module is what UBSAN shall watch, where the kernel has it for whoever asks.
	if [[ $MACHINE == arm64 ]]; then
		need gcc-12-aarch64-linux-gnu
		run=(env ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu-)
		cc=CC=aarch64-linux-gnu-gcc-12
	fi
	"${run[@]}" make -j"$(nproc)" -C "$(<"$KERNEL/kdir")" M="$STAGE" "$cc" \
		UBSAN_SANITIZE=y "$@" modules
}

# Sources that went away meanwhile must not be compiled or included by chance.
forget_the_gone() {
	local file
	find "$STAGE" -name '*.[ch]' -printf '%P\n' | while read -r file; do
		[[ -e $SRC/$file || $file == *.mod.c || $file == */features.h ]] || rm "$STAGE/$file"
	done
}

# Files keep their times, so make compiles what has changed; all of it for another kernel
# or with other arguments.
stage() {
	local made
	made=$(hash_of "$HERE/build-module.sh" "$KERNEL/stamp" -- "$@")
	fresh "$STAGE.made" "$made" || rm -rf "$STAGE"
	mkdir -p "$STAGE"
	tar -C "$SRC" --exclude='*.o' --exclude='.*.cmd' --exclude=features.h -cf - "${PARTS[@]}" |
		tar -C "$STAGE" -xf -
	forget_the_gone
	echo "$made" >"$STAGE.made"
}

main() {
	local hash
	kernel_ready "$NAME"
	lock "$STAGE"
	hash=$(hash_of_tree "$SRC" "${PARTS[@]}")
	hash=$(hash_of "$HERE/build-module.sh" "$KERNEL/stamp" -- "$hash" "$@")
	if ! fresh "$STAGE.stamp" "$hash"; then
		say "building ${SRC##*/} for $(<"$KERNEL/release")"
		rm -f "$STAGE.stamp"
		stage "$@"
		build "$@" >&2
		echo "$hash" >"$STAGE.stamp"
	fi
	mkdir -p "$OUT"
	find "$STAGE" -name '*.ko' -exec cp -t "$OUT" {} +
	say "$(find "$OUT" -name '*.ko' -printf '%f ')in $OUT"
}
main "$@"
