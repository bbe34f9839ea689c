#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh [--kernel NAME] [--early|--late] [--env NAME=VALUE] [--interactive] [TEST...]
#
# Boot the guest and run the scenarios, or those whose name contains a TEST, in it.
# Prints TAP and, last, "N passed, N failed".
#
#	--kernel NAME   a kernel that tests/machine/fetch.sh knows; default 6.1
#	--early         the module is loaded before systemd starts
#	--late          the scenarios load it themselves; the default
#	--timeout N     seconds until the guest is given up; default 2700
#	--env NAME=VALUE  for the scenarios; may be given more than once
#	--interactive   no scenarios: a root shell in the guest
#	--disk FILE     a disk that is written to, and keeps it for the next boot
#	--main MODULE   what to run in the guest; default lab.runner
#
# The module and the reader are taken from build/out, if they are there.
set -euo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=scenarios
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../machine/lib.sh"
# shellcheck source=tests/machine/qemu.sh
. "$HERE/qemu.sh"
VM=$TOP/tests/scenario

KERNEL=6.1
BOOT=(--insmod late)
TESTS=()
TIMEOUT=2700
MAIN=lab.runner
DISK=
ENVIRONMENT=()

usage()
{
	sed -n '4,18s/^# \{0,1\}//p' "$0" >&2
	exit 2
}

while [ $# -gt 0 ]; do
	case $1 in
	--kernel) KERNEL=${2:?}; shift ;;
	--timeout) TIMEOUT=${2:?}; shift ;;
	--main) MAIN=${2:?}; shift ;;
	--disk) DISK=${2:?}; BOOT+=(--keep); shift ;;
	--env) ENVIRONMENT+=("$(printf %q "${2:?}")"); shift ;;
	--early) BOOT+=(--insmod early) ;;
	--late) BOOT+=(--insmod late) ;;
	--interactive) BOOT+=(--interactive) ;;
	-*) usage ;;
	*) TESTS+=("$(printf %q "$1")") ;;
	esac
	shift
done

PAYLOAD=$BUILD/payload/$KERNEL

# What was built for this kernel wins over what was built for any.
built()
{
	local name=$1 dir

	for dir in "$BUILD/out/$KERNEL" "$BUILD/out"; do
		[ ! -e "$dir/$name" ] || { cp "$dir/$name" "$PAYLOAD/"; return; }
	done
	say "no $name in $BUILD/out, going on without"
}

# Documents are held against a schema that is not in this tree, where it is at hand.
schema()
{
	python3 "$TOP/tests/unit/ecs/contract.py" >"$PAYLOAD/schema.json" ||
		rm "$PAYLOAD/schema.json"
}

# Rules of others are not in this tree, either.
public_rules()
{
	local from=${SIGMA_RULES:-$TOP/../shared/sigma}

	[ ! -d "$from" ] || cp -RL "$from" "$PAYLOAD/sigma"
}

payload()
{
	rm -rf "$PAYLOAD"
	mkdir -p "$PAYLOAD/scenarios"
	cp -R "$VM/lab" "$PAYLOAD/lab"
	cp "$VM"/cases/*/*.py "$PAYLOAD/scenarios/"
	cp -R "$VM/oracle" "$PAYLOAD/oracle"
	make -s -C "$VM/programs/model" O="$PAYLOAD/programs"
	make -s -C "$VM/programs/stream" O="$PAYLOAD/programs"
	cp "$TOP/uapi/linux/sessmon.h" "$PAYLOAD/"
	make -s -C "$VM/programs/races" O="$PAYLOAD/races"
	make -s -C "$VM/programs/abuse" O="$PAYLOAD/abuse"
	cp "$TOP/tests/unit/ecs/contract.py" "$PAYLOAD/"
	schema
	# Test programs and the like come along as they are.
	if [ -d "$BUILD/out/guest" ]; then
		cp -R "$BUILD/out/guest/." "$PAYLOAD/"
	fi
	cp "$TOP/userspace/install/default.policy" "$PAYLOAD/policy.default"
	cp "$TOP/userspace/install/sessmon-record.service" "$PAYLOAD/"
	cp -R "$TOP/userspace/install/rules" "$PAYLOAD/rules"
	public_rules
	# For who sits there: see rootfs/tree/usr/local/lib/lab/motd.
	for page in "$TOP"/userspace/man/*.[1-9]; do
		install -D -m 644 -t "$PAYLOAD/man/man${page##*.}" "$page"
	done
	cp -R "$TOP/userspace/completion" "$PAYLOAD/completion"
	built sessmon.ko
	built sessmon-blind.ko
	built vulnerable.ko
	built sessmon
	built sessmon-history
	cat >"$PAYLOAD/main" <<-END
		#!/bin/sh
		exec env ${ENVIRONMENT[*]} python3 -B -m $MAIN ${TESTS[*]}
	END
	chmod 755 "$PAYLOAD/main"
}

need python3 python3-yaml
qemu_ready
[ -e "$BUILD/kernel/$KERNEL/release" ] || "$TOP/tests/machine/fetch.sh" "$KERNEL" >&2
disk=${DISK:-$("$VM/rootfs.sh")}
payload
initrd=$("$VM/initramfs.sh" "$KERNEL" "$PAYLOAD")
say "booting $(cat "$BUILD/kernel/$KERNEL/release"), console in $BUILD/log/$KERNEL.console"
exec "$VM/boot.py" --kernel "$BUILD/kernel/$KERNEL/vmlinuz" --initrd "$initrd" \
	--disk "$disk" --log "$BUILD/log/$KERNEL" --timeout "$TIMEOUT" "${BOOT[@]}"
