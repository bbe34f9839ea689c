#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The lint that holds the direction of includes: it lets this tree pass, and no knot; TAP out."""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.join(HERE, "..", "..")
ROOMS = os.path.join(HERE, "..", "rooms.py")
# What is added to which file, and what is said then.
KNOTS = {
    "an include of a room above": ("module/facts/task.c", '#include "model/process.h"\n',
                                   "facts/task.c: includes model/process.h: facts may not"),
    "one of a room above from module/ itself": ("module/params.c", '#include "ring/event.h"\n',
                                                "params.c: includes ring/event.h: module may not"),
    "an include without its room": ("module/hook/life.c", '#include "process.h"\n',
                                    "hook/life.c: includes process.h, which is in no room"),
    "a circle of headers": ("module/policy/rules.h", '#include "policy/policy.h"\n', "a circle: "),
    "one of a room above in the reader": ("userspace/names/ids.c", '#include "text/words.h"\n',
                                          "names/ids.c: includes text/words.h: names may not"),
    "what the library keeps for itself": ("userspace/json/document.c", '#include "stream.h"\n',
                                          "json/document.c: includes stream.h, which is in no"),
    "a room that nobody knows": ("module/attic/old.c", "\n", "attic/old.c: there is no room attic"),
}


def said(top):
    done = subprocess.run([sys.executable, "-B", ROOMS, top], text=True, capture_output=True,
                          check=False)
    return done.returncode, done.stdout + done.stderr


def knotted(path, text):
    with tempfile.TemporaryDirectory() as folder:
        for half in ("module", "userspace"):
            shutil.copytree(f"{TOP}/{half}", f"{folder}/{half}")
        path = f"{folder}/{path}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)
        return said(folder)


def main():
    outcomes = [("this tree has no knot", said(TOP) == (0, ""), said(TOP))]
    for what, (path, text, want) in KNOTS.items():
        got = knotted(path, text)
        outcomes.append((f"{what} is named", got[0] == 1 and want in got[1], got))
    with tempfile.TemporaryDirectory() as folder:
        outcomes.append(("without sources there is nothing to pass", said(folder)[0] == 1, folder))
    for number, (what, good, got) in enumerate(outcomes, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {what}")
        if not good:
            print(f"# {got}")
    print(f"1..{len(outcomes)}")
    return 0 if all(good for _, good, _ in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
