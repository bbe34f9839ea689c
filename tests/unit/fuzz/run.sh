#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Fuzzes the decoder of libsessmon, and what reads a database of bbolt's: always with the driver and its fixed
# mutations, and with libFuzzer for FUZZ_SECONDS (default 10) where clang has
# it.  TAP out.
# usage: run.sh [OUTPUT-FOLDER]

here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/../../../build/fuzz}
fake=$here/../fake
user=$here/../../../userspace
lib=$user/lib
bolt="$here/bolt_fuzz.c $user/containers/bolt.c $user/containers/file.c $user/base/buf.c $user/base/escape.c"
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
		cc -std=c11 -D_GNU_SOURCE $include $sanitize -o "$out/driver" \
			"$here/driver.c" "$here/decode_fuzz.c" "$lib/decode.c" "$lib/wire_rules.c" &&
		cc -std=c11 -D_GNU_SOURCE $include -I"$user" $sanitize -o "$out/bolt-driver" \
			"$here/driver.c" $bolt
}
result $? "build"
"$out/make_corpus" "$corpus"
result $? "corpus of $(find "$corpus" -type f | wc -l) files"
"$out/driver" "$rounds" "$corpus"/*-??
result $? "$rounds mutations of each"
# A database that containerd made.
mkdir -p "$out/bolt"
gunzip -c "$here/../containers/root/var/lib/containerd/io.containerd.metadata.v1.bolt/meta.db.gz" \
	>"$out/bolt/meta.db"
"$out/bolt-driver" "$rounds" "$out/bolt/meta.db"
result $? "$rounds mutations of a database"

if has_libfuzzer; then
	# shellcheck disable=SC2086
	clang -std=c11 -D_GNU_SOURCE $include $sanitize -fsanitize=fuzzer -o "$out/fuzzer" \
		"$here/decode_fuzz.c" "$lib/decode.c" "$lib/wire_rules.c" &&
		"$out/fuzzer" -max_total_time="$seconds" -artifact_prefix="$out/" "$corpus" 2>"$out/fuzzer.log"
	result $? "libFuzzer for $seconds seconds ($(grep -o 'Done [0-9]* runs' "$out/fuzzer.log"))"
	# shellcheck disable=SC2086
	clang -std=c11 -D_GNU_SOURCE $include -I"$user" $sanitize -fsanitize=fuzzer -o "$out/bolt-fuzzer" $bolt &&
		"$out/bolt-fuzzer" -max_total_time="$seconds" -max_len=200000 -artifact_prefix="$out/" "$out/bolt" 2>"$out/bolt.log"
	result $? "libFuzzer for $seconds seconds on databases ($(grep -o 'Done [0-9]* runs' "$out/bolt.log"))"
else
	echo "# no libFuzzer here"
fi
echo "1..$n"
