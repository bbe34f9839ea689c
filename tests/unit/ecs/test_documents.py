#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""All documents of all verbs, on the small host of world.c, against the schema; TAP out.

usage: test_documents.py SESSMON-FAKE
"""
import json
import os
import re
import subprocess
import sys

import contract

USERSPACE = os.path.join(contract.TREE, "userspace")
# What rules ask for that is not ours to tell.
FOREIGN = {
    "agent.id": "the shipper adds it", "agent.sh": "no field, part of a text",
    "auditd": "auditd's own", "kubernetes.io": "no field, part of a text",
    "process.env_vars": "the environment is not read",
    "Ext": "Elastic Endpoint's own",
}
tests = 0
failed = 0


def ok(good, what, *why):
    global tests, failed  # pylint: disable=global-statement
    tests += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {tests} - {what}")
    for line in why:
        print("# " + line)


def ask(*words):
    # monitor of the small host ends as the module's end does.
    done = subprocess.run([sys.argv[1], *words], text=True, capture_output=True, check=False)
    return contract.read(done.stdout.splitlines())


def test_contract(docs):
    schema = contract.load()
    for words, those in docs.items():
        wrong = {each for doc in those for each in contract.check(schema, doc)}
        ok(those and not wrong, f"{' '.join(words)}: {len(those)} documents are the schema's",
           *sorted(wrong))
    if os.path.exists(os.path.join(contract.FOLDER, "README.md")):
        told = {doc["ecs"]["version"] for those in docs.values() for doc in those}
        ok(told == {contract.version()}, "and say so", str(told))


def test_own(docs):
    wrong = {each for those in docs.values() for doc in those for each in contract.check_own(doc)}
    ok(not wrong, "no number is a name, and none more than a floating point number holds",
       *sorted(wrong))
    every = [doc for those in docs.values() for doc in those]
    wrong = contract.conflicts(every)
    ok(not wrong, "each name has values of one type", *sorted(wrong))
    # What Elasticsearch takes into one index, unless it is told otherwise.
    ok(len(contract.fields(every)) < 1000, f"{len(contract.fields(every))} names")


def test_rules(docs):
    have = contract.fields(doc for those in docs.values() for doc in those)
    found, missed = 0, []
    for rule, asked in contract.rules():
        lacking = [each for each in asked if each not in have]
        found += not lacking
        if lacking:
            reasons = {f"{each}: " + next((why for name, why in FOREIGN.items() if name in each),
                                          "UNEXPLAINED") for each in lacking}
            missed.append(f"{rule}: {', '.join(sorted(reasons))}")
    ok(found >= 215, f"{found} of {found + len(missed)} rules find all their fields", *missed)
    ok(not any("UNEXPLAINED" in each for each in missed), "and the others lack what is not ours")


def test_ids(docs):
    once = {doc["event"]["id"]: doc for doc in docs["monitor", "-j"] if "id" in doc["event"]}
    told = [doc for doc in docs["monitor", "-j"] if "sequence" in doc["event"]]
    ok(len(once) == len(told), "each event has an id of its own")
    again = {doc["event"]["id"] for doc in ask("monitor", "-j", "-N") if "id" in doc["event"]}
    ok(again == set(once), "which is the same for another reader")


def test_guide(docs):
    """What the guide into Elasticsearch names is there, and its example is of today."""
    with open(os.path.join(USERSPACE, "install", "elastic.md"), encoding="utf-8") as text:
        told, absent = text.read().split("Not there: ")
    with open(os.path.join(USERSPACE, "man", "sessmon.7"), encoding="utf-8") as text:
        have = set(re.findall(r"[a-z_]+(?:\.[a-z_]+)+", text.read()))
    for path in contract.fields(doc for those in docs.values() for doc in those):
        have.update(path[:at] for at, letter in enumerate(path + ".") if letter == ".")
    named = set(re.findall(r"`((?:process|event|host|container|sessmon)\.[a-z_.]*[a-z])`", told))
    ok(len(named) > 30 and named <= have, f"{len(named)} fields of the guide are in documents",
       *sorted(named - have))
    example = json.loads(re.search(r"```json\n(.*?)```", absent, re.S).group(1))
    # Of a pseudo-terminal there is more to say than of those of the small host.
    strange = contract.fields([example]) - have - {"sessmon.process.tty.instance"}
    ok(not strange, "and so are those of its example", *sorted(strange))
    streams = {"-".join(doc["data_stream"].values()) for those in docs.values() for doc in those}
    ok(streams == set(re.findall(r"`((?:logs|metrics)-sessmon\.[a-z]+-default)`", told)),
       "and their data streams", *sorted(streams))


def test_grouping(docs):
    """As Session View does it: one process is its fork, exec and end, below its parent."""
    view = contract.SessionView(docs["monitor", "-j"])
    of = {key: view.actions(key) for key in view.processes}
    key = next((key for key in of if ":330:" in key), None)
    ok(key and [each for each in of[key] if each in ("fork", "exec", "end")] ==
       ["fork", "exec", "end"], "Session View keeps a process's fork, exec and end", str(of))
    ok(key in view.children(view.parent.get(key)) and ":310:" in view.parent[key],
       "below the shell that made it")
    ok(":310:" in (view.entry.get(key) or ""), "in the login through which it came")


def test_interactive(docs):
    """Whether input and errors are the terminal: of who acts, and the same of him as a relative."""
    of = {doc["process"]["pid"]: doc["process"].get("interactive") for doc in docs["tree", "-j"]
          if doc["event"]["category"] == ["process"]}
    ok(of == {1: False, 2: False, 200: False, 300: False, 310: True, 320: True, 321: False, 400: False,
              410: None, 500: False}, "only of who has a terminal, and where that was seen", str(of))
    wrong = [f"{role} {each['pid']}: {each.get('interactive')}"
             for doc in docs["tree", "-j"] for role in ("parent", "group_leader", "session_leader", "entry_leader")
             for each in (doc.get("process", {}).get(role) or {},)
             if "executable" in each and each.get("interactive") != of[each["pid"]]]
    ok(not wrong, "a relative is what he is as a process", *wrong)
    leads = [doc["process"]["session_leader"].get("interactive") for doc in docs["monitor", "-j"]
             if doc.get("process", {}).get("session_leader", {}).get("pid") == 310 and doc["event"]["action"] == "exec"]
    ok(leads == [True], "the leader of an exec's session", str(leads))


def main():
    docs = {words: ask(*words) for words in contract.VERBS}
    test_own(docs)
    test_ids(docs)
    test_grouping(docs)
    test_interactive(docs)
    test_guide(docs)
    if contract.there():
        test_contract(docs)
        test_rules(docs)
    else:
        print(f"ok {tests + 1} - # SKIP no schema at {contract.SCHEMA}, set ECS_DIR")
        print(f"SKIPPED: documents were NOT held against the schema: no {contract.SCHEMA}",
              file=sys.stderr)
    print(f"1..{tests + (not contract.there())}")
    return failed != 0


sys.exit(main())
