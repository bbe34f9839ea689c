#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Put the module into the initramfs, as far as there is one for this kernel, and load it
# before there is a service: what has begun before it has to be deduced.

# shellcheck disable=SC2154 # kernel and moddir are dracut's
check() {
	modprobe --set-version="$kernel" --show-depends sessmon >/dev/null 2>&1
}

depends() {
	return 0
}

installkernel() {
	hostonly='' instmods sessmon
}

install() {
	inst_hook cmdline 00 "$moddir/load.sh"
}
