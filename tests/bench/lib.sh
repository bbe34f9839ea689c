# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# What the benchmarks share: the initramfs and the ways to boot it.  Sourced.

# shellcheck source=tests/machine/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../machine/lib.sh"
BENCH=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
WORK=$BUILD/bench

# Peers from the distribution, unpacked beside the host's own programs.
fetch_peers() {
	local peers=$WORK/peers
	[[ -x $peers/usr/bin/forkstat && -x $peers/sbin/auditd ]] && return
	rm -rf "$peers" "$peers.debs"
	mkdir -p "$peers" "$peers.debs"
	chmod 777 "$peers.debs"
	(cd "$peers.debs" && apt-get download forkstat auditd libaudit1 libauparse0 libcap-ng0 libwrap0)
	for deb in "$peers.debs"/*.deb; do
		dpkg-deb -x "$deb" "$peers"
	done
	rm -rf "$peers.debs"
}

# add PROGRAM...: into the initramfs's /bin, with the libraries it needs.
add() {
	local program lib
	for program; do
		install -D "$program" "$ROOT/bin/${program##*/}"
		while read -r lib; do
			[[ -e $ROOT$lib ]] || install -D "$lib" "$ROOT${lib#"$WORK/peers"}"
		done < <(LD_LIBRARY_PATH=$WORK/peers/lib/x86_64-linux-gnu:$WORK/peers/usr/lib/x86_64-linux-gnu \
			ldd "$program" | grep -oE '/[^ ]+' || true)
	done
}

compile() {
	local name=$1
	shift
	gcc -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -o "$WORK/bin/$name" \
		"$BENCH/guest/$name.c" "$@"
}

programs() {
	mkdir -p "$WORK/bin"
	make -s -C "$TOP/userspace" O="$BUILD/userspace"
	compile bench -static
	compile scale -static
	compile nop -static -nostdlib
	compile dyn
	compile cnproc
	compile reader -I"$TOP/uapi" -I"$TOP/userspace/lib" "$BUILD/userspace/libsessmon.a" \
		-lnl-genl-3 -lnl-3
}

modules() {
	"$HERE/build-module.sh" "$1" "$TOP" "$WORK/$1"
	"$HERE/build-module.sh" "$1" "$BENCH/probes" "$WORK/$1/probes"
	mv "$WORK/$1/probes/probes.ko" "$WORK/$1"
	strip -g "$WORK/$1"/*.ko
}

# initramfs KERNEL INIT: what boots, in $WORK/KERNEL.cpio.gz
initramfs() {
	ROOT=$WORK/root
	rm -rf "$ROOT"
	mkdir -p "$ROOT"/{bin,proc,sys,dev,tmp,bench,run,etc/audit}
	add /bin/busybox "$WORK"/bin/{bench,scale,cnproc,reader} "$BUILD/userspace"/sessmon{,-history} \
		"$WORK"/peers/usr/bin/forkstat "$WORK"/peers/sbin/{auditd,auditctl} /bin/ps
	install "$WORK/$1"/*.ko "$WORK"/bin/{nop,dyn} "$BENCH/guest/tree.sh" "$ROOT/bench"
	# Those of others are not in this tree.
	cp -RL "${SIGMA_RULES:-$TOP/userspace/install/rules}" "$ROOT/bench/rules"
	strip "$ROOT"/bin/* "$ROOT/bench"/{nop,dyn} 2>/dev/null || true
	ln -s bin "$ROOT/sbin"
	ln -s /run "$ROOT/var"
	cp "$WORK/peers/etc/audit/auditd.conf" "$ROOT/etc/audit/"
	echo root:x:0:0::/:/bin/sh >"$ROOT/etc/passwd"
	# auditd.conf names adm.
	printf 'root:x:0:\nadm:x:4:\n' >"$ROOT/etc/group"
	install "$BENCH/guest/$2" "$ROOT/init"
	# Names in order and no times: the same files make the same boot.
	(cd "$ROOT" && find . -print0 | sort -z | xargs -0 touch -hd @0 &&
		find . -print0 | sort -z | cpio -0 -o -H newc --quiet --reproducible | gzip -1n) \
		>"$WORK/$1.cpio.gz"
}

# boot KERNEL CONSOLE OPTION...: QEMU with the options and what all boots share
boot() {
	local kernel=$1 console=$2
	shift 2
	nice timeout "${TIMEOUT:-3600}" qemu-system-x86_64 -nographic -no-reboot -net none \
		-kernel "$BUILD/kernel/$kernel/vmlinuz" -initrd "$WORK/$kernel.cpio.gz" \
		-append "console=ttyS0 quiet panic=-1 nokaslr norandmaps tsc=reliable no_timer_check ${APPEND:-}" \
		"$@" </dev/null >"$console" 2>&1
}

# One virtual processor whose clock is the number of instructions it has executed:
# two runs of the same boot are the same to the last bit, however busy the host is.
# shellcheck disable=SC2034,SC2054 # for those who source this file; commas are QEMU's
COUNTED=(-accel tcg,thread=single -smp 1 -cpu 'max,-rdrand,-rdseed' -icount 'shift=0,sleep=off'
	-rtc base=2026-01-01,clock=vm)

prepare() {
	fetch_peers
	programs
	modules "$1"
	initramfs "$1" init.sh
}

# guest KERNEL APPEND OPTION...: builds all, boots, shows progress; the guest's lines
# are in $CONSOLE afterwards.
guest() {
	local kernel=$1 pid
	CONSOLE=$BUILD/log/${TOPIC// /-}.console
	need qemu-system-x86 busybox-static cpio gcc make pkg-config libc6-dev libnl-3-dev \
		libnl-genl-3-dev libjson-c-dev libsqlite3-dev libyaml-dev libpcre2-dev zlib1g-dev procps
	lock "$WORK/run"
	say "building"
	logged bench-prepare prepare "$kernel"
	kernel_ready "$kernel"
	say "booting $(<"$KERNEL/release")"
	: >"$CONSOLE"
	APPEND=$2
	shift 2
	boot "$kernel" "$CONSOLE" "$@" &
	pid=$!
	progress "$CONSOLE" "$pid"
	wait "$pid" || die "QEMU failed, see $CONSOLE"
	grep -aq '^#end' "$CONSOLE" || die "did not come to its end, see $CONSOLE"
}

# progress CONSOLE PID: say what arrives on the console until PID ends
progress() {
	local line
	while IFS= read -r line; do
		line=${line//$'\r'/}
		case $line in
		=*) [[ $line == "=${last:-} "* ]] || say "${line%% *}"; last=${line%% *}; last=${last#=} ;;
		'#'* | '!'*) say "$line" ;;
		esac
	done < <(tail -n +1 -F --pid="$2" "$1" 2>/dev/null)
}
