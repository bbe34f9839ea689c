#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# The first process of the guest: one mode after the other, all workloads in each.
# A result is a line "=MODE WORKLOAD NS_PER_OP OPS EVENTS" on the console.
# shellcheck shell=sh disable=SC2086 # lists of options are words

/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
mount -t tracefs trace /sys/kernel/tracing
# Kernel messages cost instructions on a serial line.
echo 1 >/proc/sys/kernel/printk
ip link set lo up

# Lists come from the kernel's command line with commas.
MODES=$(echo "$MODES" | tr , ' ')
WORKLOADS=$(echo "$WORKLOADS" | tr , ' ')
LEVELS=$(echo "$LEVELS" | tr , ' ')
WORKLOADS=${WORKLOADS:-fork:500 exec:500 dynexec:40 setsid:200 setpgid:5000 setuid:5000 tree:2}

# Names for the profiler; the kernel's own are the same at every boot.
symbols() {
	if [ -n "$ALL_SYMBOLS" ]; then
		sed 's/^/@/' /proc/kallsyms
	elif [ -n "$SYMBOLS" ]; then
		grep '\[' /proc/kallsyms | sed 's/^/@/'
	fi
}

# measure MODE [bench's options]
measure() {
	mode=$1
	shift
	symbols
	for w in $WORKLOADS; do
		if ! out=$(bench "${w%:*}" "${w#*:}" "$@"); then
			echo "!bench $mode ${w%:*} failed"
			return
		fi
		echo "=$mode ${w%:*} $out"
	done
}

# rss PID: what it keeps to itself and in all, in KiB
rss() { awk '/^Rss|^Pss:|^Private_Dirty/ { printf " %s %s", $1, $2 }' "/proc/$1/smaps_rollup"; }

# start COMMAND...: in the background; sets PID
start() {
	"$@" >>/tmp/out 2>/tmp/err &
	PID=$!
	sleep 1
	kill -0 "$PID" 2>/dev/null || echo "!$1: $(head -n 1 /tmp/err)"
}

stop() {
	for pid; do
		kill "$pid" && wait "$pid"
	done 2>/dev/null
}

load() { insmod /bench/sessmon.ko || echo "!sessmon does not load"; }
unload() { rmmod sessmon || echo "!sessmon does not leave"; }

mode_base() { measure base; }
mode_base2() { measure base2; }

mode_probes() {
	insmod /bench/probes.ko || echo "!probes do not load"
	measure probes
	rmmod probes
}

mode_cn_proc() {
	start cnproc /tmp/cn
	measure cn_proc -p $PID -c /tmp/cn
	stop $PID
}

mode_forkstat() {
	: >/tmp/out
	start forkstat
	measure forkstat -p $PID -l /tmp/out
	stop $PID
}

mode_ftrace() {
	for e in fork exec exit; do
		echo 1 >"/sys/kernel/tracing/events/sched/sched_process_$e/enable"
	done
	measure ftrace
	: >/tmp/out
	start cat /sys/kernel/tracing/trace_pipe
	measure trace_pipe -p $PID -l /tmp/out
	stop $PID
	for e in fork exec exit; do
		echo 0 >"/sys/kernel/tracing/events/sched/sched_process_$e/enable"
	done
}

# Last: once enabled, audit keeps a context for each new task until the next boot.
mode_audit() {
	mkdir -p /var/log/audit /var/run
	auditd -l || echo "!auditd does not start"
	sleep 1
	if ! { auditctl -b 65536 && auditctl -a always,exit -F arch=b64 -S execve,execveat; } >/tmp/out 2>&1; then
		echo "!auditctl: $(tail -n 1 /tmp/out)"
	fi
	measure audit -p "$(pidof auditd)" -p "$(pidof kauditd)" -l /var/log/audit/audit.log
}

mode_none() {
	load
	measure none
	unload
}

mode_session() {
	load
	start reader -s /tmp/r1
	measure session -p $PID -c /tmp/r1
	stop $PID
	unload
}

mode_all() {
	load
	start reader /tmp/r1
	measure all -p $PID -c /tmp/r1
	echo "#rss reader$(rss $PID)"
	stop $PID
	unload
}

mode_two() {
	load
	start reader /tmp/r1
	one=$PID
	start reader /tmp/r2
	measure two -p $one -p $PID -c /tmp/r2
	stop $one $PID
	unload
}

mode_json() {
	load
	: >/tmp/out
	start sessmon monitor -j
	measure json -p $PID -l /tmp/out
	echo "#rss monitor$(rss $PID)"
	: >/tmp/out
	stop $PID
	unload
}

# words FILE: the two numbers a reader keeps, as "received lost"
words() { od -A n -t u8 -N 16 "$1"; }

# record NAME [OPTION...]: the recorder
record() {
	name=$1
	shift
	load
	start sessmon-history record -d /tmp/history "$@"
	measure $name -p $PID
	echo "#rss $name$(rss $PID)"
	stop $PID
	echo "#history $name$(du -k /tmp/history/*.db | awk '{ print " " $1 " KiB" }')"
	rm -r /tmp/history
	unload
}

mode_record() { record record --no-rules; }

# The reader of alert with a rule that programs are not asked for, and with all rules.
mode_alert() {
	cat >/tmp/nothing.yml <<-END
		title: Nothing
		logsource: {category: session}
		detection: {s: {sessmon.class: nothing}, condition: s}
	END
	for rules in /tmp/nothing.yml /bench/rules; do
		load
		: >/tmp/out
		start sessmon-history alert --rules $rules
		[ $rules = /bench/rules ] && name=alert || name=alert-none
		measure $name -p $PID -l /tmp/out
		echo "#rss $name$(rss $PID)"
		stop $PID
		unload
	done
	record record-alert --rules /bench/rules
	echo "#rules $(sessmon-history rules check /bench/rules)"
}

# A reader that stands still while 6,000 processes come and go. In a subshell, for its workload.
mode_stopped() (
	WORKLOADS=fork:6000
	load
	start reader /tmp/r1
	measure running -p $PID -c /tmp/r1
	sleep 1
	before=$(words /tmp/r1)
	produced=$(produced)
	kill -STOP $PID
	measure stopped
	sleep 1
	produced=$(($(produced) - produced))
	kill -CONT $PID
	sleep 3
	echo "#stopped produced $produced before $before after $(words /tmp/r1)"
	stop $PID
	unload
)

# Events that the hooks made so far
produced() { sessmon stats | sed -n 's/^last event *//p'; }

# ---- how it scales: live processes and sessions; no mode of run.sh ----

# populate OPTION N: N processes that live until depopulate
populate() {
	rm -f /tmp/ready
	scale $1 "$2" /tmp/ready &
	SCALE=$!
	while [ ! -e /tmp/ready ]; do
		sleep 1
	done
}

depopulate() {
	kill -TERM $SCALE
	while [ "$(cut -d/ -f2 /proc/loadavg | cut -d' ' -f1)" -gt 95 ]; do
		sleep 1
	done
	kill -9 $SCALE
	wait $SCALE 2>/dev/null
	sleep 2
}

# slab NAME: active objects, size of one, bytes that their pages take
slab() {
	awk -v n="$1" '$1 == n {
		printf " %s %d objects of %d in %d KiB", n, $2, $4, $15 * $6 * 4
	}' /proc/slabinfo
}

# dumped N: one more dump, for what it has: all of them, and the few that are always there.
dumped() {
	reader -d >/tmp/out
	echo "#dump of $(cat /tmp/out)"
	[ "$(cut -d' ' -f1 /tmp/out)" -gt "$1" ] || echo "!dump: fewer than $1"
}

mode_scale() {
	echo 4194304 >/proc/sys/kernel/pid_max
	echo 1000000 >/proc/sys/kernel/threads-max
	for n in ${LEVELS:-100 1000 10000 100000}; do
		populate "" "$n"
		WORKLOADS=fork:200 measure "bare-$n"
		load
		WORKLOADS="fork:200 dump:1 ps:1" measure "processes-$n"
		echo "#slab processes $n$(slab sessmon_process)$(slab sessmon_session)"
		dumped "$n"
		unload
		depopulate
		load
		populate -s "$n"
		WORKLOADS="fork:200 dump:1" measure "sessions-$n"
		echo "#slab sessions $n$(slab sessmon_process)$(slab sessmon_session)"
		dumped "$n"
		depopulate
		unload
	done
}

# ---- throughput and latency, on a clock that runs by itself ----

ring_lost() { sessmon stats | sed -n 's/^events lost *//p'; }
storm() { bench exec "$1" >/dev/null & }

mode_latency() {
	load
	for streams in 1 2; do
		echo "#latency trickle of one process every 10 ms, then $streams streams of 3,000"
		start reader -t /tmp/r1
		i=0
		while [ $i -lt 300 ]; do
			/bench/nop
			usleep 10000
			i=$((i + 1))
		done
		stop $PID
		sed 's/^/#trickle /' /tmp/out
		: >/tmp/out
		start reader -t /tmp/r1
		begin=$(cut -d' ' -f1 /proc/uptime)
		lost=$(ring_lost)
		for i in $(seq $streams); do
			storm 3000
			storms="$storms $!"
		done
		wait $storms
		storms=
		echo "#storm from $begin to $(cut -d' ' -f1 /proc/uptime) s"
		sleep 1
		echo "#storm received and lost $(words /tmp/r1)"
		echo "#storm lost in the ring: $lost before, $(ring_lost) after"
		stop $PID
		sed 's/^/#storm /' /tmp/out
		: >/tmp/out
	done
	unload
}

echo "#up $(cut -d' ' -f1 /proc/uptime)"
# Newer kernels work on their own affairs for the first seconds; idle time is free.
sleep 30
# The recorder and the peers last, as they leave something behind: a bare fork is 4 % cheaper after it; the process connector goes on counting a
# reader that did not take its leave, and audit keeps its cost until the next boot.
ALL="base probes none session all two json stopped base2 record alert ftrace cn_proc forkstat audit"
for mode in ${MODES:-$ALL}; do
	"mode_$mode"
done
echo "#end"
reboot -f
