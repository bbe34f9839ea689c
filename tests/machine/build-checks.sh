#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# build-checks.sh: does the build refuse what it must refuse, and say why? Prints TAP.
set -uo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=build-checks
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/lib.sh"

# Most of what fails here is meant to.
trap - ERR

passed=0 failed=0
verdict() {
	if [[ $1 == 0 ]]; then
		passed=$((passed + 1))
		echo "ok $((passed + failed)) - $2"
	else
		failed=$((failed + 1))
		echo "not ok $((passed + failed)) - $2"
		tail -n 15 "$TREE.log" | sed 's/^/# /'
	fi
}

# A copy of the tree, built as DKMS would.
TREE=$(mktemp -d "$BUILD/checks.XXXXXX")
trap 'rm -rf "$TREE" "$TREE.log"' EXIT
fresh_tree() {
	rm -rf "$TREE"
	mkdir "$TREE"
	cp -R "$TOP"/{Kbuild,module,uapi} "$TREE"
}
build() { make -C "$(<"$BUILD/kernel/6.1/kdir")" M="$TREE" CC=gcc-12 "$@" >"$TREE.log" 2>&1; }

# fails_with TEXT MAKE-ARGUMENT...
fails_with() {
	local text=$1
	shift
	! build "$@" && grep -qE "$text" "$TREE.log"
}

need gcc-12 make
"$HERE/fetch.sh" 6.1

fresh_tree
fails_with 'sessmon: PREEMPT_RT is not supported: the hooks run where' CONFIG_PREEMPT_RT=y modules
verdict $? "a kernel with PREEMPT_RT is refused, with the reason"

fresh_tree
fails_with 'sessmon: only 64-bit kernels are supported' CONFIG_64BIT=n modules
verdict $? "a 32-bit kernel is refused, with the reason"

fresh_tree
fails_with 'sessmon: this kernel was built with clang' CONFIG_CC_IS_CLANG=y modules
verdict $? "a kernel of clang's is refused to gcc, with the reason"

# Headers that say which compiler the kernel had; what make and DKMS do with them.
fresh_tree
mkdir "$TREE/kernel"
touch "$TREE/kernel/Makefile" "$TREE/kernel/.config"
asks() {
	make -s -C "$TOP" module KDIR="$TREE/kernel" MAKE="echo make" >"$TREE.log" 2>&1
	env -i kernel_source_dir="$TREE/kernel" bash -c ". '$TOP/dkms.conf'; echo \"dkms \${MAKE[0]-}\"" >>"$TREE.log" 2>&1
	[[ $(grep -c 'LLVM=1' "$TREE.log") == "$1" ]] && grep -q '^make .*modules' "$TREE.log" && grep -q '^dkms' "$TREE.log"
}
asks 0 && echo CONFIG_CC_IS_CLANG=y >>"$TREE/kernel/.config" && asks 2
verdict $? "a kernel of clang's gets LLVM=1 from make and from DKMS, another does not"

# What dkms.conf leaves out, in the way in which DKMS reads it.
taken() { # taken ARCHITECTURE RELEASE
	bash -c '. "$1/dkms.conf"; [[ $2 =~ $BUILD_EXCLUSIVE_ARCH && $3 =~ $BUILD_EXCLUSIVE_KERNEL ]]' \
		sh "$TOP" "$@"
}
taken x86_64 5.10.0-32-amd64 && taken aarch64 6.1.0-44-arm64 && taken x86_64 7.3-rc1 &&
	! taken i686 6.1.0-44-686 && ! taken armv7l 6.1.0-44-armmp && ! taken x86_64 5.9.0 &&
	! taken x86_64 5.4.0-100-generic && ! taken x86_64 7.4.1
verdict $? "DKMS passes over other processors and kernels"

fresh_tree
sed -i 's/GENL_MCAST_CAP_[A-Z]*_ADMIN/NO_&/g; s/group->cap_sys_admin/group->no_cap/' \
	"$TREE/module/features.c"
fails_with 'sessmon: this kernel would let anybody listen' module/wire/family.o
verdict $? "a kernel that cannot say who may join a group is refused, with the reason"

fresh_tree
fails_with 'sessmon: cannot tell what the headers of 6\.1.* offer:' \
	KCFLAGS=-fno-such-option module/params.o
verdict $? "a compiler that does not know a flag ends the build before anything is compiled"

fresh_tree
sed -i 's/sessmon_has_no_such_member/pid/' "$TREE/module/features.c"
fails_with 'a test that must fail succeeded' module/params.o
verdict $? "a feature test that says yes to everything is found out"

fresh_tree
sed -i 's/task->pid;/task->no_pid;/' "$TREE/module/features.c"
fails_with 'a test that must succeed failed' module/params.o
verdict $? "a feature test that says no to everything is found out"

fresh_tree
build module/params.o && grep -q '^#define HAVE_TTY_CTRL$' "$TREE/module/features.h" &&
	build module/params.o && ! grep -q FEATURE "$TREE.log" &&
	build KERNELRELEASE=6.1.0-other module/params.o && grep -q FEATURE "$TREE.log"
verdict $? "the features are asked for once, and anew for another kernel"

fresh_tree
DESTDIR=$TREE/dest "$TOP/userspace/install/dkms.sh" install >"$TREE.log" 2>&1 &&
	version=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' "$TOP/dkms.conf") &&
	(cd "$TREE/dest/usr/src/sessmon-$version" && ls -d Kbuild dkms.conf module/main.c \
		uapi/linux/sessmon.h) >>"$TREE.log" 2>&1
verdict $? "the source that DKMS gets is complete"

echo "$passed passed, $failed failed"
((failed == 0))
