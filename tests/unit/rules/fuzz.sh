#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Fuzzes the loader of rules, the conditions and the engine: always with fixed changes of
# rules of ours, and with libFuzzer for FUZZ_SECONDS (default 10) where clang has it.  TAP out.
# usage: fuzz.sh RULES-FUZZ OUTPUT-FOLDER

here=$(cd "$(dirname "$0")" && pwd)
user=$here/../../../userspace
out=$2
seconds=${FUZZ_SECONDS:-10}
rounds=${FUZZ_ROUNDS:-200}
# shellcheck source=tests/unit/fuzz/result.sh
. "$here/../fuzz/result.sh"

mkdir -p "$out/corpus"
python3 "$here/fuzz_corpus.py" "$out/corpus"
result $? "corpus of $(find "$out/corpus" -type f | wc -l) files"
"$1" "$rounds" "$out/corpus"/*.yml >"$out/log" 2>&1
result $? "$rounds changes of each: $(tail -n 1 "$out/log")"

if has_libfuzzer; then
	# shellcheck disable=SC2046 # words
	clang -std=c11 -D_GNU_SOURCE -DFUZZER -I"$user/../uapi" -I"$user/lib" -I"$user" -g -O1 \
		-fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -o "$out/fuzzer" \
		"$here/rules-fuzz.c" "$user"/rules/*.c "$user"/base/*.c "$user"/names/*.c \
		"$user"/mirror/*.c "$user"/containers/*.c "$user"/text/*.c "$user"/json/*.c "$user"/lib/*.c \
		$(pkg-config --cflags --libs libnl-genl-3.0 yaml-0.1 libpcre2-8) -pthread \
		>"$out/build.log" 2>&1 &&
		"$out/fuzzer" -max_total_time="$seconds" -timeout=10 -artifact_prefix="$out/" \
			"$out/corpus" >"$out/fuzzer.log" 2>&1
	result $? "libFuzzer for $seconds seconds ($(grep -o 'Done [0-9]* runs' "$out/fuzzer.log"))"
else
	echo "# no libFuzzer here"
fi
echo "1..$n"
