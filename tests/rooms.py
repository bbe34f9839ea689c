#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Which room may include which: rooms.py [TOP].

Prints a line for each include against the direction, each header without its room in
the include line, and each circle of headers; and ends with 1 if there is one.
module/README.md says what lives in which room.
"""

import os
import re
import sys

# From the ground up. A room includes those before it; "" is module/ itself.
ROOMS = ["", "facts", "policy", "ring", "model", "reconcile", "hook", "wire"]
# Stands above all.
TOP_FILE = "main.c"
# Made by the build.
MADE = {"features.h"}
INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)


def sources(folder):
    """Path below the folder -> what it includes."""
    found = {}
    for where, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.endswith((".c", ".h")) and name not in MADE:
                path = os.path.join(where, name)
                with open(path, encoding="utf-8") as file:
                    found[os.path.relpath(path, folder)] = INCLUDE.findall(file.read())
    return found


def wrong_arrows(files):
    for path, includes in files.items():
        room = os.path.dirname(path)
        if room not in ROOMS:
            yield f"{path}: there is no room {room}"
            continue
        for header in includes:
            if header in MADE:
                continue
            if header not in files:
                yield f"{path}: includes {header}, which is in no room"
            elif ROOMS.index(os.path.dirname(header)) > ROOMS.index(room) and path != TOP_FILE:
                yield f"{path}: includes {header}: {room or 'module'} may not know of it"


def circles(files):
    done = set()

    def walk(path, way):
        if path in way:
            yield " -> ".join(way[way.index(path):] + [path])
        elif path not in done:
            for header in files.get(path, []):
                if header in files:
                    yield from walk(header, way + [path])
            done.add(path)
    for path in files:
        yield from walk(path, [])


def main():
    files = sources(os.path.join(sys.argv[1] if len(sys.argv) > 1 else ".", "module"))
    wrong = [*wrong_arrows(files), *(f"a circle: {circle}" for circle in circles(files))]
    for line in wrong:
        print(line)
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
