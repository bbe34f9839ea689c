#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of sign.sh's guest; its output is the console.
# shellcheck shell=sh

/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t debugfs debugfs /sys/kernel/debug
echo 8 >/proc/sys/kernel/printk

fail() { echo "smoke: failed: $*"; }

# refused MODULE WORDS [LOG]: it is, with these words, and these in the kernel's log.
refused() {
	dmesg -c >/dev/null
	if said=$(insmod "/ko/$1.ko" 2>&1); then
		fail "$1 was accepted"
	elif [ "${said##*: }" != "$2" ]; then
		fail "$1: $said"
	elif [ "${3:+$(dmesg | grep -c "$3")}" = 0 ]; then
		fail "$1: the log has no '$3'"
	fi
}

# As userspace/install/signing.md has it.
if grep -q lockdown=integrity /proc/cmdline; then
	refused unsigned "Operation not permitted" "unsigned module loading is restricted"
else
	refused unsigned "Key was rejected by service" "Loading of unsigned module is rejected"
	refused strange "Key was rejected by service" "module with unavailable key is rejected"
	refused damaged "Key was rejected by service"
	insmod /ko/trusted.ko || fail "trusted was refused"
	grep -q '^sessmon ' /proc/modules || fail "not loaded"
	rmmod sessmon || fail "rmmod"
fi
echo "smoke: done at $(cut -d' ' -f1 /proc/uptime) s"
reboot -f
