#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of the guest of run.sh; what it finds goes to the second serial
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
weather() { while [ ! -e /calm ]; do stream storm 20 1 </dev/null; done; }

# One process and one seed for each part, a fuzzer on each processor, until all are sent
# or time is over. Every fifth pair shares its processors with a storm.
part=$(((MESSAGES + 99) / 100))
pair() {
	rm -f /calm
	[ $((sent / part % 10)) != 0 ] || weather &
	storm=$!
	stream fuzz "$part" $((SEED + sent / part)) &
	other=$!
	stream fuzz "$part" $((SEED + sent / part + 1)) || bad=$((bad + 1))
	wait "$other" || bad=$((bad + 1))
	: >/calm
	wait "$storm"
}
fuzz_all() {
	sent=0 bad=0
	while [ "$sent" -lt "$MESSAGES" ] && [ "$(uptime_s)" -lt "$DEADLINE" ]; do
		pair
		sent=$((sent + 2 * part))
		echo "# $(uptime_s) s: $sent of $MESSAGES requests"
	done
	[ "$bad" = 0 ] && [ "$sent" -ge "$MESSAGES" ]
}

insmod /ko/sessmon.ko || echo "not ok - insmod"
check "$MESSAGES requests were sent, seeds from $SEED" fuzz_all

# Each of these ends when it does not find the family any more.
i=0 bad=0
rm -f /calm
weather &
storm=$!
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
: >/calm
wait "$storm"
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
