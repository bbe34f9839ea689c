#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of the guest of run.sh; what it finds goes to the second serial
# port: a line for each test and round.  SECONDS_ comes from the kernel's command line.
# shellcheck shell=sh

/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm /tmp /work
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t tmpfs tmpfs /work
stty -F /dev/ttyS1 raw
exec >/dev/ttyS1 2>&1
echo 5 >/proc/sys/kernel/printk
# Programs that are killed on purpose are not worth a line each.
echo 0 >/proc/sys/debug/exception-trace
ip link set lo up
mkdir /cgroup
mount -t cgroup2 cgroup /cgroup
tests=/cgroup/tests
mkdir $tests
cd /work || exit

# run ROUND NAME COMMAND...: how the command ends; the tests tell their parts in TAP.
run() {
	round=$1 name=$2
	shift 2
	# Some tests end their whole group; one forks ten thousand times.
	# shellcheck disable=SC2016 # expanded by the inner shell
	setsid sh -c 'echo $$ >"$0" && exec timeout -s KILL 240 "$@"' $tests/cgroup.procs "$@" \
		</dev/null >/tmp/out 2>&1
	status=$?
	echo "$round $name $status$(grep -c '^ok ' /tmp/out | sed '/^0$/d; s/^/+/')"
}
# all ROUND
all() {
	echo "# $(cut -d' ' -f1 /proc/uptime) s: $1"
	while read -r name; do
		run "$1" "stress-ng-$name" stress-ng --"$name" 2 --timeout "$SECONDS_" --quiet \
			--temp-path /work
	done </stressors
	for test in /tests/*; do
		run "$1" "${test#/tests/}" "$test"
	done
	# What tests leave behind must not be the next round's: stress-ng's daemons outlive it
	# and go on forking, faster than they can be killed one by one.
	echo 1 >$tests/cgroup.kill
	rm -rf /work/*
}
# check WHAT COMMAND...
check() {
	what=$1
	shift
	if "$@"; then echo "ok - $what"; else echo "not ok - $what"; fi
}
verify() {
	for _ in 1 2 3 4 5; do
		sleep 1
		reader verify >/tmp/verify && break
	done
	sed 's/^/# /' /tmp/verify
	grep -q ' 0 wrong' /tmp/verify
}

all without
insmod /ko/sessmon.ko
reader listen >/tmp/reader &
all with
check "afterwards the table is what /proc is" verify
reader stats | sed 's/^/# /'
touch /stop
wait
sed 's/^/# /' /tmp/reader
check "the reader has heard of it" grep -q ' [1-9][0-9]* messages' /tmp/reader
check "the module can be unloaded" rmmod sessmon
echo "# $(cut -d' ' -f1 /proc/uptime) s"
echo "stress: done"
sleep 1
reboot -f
