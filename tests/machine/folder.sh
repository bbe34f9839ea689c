# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A Debian machine as a folder, before it is a disk.  Sourced, after apt.sh.

# apt_into ROOT COMMAND...: apt of this machine works on the packages of the machine in the
# folder ROOT; their scripts run inside.
apt_into() {
	local root=$1
	shift
	DEBIAN_FRONTEND=noninteractive apt-get "${APT[@]}" \
		-o "Dir::State::status=$root/var/lib/dpkg/status" \
		-o "Dir::Cache::archives=$root/var/cache/apt/archives" \
		-o "DPkg::Chroot-Directory=$root" -o DPkg::Options::=--force-unsafe-io \
		-o APT::Install-Recommends=false -y "$@"
}
