# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The reader in $USER, and who makes days of many programs, in $DAYS_MAKER. After lib.sh of
# tests/machine.

# shellcheck disable=SC2034 # for who reads this
DAYS_MAKER=$BUILD/bench/history/make

build() {
	make -s -C "$TOP/userspace" O="$USER"
	mkdir -p "$BUILD/bench/history"
	# shellcheck disable=SC2046 # words
	gcc -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Wno-missing-field-initializers -Werror \
		-I"$TOP/userspace" -I"$TOP/userspace/lib" -I"$TOP/uapi" -o "$DAYS_MAKER" \
		"$TOP/tests/bench/history/make.c" "$USER"/{store,rows,writing}/*.o "$USER"/{base,names,mirror}/*.o \
		"$USER/libsessmon.a" $(pkg-config --libs sqlite3 libnl-genl-3.0) -pthread
}
