#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# rootfs.sh: make the disk of the guest, build/rootfs/bookworm.ext4, and print its
# path.  Kept until something in rootfs/ or this script changes.
#
# The disk is the same for every kernel and every test; what changes between two
# boots is in the payload, see initramfs.sh.
set -euo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=disk
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../machine/lib.sh"
VM=$TOP/tests/scenario

SUITE=bookworm
LATER=trixie
IMAGE=$BUILD/rootfs/$SUITE.ext4
ROOT=$BUILD/rootfs/root
LOG=$BUILD/log/rootfs.log

# The guest's packages come from wherever this machine gets its own: apt knows,
# whatever format the lists are in.  Third parties' lists stay out.
sources()
{
	# shellcheck disable=SC2016 # apt substitutes these, not the shell
	apt-get indextargets --format '$(ORIGIN) deb $(REPO_URI) $(RELEASE) $(COMPONENT)' \
		'Created-By: Packages' |
		sed -nE "s/^Debian (deb [^ ]+ $SUITE(-updates|-security)? .*)/\1/p" | sort -u
}

# sources, after fetching the lists if this machine never did
mirror_lines()
{
	[ -n "$(sources)" ] ||
		flock /run/lock/sessmon-apt.lock apt-get update >"$BUILD/log/apt.log" 2>&1
	sources
}

# No documentation, and no fsync: a half-made image is simply made again.
packages()
{
	mmdebstrap --mode=root --variant=essential --format=directory \
		--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
		--dpkgopt=force-unsafe-io \
		--dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-exclude=/usr/share/man/*' \
		--dpkgopt='path-exclude=/usr/share/info/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' \
		--aptopt='Acquire::Languages "none"' \
		--aptopt='APT::Install-Recommends "false"' \
		--include="$(sed -E '/^(#|$)/d' "$VM/rootfs/packages" | paste -sd,)" \
		"$SUITE" "$ROOT" - >>"$LOG" 2>&1 <<<"$1"
}

# A second, later Debian, for the programs that differ: files only, no more than
# they need to run in a chroot.
later()
{
	mmdebstrap --mode=root --variant=extract --format=directory \
		--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
		--dpkgopt='path-exclude=/usr/share/*' \
		--dpkgopt='path-exclude=/usr/*/systemd/*' \
		--dpkgopt='path-exclude=/usr/lib/*/perl*/*' \
		--dpkgopt='path-exclude=/usr/lib/*/gconv/*' \
		--aptopt='Acquire::Languages "none"' \
		--aptopt='APT::Install-Recommends "false"' \
		--include="$(sed -E '/^(#|$)/d' "$VM/rootfs/$LATER" | paste -sd,)" \
		"$LATER" "$ROOT/srv/$LATER" - >>"$LOG" 2>&1
}

# The checkout belongs to whoever made it; in the guest all of it is root's.
customise()
{
	cp -R --no-preserve=ownership "$VM/rootfs/tree/." "$ROOT/"
	chmod 440 "$ROOT/etc/sudoers.d/lab"
	install -m 755 "$VM/rootfs/setup.sh" "$ROOT/setup.sh"
	chroot "$ROOT" /setup.sh >>"$LOG" 2>&1
	rm "$ROOT/setup.sh"
}

# Filled without mounting it.  No journal: it only ever sees snapshots.
image()
{
	rm -f "$IMAGE"
	mke2fs -q -t ext4 -O ^has_journal -d "$ROOT" -L root "$IMAGE" 1G >>"$LOG" 2>&1
}

lock "$IMAGE"
hash=$(hash_of_tree "$VM" rootfs.sh rootfs)
if [ ! -e "$IMAGE" ] || ! fresh "$IMAGE.stamp" "$hash"; then
	need mmdebstrap e2fsprogs
	lines=$(mirror_lines)
	[ -n "$lines" ] || die "apt on this machine knows no Debian $SUITE"

	: >"$LOG"
	rm -rf "$ROOT" "$IMAGE.stamp"
	mkdir -p "$ROOT"
	say "installing $(grep -cvE '^(#|$)' "$VM/rootfs/packages") packages and what they need, log in $LOG"
	packages "$lines" || die "mmdebstrap failed: $(tail -n 3 "$LOG")"
	say "unpacking what is taken from $LATER"
	sed -nE "s/^(deb [^ ]+ )$SUITE( main)$/\1$LATER\2/p" <<<"$lines" | head -n 1 | later ||
		die "mmdebstrap failed: $(tail -n 3 "$LOG")"
	say "setting up users, keys and units"
	customise || die "setup failed: $(tail -n 3 "$LOG")"
	say "writing the image"
	image || die "mke2fs failed: $(tail -n 3 "$LOG")"
	rm -rf "$ROOT"
	echo "$hash" >"$IMAGE.stamp"
	say "done, $(du -h "$IMAGE" | cut -f1)"
fi
echo "$IMAGE"
