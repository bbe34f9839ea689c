#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# test_library.sh FOLDER: libsessmon as others have it, installed below a prefix: headers
# in C and C++, pkg-config, both libraries, a page for each function, and programs that
# were built before the library grew. TAP.

here=$(cd "$(dirname "$0")" && pwd)
user=$here/../../../userspace
out=$1
n=0
failed=0

result() { # result STATUS NAME
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		failed=$((failed + 1))
		echo "not ok $n - $2"
	fi
}

rm -rf "$out/root"
mkdir -p "$out"
root=$out/root
# The prefix is one that is not there: what is found is found through DESTDIR.
make -s -C "$user" O="$out/user" DESTDIR="$root" PREFIX=/opt/sessmon BASHDIR=/opt/sessmon/bash \
	ZSHDIR=/opt/sessmon/zsh FISHDIR=/opt/sessmon/fish install >"$out/install.log" 2>&1
result $? "make install below a folder"
prefix=$root/opt/sessmon
flags() {
	PKG_CONFIG_PATH=$prefix/lib/pkgconfig pkg-config --define-variable=prefix="$prefix" \
		--define-variable=libdir="$prefix/lib" --define-variable=includedir="$prefix/include" \
		"$@" libsessmon
}

# Every header, alone.
for header in "$prefix"/include/*.h "$prefix"/include/linux/sessmon.h; do
	name=${header#"$prefix/include/"}
	for as in "gcc -x c -std=c99" "gcc -x c -std=c11" "g++ -x c++ -std=c++17"; do
		# shellcheck disable=SC2046,SC2086 # words
		echo "#include <$name>" | $as -Wall -Wextra -pedantic -Werror -fsyntax-only \
			$(flags --cflags) - 2>"$out/header.log"
		result $? "$name: $as"
		sed 's/^/# /' "$out/header.log"
	done
done
# In C, where the compiler would take them: members have one name in both languages.
# shellcheck disable=SC2046 # words
echo '#include <sessmon.h>' | gcc -x c -fsyntax-only -Dclass=@ -Dnew=@ -Ddelete=@ -Dthis=@ -Dprivate=@ \
	-Dnamespace=@ -Doperator=@ -Dtemplate=@ $(flags --cflags) - 2>"$out/header.log"
result $? "no word of C++ names a member"
sed 's/^/# /' "$out/header.log"

# Both parse what others chose, the tool as root.
for file in "$prefix/lib/libsessmon.so.1" "$prefix/sbin/sessmon" "$prefix/libexec/sessmon/sessmon-history"; do
	{ readelf -dW "$file" | grep -q 'NOW' && readelf -lW "$file" | grep -q GNU_RELRO; } &&
		nm -D "$file" | grep -q __stack_chk_fail && nm -D "$file" | grep -q '_chk@'
	result $? "$(basename "$file") is hardened"
done
# The reader is small; what it starts is where it was installed.
[ "$(readelf -d "$prefix/sbin/sessmon" | sed -n 's/.*NEEDED.*\[\(lib[a-z0-9-]*\)\..*/\1/p' | sort | xargs)" = \
	"libc libjson-c libnl-3 libnl-genl-3" ]
result $? "the reader needs libnl, json-c for names of containers, and nothing else"
"$prefix/sbin/sessmon" history 2>&1 | grep -q '^sessmon history: /opt/sessmon/libexec/sessmon/sessmon-history is not installed'
result $? "it starts the history from below its prefix, and says if that is not there"
mkdir -p "$out/days" && chmod 700 "$out/days" && : >"$out/days/2026-11-28.db"
SESSMON_LIBEXEC=$prefix/libexec/sessmon "$prefix/sbin/sessmon" history --dir "$out/days" 2>&1 |
	grep -q "^sessmon history: $out/days/2026-11-28.db: "
result $? "or from where it is told"
make -s -C "$user" O="$out/thin" HISTORY=0 DESTDIR="$out/thin-root" install >"$out/install.log" 2>&1 &&
	[ -e "$out/thin-root/usr/local/sbin/sessmon" ] && ! [ -e "$out/thin-root/usr/local/libexec" ]
result $? "make HISTORY=0 leaves the history out"
make -s -C "$user" O="$out/thin" HISTORY=0 CONTAINERS=0 DESTDIR="$out/thin-root" install >"$out/install.log" 2>&1 &&
	! readelf -d "$out/thin-root/usr/local/sbin/sessmon" | grep -q 'NEEDED.*json'
result $? "make CONTAINERS=0 leaves json-c out"
# A compiler that warns of something new is no reason to build nothing.
! make -n -B -C "$user" O="$out/dry" | grep -q -- '-Werror'
result $? "warnings are errors only for who says WERROR=1"

sed -n '/^\.Bd -literal/,/^\.Ed/{s/\\e/\\/g;/^\.[BE]d/!p}' "$user/man/libsessmon.3" >"$out/example.c"
# shellcheck disable=SC2046 # words
gcc -std=c11 -Wall -Wextra -Werror -o "$out/example" "$out/example.c" $(flags --cflags --libs)
result $? "the example of the manual, with what pkg-config says"
# shellcheck disable=SC2046 # words
gcc -std=c11 -Wall -Wextra -Werror -o "$out/example-static" "$out/example.c" $(flags --cflags) \
	-Wl,-Bstatic $(flags --libs) -Wl,-Bdynamic $(pkg-config --libs libnl-genl-3.0)
result $? "and with the archive"
flags --static --libs | grep -q -- -lnl-genl-3
result $? "which is said to need libnl"
! flags --libs | grep -q -- -lnl
result $? "and the shared library is not"
[ "$(flags --modversion)" = "$(sed -n 's/^PACKAGE_VERSION="\(.*\)"$/\1/p' "$here/../../../dkms.conf")" ]
result $? "its version"

# An archive of a former build, which has an object more.
echo 'int gone;' | gcc -x c -c -o "$out/gone.o" - && ar q "$out/user/libsessmon.a" "$out/gone.o" &&
	rm "$out/user/lib/gap.o" && make -s -C "$user" O="$out/user" lib >"$out/install.log" 2>&1 &&
	ar t "$out/user/libsessmon.a" | grep -q '^gap\.o$' && ! ar t "$out/user/libsessmon.a" | grep -q '^gone\.o$'
result $? "the archive has no object whose source has gone"

# What is exported, and a page for each.
nm -D --defined-only "$prefix/lib/libsessmon.so.1" | sed -n 's/.* T \(.*\)@@.*/\1/p' | sort >"$out/exported"
sed -n 's/^\t\(sessmon_.*\);/\1/p' "$user/lib/libsessmon.map" | sort >"$out/listed"
cmp -s "$out/exported" "$out/listed"
result $? "it exports what the list has"
bad=1
[ -s "$out/exported" ] && bad=0
while read -r function; do
	if [ ! -e "$prefix/share/man/man3/$function.3" ] ||
		! grep -q "^\.Fn $function " "$prefix/share/man/man3/libsessmon.3"; then
		bad=1
		echo "# $function is not in the manual"
	fi
done <"$out/exported"
result $bad "each function is in the manual"

# The same binary with the tests' world instead of the module.
fake() { # fake HEADERS FOLDER
	mkdir -p "$2" && make -s -C "$here/../reader" O="$2" HEADERS="$1" "$2/libsessmon.so.1" 2>"$out/fake.log"
}
fake "$user/lib" "$out/now"
result $? "the tests' world as a library"
LD_LIBRARY_PATH=$out/now timeout 10 "$out/example" >"$out/example.out"
result $? "a program that is linked with the library runs"
grep -q '^[0-9]* became /usr/bin/' "$out/example.out" && grep -q '^lost 45 events$' "$out/example.out"
result $? "and is told what happens"

# A later library, whose structs have more in them: the old program does not notice.
rm -rf "$out/headers"
cp -r "$user/lib" "$out/headers"
sed -i 's/^\tuint64_t reserved\[\(.*\)\];/\tuint64_t added;\n\tuint64_t reserved[\1 - 1];/' "$out"/headers/*.h
[ "$(cat "$out"/headers/*.h | grep -c 'uint64_t added')" -gt 10 ]
result $? "structs have room to grow"
fake "$out/headers" "$out/later"
result $? "a library that has grown"
LD_LIBRARY_PATH=$out/later timeout 10 "$out/example" >"$out/later.out"
result $? "an old program runs with it"
[ -s "$out/later.out" ] && cmp -s "$out/example.out" "$out/later.out"
result $? "and is told the same"
# That this can fail: a field that pushes the others.
rm -rf "$out/headers"
cp -r "$user/lib" "$out/headers"
sed -i '/^struct sessmon_process {/,/^}/s/^\tuint64_t cgroup;/\tuint64_t cgroup, added[4];/' "$out"/headers/sessmon_types.h
fake "$out/headers" "$out/broken"
LD_LIBRARY_PATH=$out/broken timeout 10 "$out/example" >"$out/broken.out" 2>&1
! cmp -s "$out/example.out" "$out/broken.out"
result $? "a struct that got larger would be noticed"

make -s -C "$user" O="$out/user" DESTDIR="$root" PREFIX=/opt/sessmon BASHDIR=/opt/sessmon/bash \
	ZSHDIR=/opt/sessmon/zsh FISHDIR=/opt/sessmon/fish uninstall >"$out/install.log" 2>&1
[ -z "$(find "$root" -type f -o -type l)" ]
result $? "make uninstall leaves nothing"
echo "1..$n"
[ "$failed" = 0 ]
