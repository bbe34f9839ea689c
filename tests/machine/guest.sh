# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A guest of busybox and what a test needs, and what its console must not hold.
# Sourced, after lib.sh.

# shellcheck source=tests/machine/qemu.sh
. "$HERE/qemu.sh"

# Reports of the kernel.  The taint line of a module is no complaint.
COMPLAINTS='BUG:|BUG |WARNING:|Oops|lockdep|INFO: (task|possible|trying|rcu|suspicious)|'
COMPLAINTS+='suspicious RCU|RCU used illegally|rcu.*stall|stall.*rcu|Kernel panic|'
COMPLAINTS+='general protection|UBSAN|KASAN|KCSAN|unreferenced object|DEBUG_LOCKS_WARN_ON|'
COMPLAINTS+='Call Trace|soft lockup|blocked for more than|refcount_t|Objects remaining|'
COMPLAINTS+='ODEBUG|list_(add|del) corruption|new suspected memory leaks'
# Lines of an undisturbed boot that would match.
HARMLESS='Lock dependency validator|RCU lockdep checking is enabled|lockdep is turned|'
HARMLESS+='kasan: KernelAddressSanitizer initialized|kcsan: (enabled|non-strict|strict)|'
HARMLESS+='] (Kernel c|C)ommand line: |RCU CPU stall warnings timeout set to'

# guest_new ROOT INIT: an initramfs folder with busybox, started by the script INIT.
guest_new() {
	need busybox-static cpio
	if [[ ${MACHINE:-amd64} == arm64 ]]; then
		need qemu-system-arm
		"$HERE/sysroot.sh" arm64
	else
		qemu_ready
	fi
	rm -rf "$1"
	mkdir -p "$1"/{bin,proc,sys,dev,ko}
	cp "$([[ ${MACHINE:-amd64} == amd64 ]] || echo "$BUILD/sysroot/$MACHINE")/bin/busybox" "$1/bin/"
	cp "$2" "$1/init"
	chmod 755 "$1/init"
}

# guest_module NAME: KO is the module for that kernel: the one that was named, else this tree's.
guest_module() {
	[[ -z $KO ]] || return 0
	"$HERE/build-module.sh" "$1" "$TOP" "$BUILD/guest/ko-$1"
	KO=$BUILD/guest/ko-$1/sessmon.ko
}

# What any such guest's kernel is told. Where ACPI's bytecode is interpreted by a checked
# interpreter, doing without saves half a minute. The rest is for a busy host: the clock's
# first interrupts may come too late for the kernel's check that there are any, and a
# processor that the host took away is no stall.
GUEST_APPEND='console=ttyS0 panic=-1 pci=noacpi no_timer_check'
# A third processor is there and not used: what is for all that may come is seen to be.
GUEST_APPEND+=' maxcpus=2'
GUEST_APPEND+=' rcupdate.rcu_cpu_stall_timeout=120 watchdog_thresh=60'

# guest_boot ROOT CONSOLE RESULTS: boots KERNEL with the folder; what the guest writes to
# ttyS1 goes to RESULTS. TIMEOUT is an upper bound for hangs: on a busy host the debug
# kernel alone has needed 145 s. kmemleak and KASAN cost memory, hence 1 GB; without la57=off
# a KASAN kernel died at boot now and then.
guest_boot() {
	(cd "$1" && find . | cpio -o -H newc --quiet | gzip -1) >"$1.cpio.gz"
	if [[ ${MACHINE:-amd64} == arm64 ]]; then
		guest_boot_arm64 "$@"
		return
	fi
	timeout "${TIMEOUT:-600}" nice qemu-system-x86_64 -accel tcg,thread=multi \
		-cpu max,la57=off -smp 3 -m "${MEMORY:-1024}" -display none -vga none -no-reboot \
		-net none -serial "file:$2" -serial "file:$3" -kernel "$KERNEL/vmlinuz" \
		-initrd "$1.cpio.gz" -append "$GUEST_APPEND ${APPEND:-}" </dev/null
}

# The same on arm64, whose virtual machine has one serial line: no RESULTS. One thread, as
# the emulator of Debian 12 is unsound with several: see qemu.sh.
guest_boot_arm64() {
	timeout "${TIMEOUT:-900}" nice qemu-system-aarch64 -accel tcg,thread=single \
		-M virt -cpu max,pauth-impdef=on -smp 2 -m "${MEMORY:-1024}" -display none -no-reboot \
		-net none -serial "file:$2" -kernel "$KERNEL/vmlinuz" -initrd "$1.cpio.gz" \
		-append "console=ttyAMA0 panic=-1 rcupdate.rcu_cpu_stall_timeout=120 watchdog_thresh=60 ${APPEND:-}" \
		</dev/null
}

# The kernel has data races of its own: a report of KCSAN without a frame of ours loses its
# title. All other lines stay, also what another processor says in between.
without_foreign_races() {
	awk '
		/BUG: KCSAN/ { if (title) print title; title = $0; next }
		/\[sessmon/ { if (title) print title; title = "" }
		/==========/ { title = "" }
		{ print }
		END { if (title) print title }'
}

# guest_complaints CONSOLE: what the kernel reported; nothing on a good day. A cache that
# cannot be made for want of memory comes with a trace, and so does what vmalloc() cannot
# map; who takes memory away expects that. Where a part of the cache was refused the kernel
# says EINVAL; "failing" is the program of the storm that loads the module without memory.
guest_complaints() {
	sed -E -e '/kmem_cache_create_args\(sessmon_.*\) failed with error -(12|22)/,/<\/TASK>/d' \
		-e '/failing: vmalloc error:/,/<\/TASK>/d' "$1" | without_foreign_races |
		grep -aE "$COMPLAINTS" | grep -avE "$HARMLESS" || true
}

# guest_judged ROOT CONSOLE RESULTS NAME: boot it, show the results as TAP with a total,
# and fail if a test or the kernel complains, or if "NAME: done" is missing.
guest_judged() {
	local passed failed complaints
	guest_boot "$1" "$2" "$3" || {
		cat "$3"
		die "QEMU failed or took too long, see $2"
	}
	tr -d '\r' <"$3" | awk '/^(not )?ok - /{ sub(/ok -/, "ok " ++n " -") } { print } END { print "1.." n }'
	passed=$(grep -ac '^ok - ' "$3" || true)
	failed=$(grep -ac '^not ok - ' "$3" || true)
	complaints=$(guest_complaints "$2")
	if [[ -n $complaints ]]; then
		head -n 20 <<<"$complaints" >&2
		failed=$((failed + 1))
		say "the kernel complains, see $2"
	fi
	grep -aq "^$4: done" "$3" || die "did not come to its end, see $2"
	echo "$passed passed, $failed failed"
	[[ $failed -eq 0 ]]
}
