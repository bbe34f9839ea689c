# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# The emulator of all guests.  Sourced, after lib.sh.
#
# Up to 8.0 QEMU translated a page's code before it took the lock that writers to the page
# need (tb_gen_code() and tb_link_page() in its accel/tcg).  What another processor wrote
# meanwhile was missed, and the guest went on to execute what was no longer there.  A kernel
# that attaches a probe writes an int3 over its own text and takes it away again; a guest
# that trapped at it ever after panicked three times ("A panic that was seen" in README.md):
# twice in a storm of loads and unloads, once in the third load of the scenarios.  So no
# guest is left to luck, though 10.0 needs 45 % more of the host.  Where the machine's QEMU
# is older, Debian's backport is unpacked into build/qemu.  tests/bench counts instructions
# on one processor in one thread, where nobody else writes, and keeps the machine's own.

# shellcheck source=tests/machine/apt.sh
. "$HERE/apt.sh"

QEMU_SINCE=8.1
QEMU=$BUILD/qemu/bin/qemu-system-x86_64

qemu_is_sound() {
	local version
	version=$("$1" --version | sed -nE 's/^QEMU emulator version ([0-9.]+).*/\1/p')
	printf '%s\n' "$QEMU_SINCE" "$version" | sort -VC
}

# The libraries and the BIOS are those of the machine's own package.
qemu_unpack() {
	# shellcheck source=/dev/null
	apt_init "$BUILD/apt/qemu" "$(. /etc/os-release && echo "$VERSION_CODENAME")-backports"
	rm -rf "$BUILD/qemu"
	apt_fetch "$BUILD/qemu" qemu-system-x86 qemu-system-common qemu-system-data
	mkdir "$BUILD/qemu/bin"
	cat >"$QEMU.new" <<-END
		#!/bin/sh
		export QEMU_MODULE_DIR='$BUILD/qemu/usr/lib/x86_64-linux-gnu/qemu'
		exec '$BUILD/qemu/usr/bin/qemu-system-x86_64' -L '$BUILD/qemu/usr/share/qemu' \\
			-L /usr/share/seabios "\$@"
	END
	chmod 755 "$QEMU.new"
	qemu_is_sound "$QEMU.new"
	mv "$QEMU.new" "$QEMU"
}

qemu_unpacked() { [[ -x $QEMU ]] || (lock "$BUILD/qemu" && { [[ -x $QEMU ]] || logged qemu qemu_unpack; }); }

# qemu_ready: puts a sound emulator into PATH; without one, says so and goes on.
qemu_ready() {
	need qemu-system-x86
	qemu_is_sound qemu-system-x86_64 && return
	if qemu_unpacked; then
		PATH=${QEMU%/*}:$PATH
	else
		say "no QEMU $QEMU_SINCE or later: a guest may panic at an int3 that is not there"
	fi
}
