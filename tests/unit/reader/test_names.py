#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The library's names and rules against uapi/sessmon.yaml; TAP out.

Both are made from it, and committed as they were made: that is another test. Here it is
looked at once more by somebody who knows nothing of the generator.
"""
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
    "groups": "groups",
    "tty-action": "tty_action",
    "reparent-reason": "reparent",
    "ptrace-action": "ptrace",
    "record-level": "record",
    "difference-kind": "difference",
}
# What the decoder calls the types of YNL, where a set becomes a struct.
KINDS = {
    "u16": "RULE_U16",
    "u32": "RULE_U32",
    "u64": "RULE_U64",
    "string": "RULE_TEXT",
    "binary": "RULE_BYTES",
    "flag": "FLAG",
}
# Counters are repeated inside of an event.
REPEATED = {"counters": "RULE_COUNTERS"}
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
names = read("userspace", "lib", "names_wire.c")
for d in spec["definitions"]:
    if d["name"] in ENUMS:
        want = [e if isinstance(e, str) else e["name"] for e in d["entries"]]
        have = re.findall(r'"(.*?)"', table(names, ENUMS[d["name"]]))
        ok(have == [w.replace("-", "_") for w in want], "names of %s" % d["name"])



def constant(of, attribute):
    return (of["name-prefix"] + attribute["name"]).upper().replace("-", "_")


def kind(attribute):
    if attribute.get("multi-attr"):
        return REPEATED.get(attribute["nested-attributes"])
    if attribute["type"] == "nest":
        return "KEY" if attribute["nested-attributes"] == "key" else "NEST"
    return KINDS[attribute["type"]]


rules = read("userspace", "lib", "wire_rules.c")
entries = re.findall(r"^\t(ONE|NEST|KEY|FLAG)\((SESSMON_A_[A-Z_]+)(?:, (RULE_[A-Z0-9]+))?", rules, re.M)
have = {name: second or first for first, name, second in entries}
ok(len(have) == len(entries), "no attribute has two rules")
for s in spec["attribute-sets"]:
    want = {constant(s, a): kind(a) for a in s["attributes"]}
    # Nests of a message are opened later.
    wrong = [w for w, k in want.items() if w not in have or (s["name"] != "main" and have[w] != k)]
    ok(not wrong, "rules of %s" % s["name"])
    if wrong:
        print("# wrong: %s" % {w: have.get(w) for w in wrong})
ok(len(have) == sum(len(s["attributes"]) for s in spec["attribute-sets"]), "and no other rules")

# What the reader shows: all there is, but for what the head of each event says.
SHOWN = {"process": "process", "session": "session", "exe": "exe", "creds": "creds",
         "namespaces": "ns", "event": "event", "stats": "stats"}
HEAD = {"seq", "type", "boottime", "realtime", "process", "session", "counters"}
described = read("userspace", "names", "describe.c")
for s in spec["attribute-sets"]:
    if s["name"] not in SHOWN:
        continue
    # An entry has all of the attribute's name, or its macro has the first part.
    entries = re.findall(r"\b[A-Z]+\(([A-Z_]+),", table(described, SHOWN[s["name"]] + "_fields"))
    prefix = s["name-prefix"].upper().replace("-", "_")
    wrong = [a["name"] for a in s["attributes"]
             if not {constant(s, a), constant(s, a)[len(prefix):]} & set(entries)
             and not (s["name"] == "event" and a["name"] in HEAD)]
    ok(not wrong, "each attribute of %s is shown" % s["name"])
    if wrong:
        print("# not in describe.c: %s" % ", ".join(wrong))
print("1..%d" % tests)
sys.exit(failed != 0)
