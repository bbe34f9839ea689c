#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of the guest of run.sh: one fault after the other, of FAULTS, which
# comes from the kernel's command line.
# shellcheck shell=sh

/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t debugfs debugfs /sys/kernel/debug
mount -t devtmpfs devtmpfs /dev
echo 8 >/proc/sys/kernel/printk
leaks=/sys/kernel/debug/kmemleak

[ ! -e "$leaks" ] || echo clear >"$leaks"
for fault in $(echo "$FAULTS" | tr , ' '); do
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
