#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run.sh: Debian's packages, as "make deb" makes them: are they complete, hardened, the
# same each time, and without a complaint of lintian? Prints TAP.
#
# What becomes of a machine that installs them is seen by tests/machine/deb.
set -uo pipefail

# shellcheck disable=SC2034 # read by say
TOPIC=package
# shellcheck source=tests/machine/lib.sh
. "$(dirname "$0")/../../machine/lib.sh"
# shellcheck source=tests/machine/check.sh
. "$HERE/check.sh"
trap - ERR

ONE=$BUILD/package/one
TWO=$BUILD/package/two/a-name-of-another-length
ROOT=$BUILD/package/root
LOG=$BUILD/log/package
VERSION=$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' "$TOP/dkms.conf")
MULTIARCH=$(dpkg-architecture -qDEB_HOST_MULTIARCH)

silent() { ! "$@" 2>&1 | grep .; }

# Whose umask, language, time zone and number of processors say nothing in a package.
build_two() (
	umask 077
	mkdir -p "${TWO%/*}"
	TZ=Pacific/Chatham LC_ALL=C.UTF-8 DEB_BUILD_OPTIONS=parallel=1 HOME=/nonexistent \
		"$TOP/userspace/install/deb.sh" "$TWO" >"$LOG-two.log" 2>&1
)
build_both() {
	local status=0 other
	rm -rf "$BUILD/package"
	mkdir -p "$ONE"
	build_two &
	other=$!
	make -s -C "$TOP" deb BUILD="$ONE" >"$LOG-one.log" 2>&1 || { status=1; tail -n 20 "$LOG-one.log"; }
	wait $other || { status=1; tail -n 20 "$LOG-two.log"; }
	return $status
}
debs() { find "$ONE/deb" -maxdepth 1 -name '*.deb' | sort; }

same_bytes() {
	local deb n=0
	while read -r deb; do
		cmp "$deb" "$TWO/${deb##*/}" || return 1
		n=$((n + 1))
	done < <(debs)
	((n > 5))
}

# Files that are not the tree's own.
state_of_tree() { git -C "$TOP" status --porcelain --ignored 2>/dev/null | grep '^[?!]'; }
tree_untouched() { diff <(echo "$BEFORE") <(state_of_tree); }

complaints() { lintian --allow-root --pedantic --display-info --tag-display-limit 0 "$ONE"/deb/*.changes; }
# Each override stands below a line that says why.
overrides_explained() {
	local file
	for file in "$TOP"/userspace/install/debian/*.lintian-overrides; do
		head -n 1 "$file" | grep -q '^# ' || echo "$file"
	done
}

one_version() {
	local deb
	while read -r deb; do
		[[ $(dpkg-deb -f "$deb" Version) == "$VERSION" ]] || echo "$deb"
	done < <(debs)
}

unpack() {
	local deb
	rm -rf "$ROOT"
	while read -r deb; do
		[[ $deb == *-dbgsym_* ]] || dpkg-deb -x "$deb" "$ROOT" || return 1
	done < <(debs)
}

# What make install puts below a prefix is in one of the packages, in Debian's places.
complete() {
	local made="$BUILD/package/made" copy="$ONE/deb/sessmon-$VERSION" file
	rm -rf "$made"
	make -s -C "$copy/userspace" O="$copy/build" DESTDIR="$made" PREFIX=/usr \
		LIBDIR="/usr/lib/$MULTIARCH" UNITDIR=/lib/systemd/system \
		ZSHDIR=/usr/share/zsh/vendor-completions install >"$LOG-made.log" 2>&1 || return 1
	while read -r file; do
		[[ -e $ROOT/$file || -L $ROOT/$file || -e $ROOT/$file.gz || -L $ROOT/$file.gz ]] || echo "$file"
	done < <(cd "$made" && find . ! -type d)
}
# The source for DKMS, what loads the module, and the policy.
in_place() {
	local file
	for file in "usr/src/sessmon-$VERSION"/{dkms.conf,Kbuild,module/main.c,uapi/linux/sessmon.h} \
		usr/lib/modules-load.d/sessmon.conf usr/lib/dracut/modules.d/90sessmon/module-setup.sh \
		usr/share/initramfs-tools/{hooks,scripts/init-top}/sessmon usr/libexec/sessmon/sessmon-history \
		lib/systemd/system/sessmon-{policy,record}.service; do
		[[ -s $ROOT/$file ]] || echo "$file"
	done
	find "$ROOT/usr/src" -name '*.o' -o -name '*.ko' -o -name features.h
}
policy_is_conffile() {
	[[ $(dpkg-deb --ctrl-tarfile "$ONE/deb/sessmon_${VERSION}"_*.deb | tar -xOf - ./conffiles) == /etc/sessmon/policy ]] &&
		cmp "$ROOT/etc/sessmon/policy" "$TOP/userspace/install/default.policy"
}
# Nothing unfilled, and where the program is.
# Of others' programs they start kill(1) alone, whose package is depended on.
units_are_sound() {
	local unit program
	dpkg-deb -f "$ONE/deb/sessmon-history_${VERSION}"_*.deb Depends | grep -qw procps || return 1
	for unit in "$ROOT"/lib/systemd/system/*.service; do
		! grep -n '@[A-Z]*@' "$unit" || return 1
		while read -r program; do
			[[ -x $ROOT$program || $program == /bin/kill ]] || { echo "$unit: $program"; return 1; }
		done < <(sed -nE 's/^Exec[A-Za-z]*=[-+!@]*([^ ]+).*/\1/p' "$unit")
	done
}

# soft FILE...: what is amiss with each program or library.
soft() {
	local file symbols
	for file; do
		symbols=$(readelf -sW --dyn-syms "$file")
		readelf -hW "$file" | grep -q 'Type: *DYN' || echo "$file: no PIE"
		readelf -lW "$file" | grep -q GNU_RELRO || echo "$file: no RELRO"
		readelf -dW "$file" | grep -qE 'BIND_NOW|FLAGS.*NOW' || echo "$file: no BIND_NOW"
		! readelf -dW "$file" | grep -q TEXTREL || echo "$file: text is written to"
		! readelf -lW "$file" | grep -qE 'GNU_STACK.*RWE' || echo "$file: stack is executed"
		[[ $symbols == *__stack_chk_fail* ]] || echo "$file: no stack protector"
		[[ $symbols =~ __[a-z]+_chk@ ]] || echo "$file: not fortified"
		! readelf -dW "$file" | grep -qE 'R(UN)?PATH' || echo "$file: it looks for libraries elsewhere"
	done
}
programs() {
	find "$ROOT" -type f ! -name '*.a' -exec sh -c 'head -c 4 "$1" | grep -q "^.ELF"' sh {} \; -print
}
hardened() {
	local files
	mapfile -t files < <(programs)
	((${#files[@]} > 1)) || echo "no programs"
	soft "${files[@]}"
}
# That it can fail: a program that was built without any of it.
softness_is_seen() {
	echo 'int main(void) { return 0; }' >"$BUILD/package/soft.c"
	gcc -O0 -no-pie -fno-stack-protector -Wl,-z,norelro -Wl,-z,lazy -Wl,-z,execstack \
		-o "$BUILD/package/soft" "$BUILD/package/soft.c" 2>/dev/null
	[[ $(soft "$BUILD/package/soft" | wc -l) == 6 ]]
}

# Who builds with the packages: pkg-config, and both libraries.
builds_with() {
	local flags
	sed -n '/^\.Bd -literal/,/^\.Ed/{s/\\e/\\/g;/^\.[BE]d/!p}' "$TOP/userspace/man/libsessmon.3" \
		>"$BUILD/package/example.c"
	flags=$(PKG_CONFIG_SYSROOT_DIR=$ROOT PKG_CONFIG_PATH=$ROOT/usr/lib/$MULTIARCH/pkgconfig \
		pkg-config --cflags --libs "${@:2}" libsessmon)
	flags=${flags//"$ROOT$ROOT"/$ROOT}
	# What is not ours is where it always is.
	# shellcheck disable=SC2086 # words
	gcc -std=c11 -Wall -Wextra -Werror -I"$ROOT/usr/include" -L"$ROOT/usr/lib/$MULTIARCH" \
		-o "$BUILD/package/example" "$BUILD/package/example.c" $1 ${flags//$ROOT\/usr\/include\/libnl3/\/usr\/include\/libnl3}
}
shared() {
	builds_with '' && readelf -dW "$BUILD/package/example" | grep -q 'NEEDED.*\[libsessmon.so.1\]'
}
static() {
	local dir=$ROOT/usr/lib/$MULTIARCH
	mv "$dir/libsessmon.so" "$dir/away.so" || return 1
	builds_with '' --static && ! readelf -dW "$BUILD/package/example" | grep -q 'NEEDED.*libsessmon'
	local status=$?
	mv "$dir/away.so" "$dir/libsessmon.so"
	return $status
}
# The package says of each function in which version of the library it came.
symbols() {
	diff <(dpkg-deb --ctrl-tarfile "$ONE/deb/libsessmon1_${VERSION}"_*.deb | tar -xOf - ./symbols |
		sed -nE 's/^ (sessmon_[a-z_]+)@SESSMON_.*/\1/p' | sort) \
		<(sed -n 's/^\t\(sessmon_.*\);/\1/p' "$TOP/userspace/lib/libsessmon.map" | sort)
}

need debhelper dh-dkms lintian fakeroot dpkg-dev gcc make pkg-config libc6-dev libnl-genl-3-dev libjson-c-dev libsqlite3-dev libyaml-dev libpcre2-dev zlib1g-dev
BEFORE=$(state_of_tree)
check "make deb, and once more elsewhere" build_both
check "both have the same bytes" same_bytes
check "nothing is left in the tree" tree_untouched
check "lintian finds nothing" silent complaints
check "what it is told to overlook is explained" silent overrides_explained
check "all packages have the version of dkms.conf" silent one_version
check "they can be unpacked" unpack
check "what make install installs is in them" silent complete
check "source, boot and policy are where they belong, and no object" silent in_place
check "the policy is a conffile, and what is built in" policy_is_conffile
check "units start what is there" units_are_sound
check "each program and library is hardened" silent hardened
check "one that is not would be seen" softness_is_seen
check "the library's functions are those of the symbols file" symbols
check "a program builds with the shared library" shared
check "and with the archive" static
echo "1..$((passed + failed))"
echo "$passed passed, $failed failed"
((failed == 0))
