#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The tool's names and the library's rules against uapi/sessmon.yaml; TAP out."""
import os
import re
import sys

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..", "..")
ENUMS = {
    "event-type": "event",
    "session-class": "class",
    "class-reason": "reason",
    "entry-type": "entry",
    "process-flags": "process_flags",
    "exe-flags": "exe_flags",
    "session-flags": "session_flags",
    "hook": "hooks",
    "tty-action": "tty_action",
    "reparent-reason": "reparent",
    "ptrace-action": "ptrace",
    "record-level": "record",
    "difference-kind": "difference",
}
SETS = {
    "key": "key",
    "creds": "creds",
    "namespaces": "ns",
    "exe": "exe",
    "tty": "tty",
    "peer": "peer",
    "process": "process",
    "session": "session",
    "counters": "counters",
    "event": "event",
    "group-sent": "group_sent",
    "reader": "reader",
    "main": "main",
    "stats": "stats",
    "rule": "rule",
    "record": "record",
    "verify": "verify",
    "difference": "difference",
}
tests = 0
failed = 0


def ok(good, what):
    global tests, failed
    tests += 1
    failed += not good
    print("%s %d - %s" % ("ok" if good else "not ok", tests, what))


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as f:
        return f.read()


def table(text, name):
    body = re.search(r"\b%s\[\] = \{(.*?)\};" % name, text, re.S)
    return body.group(1) if body else ""


spec = yaml.safe_load(read("uapi", "sessmon.yaml"))
names = read("userspace", "lib", "names.c")
for d in spec["definitions"]:
    if d["name"] in ENUMS:
        want = [e if isinstance(e, str) else e["name"] for e in d["entries"]]
        have = re.findall(r'"(.*?)"', table(names, ENUMS[d["name"]]))
        ok(have == [w.replace("-", "_") for w in want], "names of %s" % d["name"])

rules = read("userspace", "lib", "rules.c")
for s in spec["attribute-sets"]:
    body = table(rules, SETS[s["name"]] + "_rules")
    have = re.findall(r"\b[A-Z]+(?:_NEST|_KEY)?\((?:SESSMON_A_(?:[A-Z]+_)?)?([A-Z_]+)", body)
    want = [a["name"].upper().replace("-", "_") for a in s["attributes"]]
    # FLAG(SESSMON_A_BUILT_IN) is of the set that has no prefix.
    flags = re.findall(r"FLAG\(SESSMON_A_([A-Z_]+)", body)
    have = [h if h in want else next((f for f in flags if f in want and f.endswith(h)), h) for h in have]
    ok(sorted(have) == sorted(want), "rules of %s" % s["name"])
    if sorted(have) != sorted(want):
        print("# have %s\n# want %s" % (sorted(have), sorted(want)))
print("1..%d" % tests)
sys.exit(failed != 0)
