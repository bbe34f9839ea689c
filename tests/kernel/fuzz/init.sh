#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of the guest of fuzz.sh; what it finds goes to the second serial
# port.  MESSAGES, SEED and DEADLINE, in seconds since boot, come from the kernel's command
# line.
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
uptime_s() { cut -d. -f1 /proc/uptime; }
unload() { stream unload 60 | sed 's/^/# unloaded: /' && ! grep -q '^sessmon ' /proc/modules; }
# A new address for each request, and an answer that is no error.
answers() { [ "$(stream fuzz 1 1 | grep -c sent)" = 1 ]; }
# One worker, so that the other processor is the fuzzer's.
weather() { while [ ! -e /stop ]; do stream storm 20 1; done; }

# One process and one seed for each part, until all are sent or time is over.
part=$(((MESSAGES + 99) / 100))
fuzz_all() {
	sent=0 bad=0
	while [ "$sent" -lt "$MESSAGES" ] && [ "$(uptime_s)" -lt "$DEADLINE" ]; do
		stream fuzz "$part" $((SEED + sent / part)) || bad=$((bad + 1))
		sent=$((sent + part))
		echo "# $(uptime_s) s: $sent of $MESSAGES requests"
	done
	[ "$bad" = 0 ] && [ "$sent" -ge "$MESSAGES" ]
}

insmod /ko/sessmon.ko || echo "not ok - insmod"
weather &
check "$MESSAGES requests were sent, seeds from $SEED" fuzz_all

# Each of these ends when it does not find the family any more.
i=0 bad=0
while [ "$i" -lt 10 ]; do
	stream fuzz 1000000000 $((SEED + 1000 + i)) >/dev/null &
	fuzzer=$!
	usleep $((500000 * (1 + i % 5)))
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
