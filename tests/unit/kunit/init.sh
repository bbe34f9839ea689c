#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of the guest of run.sh; results go to the second serial port.
# shellcheck shell=sh

/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t debugfs debugfs /sys/kernel/debug
mount -t devtmpfs devtmpfs /dev
echo 8 >/proc/sys/kernel/printk
leaks=/sys/kernel/debug/kmemleak
results=/dev/ttyS1
stty -F "$results" raw 2>/dev/null

# A test says which of its allocations fails; it may be one that could wait for memory.
for fail in /sys/kernel/debug/failslab /sys/kernel/debug/fail_page_alloc; do
	echo N >"$fail/ignore-gfp-wait"
	echo 0 >"$fail/verbose"
done
echo 0 >/sys/kernel/debug/fail_page_alloc/min-order

# What was there before the module is not the module's.
echo clear >"$leaks"
for ko in /ko/*.ko; do
	insmod "$ko" || echo "kunit: failed: insmod $ko"
done
cat /sys/kernel/debug/kunit/*/results >"$results"
for ko in /ko/*.ko; do
	name=${ko##*/}
	rmmod "${name%.ko}" || echo "kunit: failed: rmmod $ko"
done
# The first scan only marks; an object is reported when it is seen twice.
sleep 1
echo scan >"$leaks"
sleep 6
echo scan >"$leaks"
cat "$leaks"
echo "kunit: done at $(cut -d' ' -f1 /proc/uptime) s"
reboot -f
