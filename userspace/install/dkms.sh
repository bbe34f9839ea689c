#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# dkms.sh install|remove: the module, through DKMS, for every kernel whose headers are
# here. DKMS builds it again for each kernel that is installed later, and signs it.
#
# Called by make install and make uninstall, as root. With DESTDIR, for a package, only
# the source is laid out.
set -eu

cd "$(dirname "$0")/../.."
NAME=sessmon
VERSION=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' dkms.conf)
DESTDIR=${DESTDIR-}
SOURCE=$DESTDIR/usr/src/$NAME-$VERSION

say() { echo "sessmon: $*" >&2; }
die()
{
	say "error: $1"
	shift
	for line; do
		say "$line"
	done
	exit 1
}

# Kernels whose headers are installed, one a line.
kernels()
{
	for dir in /lib/modules/*/build; do
		[ ! -e "$dir/Makefile" ] || basename "${dir%/build}"
	done
}

check()
{
	[ "$(id -u)" = 0 ] || die "this must be run as root"
	command -v dkms >/dev/null || die "DKMS is not installed" "  apt install dkms"
	[ -n "$(kernels)" ] || die "no kernel headers are installed, so there is nothing to build for" \
		"  apt install linux-headers-$(uname -r)"
	[ -e "/lib/modules/$(uname -r)/build/Makefile" ] ||
		say "warning: no headers of the running kernel: apt install linux-headers-$(uname -r)"
}

# Every version that DKMS has, also those before this one.
forget()
{
	for dir in /var/lib/dkms/sessmon/*/; do
		[ -e "$dir/source" ] || continue
		dkms remove -m $NAME -v "$(basename "$dir")" --all >/dev/null ||
			say "warning: DKMS did not remove $NAME $(basename "$dir")"
	done
	rm -rf /usr/src/$NAME-[0-9]* /var/lib/dkms/$NAME
}

lay_out()
{
	mkdir -p "$SOURCE"
	cp -R Kbuild dkms.conf COPYING module uapi "$SOURCE"
	# What a build in this tree left is for one kernel only.
	find "$SOURCE" \( -name '*.o' -o -name '.*.cmd' -o -name features.h \) -delete
	[ "$(id -u)" != 0 ] || chown -R 0:0 "$SOURCE"
	chmod -R u=rwX,go=rX "$SOURCE"
}

# The compiler's words are in DKMS's log: show the ones that matter.
build_failed()
{
	log=/var/lib/dkms/$NAME/$VERSION/build/make.log
	[ ! -e "$log" ] || grep -E 'error|sessmon: |\*\*\*' "$log" | head -n 15 >&2
	die "the module could not be built for $1" \
		"  all that the compiler said: $log" \
		"  once that is settled: make install" \
		"  if $1 is not needed: remove its headers, then make install"
}

# Kernels that dkms.conf leaves out are no failure (77), unless there is no other.
build()
{
	built=
	for kernel in $(kernels); do
		say "building for $kernel"
		status=0
		dkms install -m $NAME -v "$VERSION" -k "$kernel" || status=$?
		case $status in
		0) built=1 ;;
		77) say "$kernel is left out: see BUILD_EXCLUSIVE in dkms.conf" ;;
		*) build_failed "$kernel" ;;
		esac
	done
	[ -n "$built" ] || die "there is no kernel here that the module is for" \
		"  x86-64 or arm64, 5.10 to 7.3, with kprobes, tracepoints, CONFIG_PROC_EVENTS, without PREEMPT_RT"
}

install()
{
	if [ -n "$DESTDIR" ]; then
		lay_out
		return
	fi
	check
	forget
	lay_out
	dkms add -m $NAME -v "$VERSION" >/dev/null
	build
}

remove()
{
	[ "$(id -u)" = 0 ] || die "this must be run as root"
	if grep -q "^$NAME " /proc/modules; then
		rmmod $NAME ||
			say "warning: the module stays loaded until the next boot"
	fi
	! command -v dkms >/dev/null || forget
}

case ${1-} in
install) install ;;
remove) remove ;;
*) die "usage: dkms.sh install|remove" ;;
esac
