#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of the guest of run.sh; what it finds goes to the second
# serial port.  CYCLES, SECONDS_ and STRIDE come from the kernel's command line.
# shellcheck shell=sh

/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /tmp
mount -t devpts devpts /dev/pts
[ -d /sys/kernel/debug ] && mount -t debugfs debugfs /sys/kernel/debug
stty -F /dev/ttyS1 raw
exec >/dev/ttyS1 2>&1
echo 7 >/proc/sys/kernel/printk
# Few numbers, so that each is given away again and again.
echo 450 >/proc/sys/kernel/pid_max
# Nobody looks for a module when the reader asks for the family.
echo >/proc/sys/kernel/modprobe
debug=/sys/kernel/debug
leaks=$debug/kmemleak

uptime_s() { cut -d' ' -f1 /proc/uptime; }
phase() { echo "# $(uptime_s) s: $*"; echo "storm: phase $*" >/dev/kmsg; }
# check WHAT COMMAND...
check() {
	what=$1
	shift
	if "$@"; then echo "ok - $what"; else echo "not ok - $what"; fi
}

storm_begin() {
	rm -f /stop
	storm "$1" "${2:-4}" &
	storm_pid=$!
	reader listen &
	reader_pid=$!
	reader policy &
	policy_pid=$!
}
storm_end() {
	touch /stop
	wait "$storm_pid" "$reader_pid" "$policy_pid"
	# The last orphans.
	sleep 1
}

# A dump or an exec under way holds the module for a moment.
unload() {
	tries=0
	until rmmod sessmon 2>/tmp/rmmod; do
		tries=$((tries + 1))
		[ "$tries" -lt 200 ] || { echo "not ok - the module can be unloaded: $(cat /tmp/rmmod)"; return 1; }
		usleep 50000
	done
}
no_module() { ! grep -q '^sessmon ' /proc/modules; }
# A kernel that merges caches leaves a link of the name behind, which is no cache.
no_cache() { [ ! -e "/sys/kernel/slab/$1" ] || [ -L "/sys/kernel/slab/$1" ]; }
no_caches() { no_cache sessmon_process && no_cache sessmon_session &&
	! grep -q sessmon /proc/slabinfo; }
free_kb() {
	sync
	echo 3 >/proc/sys/vm/drop_caches
	sleep 2
	awk '/^MemFree/ { print $2 }' /proc/meminfo
}
verify() {
	# What the storm left behind may still be on its way out.
	for _ in 1 2 3 4 5; do
		sleep 1
		reader verify >/tmp/verify && break
	done
	sed 's/^/# /' /tmp/verify
	grep -q ' 0 wrong' /tmp/verify
}
# The worker that makes good what was refused comes by every few seconds.
# The module looks ever more seldom while more is refused: SESSMON_REPAIR_MS_MAX is a minute.
made_good() {
	for _ in $(seq 60); do
		sleep 2
		reader check >/tmp/check && break
	done
	sed 's/^/# /' /tmp/check
	grep -q ' missing=0 stale=0 differing=0$' /tmp/check
}
# limit WHICH FUNCTION: what is allocated under it is required for a failure, or rejected.
limit() {
	awk 'found { print $1; exit } $3 == name { print $1; found = 1 }' \
		name="$2" /proc/kallsyms | {
		read -r start
		read -r end
		echo "0x$start" >"$fail/$1-start"
		echo "0x$end" >"$fail/$1-end"
	}
}
# Only what is allocated by the module's load can fail, of the allocator's objects and of
# its pages; and nothing by chance. sysfs_slab_add() leaks the name if it has no memory.
fail_in_load() {
	for fail in "$debug"/failslab "$debug"/fail_page_alloc; do
		limit require do_one_initcall
		limit reject sysfs_slab_add
		echo 32 >"$fail/stacktrace-depth"
		echo N >"$fail/ignore-gfp-wait"
		echo 0 >"$fail/verbose"
		echo 0 >"$fail/probability"
	done
	echo 0 >"$debug/fail_page_alloc/min-order"
	echo N >"$debug/fail_page_alloc/ignore-gfp-highmem"
}
counter() { reader stats | sed -n "s/.* $1=\([0-9]*\).*/\1/p"; }

# ---- the module comes and goes ----
# Once without it, so that what a storm leaves in the kernel is there before.
phase warm-up
storm_begin 10
wait "$storm_pid"
storm_end
insmod /ko/sessmon.ko && rmmod sessmon
before=$(free_kb)
[ -e "$leaks" ] && echo clear >"$leaks"

phase "cycles $CYCLES"
storm_begin 100000
i=0 failed=0
while [ "$i" -lt "$CYCLES" ]; do
	# Grace periods that are as short as they can be, and long ones: another order of things.
	echo $((i % 2)) >/sys/kernel/rcu_expedited
	insmod /ko/sessmon.ko || failed=$((failed + 1))
	# From at once to a while.
	usleep $(((i % 8) * 100000))
	unload || failed=$((failed + 1))
	i=$((i + 1))
done
echo 0 >/sys/kernel/rcu_expedited
check "the module is loaded and unloaded $CYCLES times in a storm" [ "$failed" = 0 ]

phase "stay $SECONDS_"
insmod /ko/sessmon.ko
sleep "$SECONDS_"
storm_end
reader stats | sed 's/^/# /'
check "after the storm the table is what /proc is" verify
unload
check "no module is left" no_module
check "no slab cache is left" no_caches
after=$(free_kb)
echo "# $before kB free before, $after kB after"
check "the memory is back" [ "$after" -gt $((before - 16384)) ]

phase "small table"
refused=0
for wrong in 1 3 4294967295; do
	insmod /ko/sessmon.ko buckets=$wrong 2>/dev/null || refused=$((refused + 1))
done
check "numbers of buckets that make no table are refused" [ "$refused" = 3 ]
insmod /ko/sessmon.ko max_processes=20 ring_size=64 buckets=16
check "the smallest table and ring are accepted" grep -q '^sessmon ' /proc/modules
storm_begin 5
wait "$storm_pid"
storm_end
reader stats | sed 's/^/# /'
check "what has no place is counted" [ "$(counter table-full)" -gt 0 ]
unload
check "a table too small for the machine leaves nothing behind" no_caches

# Room for a few more; whoever comes too late has a place as soon as there is one.
phase "late room"
set -- /proc/[0-9]*
insmod /ko/sessmon.ko max_processes=$(($# + 10))
first=
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	setsid sleep 1000 &
	[ "$i" -gt 14 ] || first="$first $!"
done
sleep 1
check "who finds the table full is refused" [ "$(counter table-full)" -gt 0 ]
# shellcheck disable=SC2086 # several numbers
kill $first
check "who was refused gets a place when there is one" made_good
killall sleep
unload

# ---- memory fails ----
fail=$debug/failslab
if [ -d "$fail" ]; then
	phase failslab
	insmod /ko/sessmon.ko
	text=$(cat /sys/module/sessmon/sections/.text)
	echo "$text" >"$fail/require-start"
	printf '0x%x\n' $((text + $(cat /sys/module/sessmon/coresize))) >"$fail/require-end"
	echo 32 >"$fail/stacktrace-depth"
	echo N >"$fail/task-filter"
	echo N >"$fail/ignore-gfp-wait"
	echo 0 >"$fail/verbose"
	echo 1 >"$fail/interval"
	echo -1 >"$fail/times"
	echo 20 >"$fail/probability"
	storm_begin "$SECONDS_"
	wait "$storm_pid"
	echo 0 >"$fail/probability"
	storm_end
	reader stats | sed 's/^/# /'
	check "allocations of the module that fail are counted" [ "$(counter no-memory)" -gt 0 ]
	check "when memory is back the table is what /proc is" verify
	# Who comes without memory stays, and does nothing by which a hook would meet it again.
	before=$(counter no-memory)
	echo 100 >"$fail/probability"
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		sleep 1000 &
		setsid sleep 1000 &
	done
	sleep 1
	echo 0 >"$fail/probability"
	check "who comes without memory is refused" [ "$(counter no-memory)" -gt "$before" ]
	check "what was refused is made good without anybody's doing" made_good
	killall sleep
	# With memory: the kernel itself cannot take a probe off a traced function without
	# (WARN in disarm_kprobe_ftrace()), and that function cannot be probed again.
	unload
	check "it leaves after failures" no_module
	check "no slab cache is left after failures" no_caches

	# A load in which the first allocation fails, then one with the second, until there
	# is none left to fail: but for what it leaves out, each is refused or a whole load.
	phase "load without memory"
	fail_in_load
	echo 1 >/sys/kernel/rcu_expedited
	storm_begin 100000 1
	n=1 refused=0 loaded=0 left=0
	while [ "$n" -le 5000 ]; do
		failing "$n" /ko/sessmon.ko >/tmp/failing
		result=$?
		[ "$result" != 0 ] || break
		case $result in
		1)
			refused=$((refused + 1))
			no_module || left=$((left + 1)) ;;
		2) loaded=$((loaded + 1)) ;;
		*)
			cat /tmp/failing
			break ;;
		esac
		no_module || unload
		n=$((n + 1 + (n - 1) * (STRIDE - 1) / 10))
	done
	no_module || unload
	storm_end
	echo 0 >/sys/kernel/rcu_expedited
	echo "# of fewer than $n allocations: $refused loads were refused, $loaded did without"
	check "a load was seen to the last of its allocations" [ "$result" = 0 ]
	check "loads fail when memory does" [ "$refused" -gt 0 ]
	check "a refused load leaves no module" [ "$left" = 0 ]
	check "no slab cache is left after refused loads" no_caches
	insmod /ko/sessmon.ko
	check "with memory it loads, and the table is what /proc is" verify
	unload
fi

if [ -e "$leaks" ]; then
	phase kmemleak
	sleep 1
	echo scan >"$leaks"
	sleep 6
	echo scan >"$leaks"
	cat "$leaks" >/dev/ttyS0
	check "nothing leaked" [ "$(wc -c <"$leaks")" = 0 ]
fi
phase end
echo "storm: done"
sleep 1
reboot -f
