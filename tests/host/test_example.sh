#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# test_example.sh FOLDER: the example of libsessmon(3), as it stands there, links with
# the library as it is installed, and says what it should of the tests' world. TAP.

here=$(cd "$(dirname "$0")" && pwd)
user=$here/../../userspace
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

mkdir -p "$out"
# A backslash is written \e there.
sed -n '/^\.Bd -literal/,/^\.Ed/{s/\\e/\\/g;/^\.[BE]d/!p}' "$user/man/libsessmon.3" >"$out/example.c"
[ "$(wc -l <"$out/example.c")" -le 45 ]
result $? "the example is short"
make -s -C "$user" O="$out/lib" lib
result $? "the library"
ln -sf libsessmon.so.1 "$out/lib/libsessmon.so"
gcc -std=c11 -Wall -Wextra -Werror -I"$user/../uapi" -I"$user/lib" -o "$out/example" \
	"$out/example.c" -L"$out/lib" -lsessmon
result $? "the example links with what the library exports"
make -s -C "$here" O="$out" EXAMPLE="$out/example.c" "$out/example-fake"
result $? "the example with the tests' world"
timeout 10 "$out/example-fake" >"$out/example.out"
result $? "it ends well when the module goes"
grep -q '^[0-9]* became /usr/bin/' "$out/example.out"
result $? "it says what was executed"
grep -q '^lost 45 events$' "$out/example.out"
result $? "and what was lost"
echo "1..$n"
[ "$failed" = 0 ]
