#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of the guest of run.sh: one fault after the other.
# shellcheck shell=sh

/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t debugfs debugfs /sys/kernel/debug
mount -t devtmpfs devtmpfs /dev
echo 8 >/proc/sys/kernel/printk
leaks=/sys/kernel/debug/kmemleak

echo clear >"$leaks"
# lockdep goes silent after its first report, and after any of KASAN.
for fault in rcu lockdep refcount sleep kasan use_after_free leak; do
	# Each fault's reports lie between two marks, also those of the log.
	echo "alive: begin $fault" >/dev/kmsg
	insmod /ko/sessmon_alive.ko fault="$fault"
	rmmod sessmon_alive
	if [ "$fault" = leak ]; then
		sleep 6
		echo scan >"$leaks"
		sleep 6
		echo scan >"$leaks"
		cat "$leaks"
	fi
	echo "alive: end $fault" >/dev/kmsg
done
echo "alive: done at $(cut -d' ' -f1 /proc/uptime) s"
reboot -f
