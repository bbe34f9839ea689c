#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of the guest of fuzz.sh; what it finds goes to the second serial
# port.  MESSAGES and SEED come from the kernel's command line.
# shellcheck shell=sh

/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /tmp
[ -d /sys/kernel/debug ] && mount -t debugfs debugfs /sys/kernel/debug
stty -F /dev/ttyS1 raw
exec >/dev/ttyS1 2>&1
echo 7 >/proc/sys/kernel/printk
# Nobody looks for a module when a request asks for a family.
echo >/proc/sys/kernel/modprobe
leaks=/sys/kernel/debug/kmemleak

check() {
	what=$1
	shift
	if "$@"; then echo "ok - $what"; else echo "not ok - $what"; fi
}
no_module() { ! grep -q '^sessmon ' /proc/modules; }
unload() {
	n=0
	while ! rmmod sessmon 2>/dev/null && [ "$n" -lt 600 ]; do
		usleep 100000
		n=$((n + 1))
	done
	no_module
}
# A new address for each request, and an answer that is no error.
answers() { [ "$(stream fuzz 1 1 | grep -c sent)" = 1 ]; }
weather() { while [ ! -e /stop ]; do stream storm 20 2; done; }

insmod /ko/sessmon.ko || echo "not ok - insmod"
weather &
i=0 bad=0
while [ "$i" -lt 10 ]; do
	stream fuzz $((MESSAGES / 10)) $((SEED + i)) || bad=$((bad + 1))
	i=$((i + 1))
done
check "$MESSAGES requests were sent, seeds from $SEED" [ "$bad" = 0 ]

# Each of these ends when it does not find the family any more.
i=0 bad=0
while [ "$i" -lt 10 ]; do
	stream fuzz 1000000000 $((SEED + 100 + i)) >/dev/null &
	fuzzer=$!
	usleep 500000
	unload || bad=$((bad + 1))
	kill -9 "$fuzzer" 2>/dev/null
	wait "$fuzzer"
	insmod /ko/sessmon.ko || bad=$((bad + 1))
	i=$((i + 1))
done
check "it was unloaded and loaded ten times under requests" [ "$bad" = 0 ]
check "it answers" answers
touch /stop
wait
check "it leaves" unload
if [ -e "$leaks" ]; then
	sleep 1
	echo scan >"$leaks"
	sleep 6
	echo scan >"$leaks"
	cat "$leaks" >/dev/ttyS0
	check "nothing leaked" [ "$(wc -c <"$leaks")" = 0 ]
fi
echo "fuzz: done"
sleep 1
reboot -f
