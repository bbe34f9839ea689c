#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Fuzzes the decoder of libsessmon: always with the driver and its fixed
# mutations, and with libFuzzer for FUZZ_SECONDS (default 10) where clang has
# it.  TAP out.
# usage: run.sh [OUTPUT-FOLDER]

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../../../build/fuzz}
fake=$here/../fake
lib=$here/../../../userspace/lib
seconds=${FUZZ_SECONDS:-10}
rounds=${FUZZ_ROUNDS:-2000}
include="-I$here/../../../uapi -I$lib -I$fake"
sanitize="-g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all"
corpus=$out/corpus
# shellcheck source=tests/unit/fuzz/result.sh
. "$here/result.sh"

mkdir -p "$corpus"
# shellcheck disable=SC2046,SC2086
{
	cc -std=c11 -D_GNU_SOURCE $include $(pkg-config --cflags libnl-genl-3.0) \
		-o "$out/make_corpus" "$here/make_corpus.c" "$fake/world.c" "$fake/encode.c" \
		"$fake/wire_encode.c" \
		$(pkg-config --libs libnl-genl-3.0) &&
		cc -std=c11 -D_GNU_SOURCE -DDRIVER $include $sanitize -o "$out/driver" \
			"$here/decode_fuzz.c" "$lib/decode.c" "$lib/wire_rules.c"
}
result $? "build"
"$out/make_corpus" "$corpus"
result $? "corpus of $(find "$corpus" -type f | wc -l) files"
"$out/driver" "$rounds" "$corpus"/*-??
result $? "$rounds mutations of each"

if has_libfuzzer; then
	# shellcheck disable=SC2086
	clang -std=c11 -D_GNU_SOURCE $include $sanitize -fsanitize=fuzzer -o "$out/fuzzer" \
		"$here/decode_fuzz.c" "$lib/decode.c" "$lib/wire_rules.c" &&
		"$out/fuzzer" -max_total_time="$seconds" -artifact_prefix="$out/" "$corpus" 2>"$out/fuzzer.log"
	result $? "libFuzzer for $seconds seconds ($(grep -o 'Done [0-9]* runs' "$out/fuzzer.log"))"
else
	echo "# no libFuzzer here"
fi
echo "1..$n"
