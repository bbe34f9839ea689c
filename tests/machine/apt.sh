# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
# A private apt: package lists of any Debian suite, without touching the host's.  Sourced.

KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# apt_uri LABEL: the mirror this machine already uses, so that none is named in
# here.  Asking apt covers sources.list, debian.sources and what else it reads.
apt_uri() {
	# shellcheck disable=SC2016 # the names are apt's
	apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' |
		awk -F'|' -v label="$1" '$1 == "Debian" && $2 == label { print $3; exit }'
}

# A fresh container has no lists, and apt knows no labels without them.
apt_uris() {
	[[ -n $(apt_uri Debian) ]] ||
		logged apt-update flock /run/lock/sessmon-apt.lock apt-get update
	MAIN=$(apt_uri Debian)
	SECURITY=$(apt_uri Debian-Security)
	[[ -n $MAIN && -n $SECURITY ]] ||
		die "apt's configuration lacks Debian's main or security mirror"
}

# apt_init DIR SUITE...: sets APT to options that see only these suites, for MACHINE.
apt_init() {
	local dir=$1 suite uri
	shift
	apt_uris
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
	# An empty status file: what the host has installed must not count.
	: >"$dir/status"
	: >"$dir/sources.list"
	for suite; do
		uri=$MAIN
		[[ $suite == *-security ]] && uri=$SECURITY
		echo "deb [signed-by=$KEYRING] $uri $suite main" >>"$dir/sources.list"
	done
	APT=(-o "Dir::Etc::sourcelist=$dir/sources.list" -o Dir::Etc::sourceparts=/dev/null
		-o Dir::Etc::preferencesparts=/dev/null -o "Dir::State::lists=$dir/lists"
		-o "Dir::Cache=$dir/cache" -o "Dir::State::status=$dir/status"
		-o "APT::Architecture=${MACHINE:-amd64}" -o APT::Sandbox::User=root -o Acquire::Retries=3)
	apt-get "${APT[@]}" update
}

# The packages that META... stand for, as exact names and without the metapackages,
# which are empty.  A mirror that is being updated tends to lack just those.
apt_closure() {
	apt-cache "${APT[@]}" depends --recurse --no-recommends --no-suggests --no-conflicts \
		--no-breaks --no-replaces --no-enhances "$@" |
		grep -E '^linux-(kbuild|compiler|(headers|image|binary|modules|base)-[0-9]+\.[0-9]+\.[0-9])' |
		grep -v -- '-unsigned$' | sort -u
}

# apt_fetch TO PACKAGE...: downloads and unpacks the packages into TO.
apt_fetch() {
	local to=$1 debs deb
	shift
	debs=$(mktemp -d "$BUILD/.debs.XXXXXX")
	(cd "$debs" && apt-get "${APT[@]}" download "$@")
	mkdir -p "$to"
	for deb in "$debs"/*.deb; do
		dpkg-deb -x "$deb" "$to"
	done
	rm -rf "$debs"
}
