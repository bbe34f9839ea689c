#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Which room may include which: rooms.py [TOP].

Prints a line for each include against the direction, each header without its room in
the include line, each circle of headers, and each lock of a process or a session that is
taken outside of the module's model; and ends with 1 if there is one.
module/README.md and userspace/README.md say what lives in which room.
"""

import os
import re
import sys

# From the ground up. A room includes those before it; "" is the half itself.
HALVES = {
    "module": ["", "facts", "policy", "ring", "model", "reconcile", "hook", "wire"],
    "userspace": ["base", "names", "mirror", "containers", "text", "json", "health", "options",
                  "cmd", "rules", "alerts", "store", "rows", "writing", "reading", "watch", "report",
                  "record", "past"],
}
# Stands above all.
TOP_FILE = "main.c"
# Made by the build.
MADE = {"features.h", "store/schema.inc", "report/page.inc"}
# Stands high, so that the thin reader does not have it, and knows only these.
GROUND = {"base", "names", "mirror", "containers"}
NARROW = {"rules": {"rules", "text", "json"} | GROUND,
          "alerts": {"alerts", "rules", "text", "json"} | GROUND,
          "store": {"store"} | GROUND,
          "rows": {"rows", "store"} | GROUND,
          "writing": {"writing", "rows", "store"} | GROUND,
          "reading": {"reading", "rows", "store"} | GROUND}
# A house of its own, and what the reader may know of it.
LIBRARY = "lib" + os.sep
OFFERED = {"sessmon.h", "names_wire.h", "wire_facts.h", "wire_rules.h"}
# What hooks may hold, and where that is taken.
LOCK = re.compile(r"\braw_spin_lock")
LOCKING = "model" + os.sep
INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)


def sources(folder):
    """Path below the folder -> what it includes."""
    found = {}
    for where, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            path = os.path.relpath(os.path.join(where, name), folder)
            if name.endswith((".c", ".h")) and name not in MADE and not path.startswith(LIBRARY):
                with open(os.path.join(where, name), encoding="utf-8") as file:
                    found[path] = set(INCLUDE.findall(file.read())) - MADE
    return found


def wrong_arrows(half, files):
    rooms = HALVES[half]
    for path, includes in files.items():
        room = os.path.dirname(path)
        if room not in rooms:
            yield f"{half}/{path}: there is no room {room or half}"
            continue
        for header in sorted(includes - (OFFERED if half == "userspace" else set())):
            where = os.path.dirname(header)
            if header not in files:
                yield f"{half}/{path}: includes {header}, which is in no room"
            elif where in rooms and rooms.index(where) > rooms.index(room) and path != TOP_FILE:
                yield f"{half}/{path}: includes {header}: {room or half} may not know of it"
            elif where not in NARROW.get(room, rooms):
                yield f"{half}/{path}: includes {header}: {room} knows of few rooms only"


def circles(files):
    done = set()

    def walk(path, way):
        if path in way:
            yield "a circle: " + " -> ".join(way[way.index(path):] + [path])
        elif path not in done:
            for header in sorted(files[path] & files.keys()):
                yield from walk(header, way + [path])
            done.add(path)
    for path in files:
        yield from walk(path, [])


def wrong_locks(folder, files):
    for path in files:
        with open(os.path.join(folder, path), encoding="utf-8") as file:
            if not path.startswith(LOCKING) and LOCK.search(file.read()):
                yield f"{path}: takes a spinlock: that is for {LOCKING}"


def main():
    wrong = []
    for half in HALVES:
        folder = os.path.join(sys.argv[1] if len(sys.argv) > 1 else ".", half)
        files = sources(folder)
        wrong += [*wrong_arrows(half, files), *circles(files), *wrong_locks(folder, files)]
        wrong += [] if files else [f"there is no {half}"]
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
