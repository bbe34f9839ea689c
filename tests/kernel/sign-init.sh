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

[ "$(cat /sys/module/module/parameters/sig_enforce)" = Y ] || fail "signatures are not enforced"
for ko in unsigned strange damaged; do
	! insmod "/ko/$ko.ko" || fail "$ko was accepted"
done
insmod /ko/trusted.ko || fail "trusted was refused"
grep -q '^sessmon ' /proc/modules || fail "not loaded"
rmmod sessmon || fail "rmmod"
echo "smoke: done at $(cut -d' ' -f1 /proc/uptime) s"
reboot -f
