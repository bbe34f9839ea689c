#!/bin/busybox sh
# SPDX-License-Identifier: GPL-2.0-only
# What make does to the process table: a shell per target, a few programs in each.
# shellcheck shell=sh disable=SC2016
for dir in lib src; do
	for unit in a b c; do
		/bin/busybox sh -c '/bench/dyn -c "$1.c" -o "$1.s"; /bench/dyn "$1.s" -o "$1.o"; :' sh "$dir/$unit"
	done
	/bench/dyn -o "$dir.a" "$dir/a.o" "$dir/b.o" "$dir/c.o"
done
/bench/dyn -o program lib.a src.a
