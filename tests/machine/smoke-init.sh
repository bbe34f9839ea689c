#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of busybox-smoke.sh's guest; its output is the console.
# shellcheck shell=sh

/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t debugfs debugfs /sys/kernel/debug
# Reports must reach the console as they happen.
echo 8 >/proc/sys/kernel/printk

fail() { echo "smoke: failed: $*"; }

echo "smoke: $(uname -r) up at $(cut -d' ' -f1 /proc/uptime) s"
removal=
while read -r ko; do
	insmod "/ko/$ko" || fail "insmod $ko"
	removal="${ko%.ko} $removal"
done </ko/order
i=0
while [ "$i" -lt 50 ]; do
	/bin/busybox true || fail "process $i"
	i=$((i + 1))
done
if [ -x /bin/sessmon ]; then
	mkdir -p /dev/pts
	mount -t devpts devpts /dev/pts
	mknod /dev/ptmx c 5 2 2>/dev/null
	sessmon ls -a || fail "sessmon ls"
	sessmon verify || fail "sessmon verify"
	sessmon verify --hooks || fail "sessmon verify --hooks"
fi
for name in $removal; do
	rmmod "$name" || fail "rmmod $name"
done
# Deferred frees of the module would run after it is gone: let them.
sleep 1
if [ -e /sys/kernel/debug/kmemleak ]; then
	# The first scan only marks; an object is reported when it is seen twice.
	echo scan >/sys/kernel/debug/kmemleak
	sleep 6
	echo scan >/sys/kernel/debug/kmemleak
	cat /sys/kernel/debug/kmemleak
fi
echo "smoke: done at $(cut -d' ' -f1 /proc/uptime) s"
reboot -f
