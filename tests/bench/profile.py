#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""
profile.py OPS BLOCKS SYMBOLS MODULE-SYMBOLS PROGRAM: instructions per operation by
function, most first; PROGRAM is the reader, whose functions are told apart.  profile.py -d BASE OTHER: what OTHER's profile has over BASE's.
"""
import bisect
import subprocess
import sys
from collections import Counter

# Where the kernel puts a position-independent program when it does not randomise.
PROGRAM = 0x555555554000


def kernel_symbols(*paths):
    symbols = {}
    for path in paths:
        for line in open(path, encoding="ascii", errors="replace"):
            fields = line.split()
            if len(fields) >= 3 and fields[1] in "tTwW":
                name = fields[2] + (" " + fields[3] if len(fields) > 3 else "")
                symbols[int(fields[0], 16)] = name
    return sorted(symbols.items())


def program_symbols(path):
    out = subprocess.run(["nm", path], check=True, capture_output=True, text=True).stdout
    fields = [line.split() for line in out.splitlines()]
    return [(PROGRAM + int(f[0], 16), f[2] + " [user]") for f in fields if len(f) == 3 and f[1] in "tT"]


def name_of(symbols, keys, addr):
    if addr < 1 << 47 and not PROGRAM <= addr < PROGRAM + (1 << 24):
        return "user library" if addr >= 0x7FFF00000000 else "user static"
    i = bisect.bisect_right(keys, addr) - 1
    if i < 0 or addr - keys[i] > 1 << 16:
        return "trampolines"
    return symbols[i][1]


def read(path):
    costs = {}
    for line in open(path, encoding="utf-8"):
        cost, name = line.rstrip("\n").split(None, 1)
        costs[name] = float(cost)
    return costs


def compare(base, other):
    a, b = read(base), read(other)
    deltas = {name: b.get(name, 0) - a.get(name, 0) for name in a.keys() | b.keys()}
    print(f"{sum(deltas.values()):10.1f} all")
    for name, delta in sorted(deltas.items(), key=lambda i: -abs(i[1])):
        if abs(delta) >= 5:
            print(f"{delta:10.1f} {name}")


def profile(ops, blocks, symbol_files, program):
    symbols = sorted(kernel_symbols(*symbol_files) + program_symbols(program))
    keys = [addr for addr, _ in symbols]
    costs = Counter()
    for line in open(blocks, encoding="ascii"):
        addr, n = line.split()
        costs[name_of(symbols, keys, int(addr, 16))] += int(n)
    for name, n in costs.most_common():
        print(f"{n / ops:10.1f} {name}")


if sys.argv[1] == "-d":
    compare(sys.argv[2], sys.argv[3])
else:
    profile(int(sys.argv[1]), sys.argv[2], sys.argv[3:5], sys.argv[5])
