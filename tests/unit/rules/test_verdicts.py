#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The engine and the plain evaluator say the same of each rule and each event.

usage: test_verdicts.py VERDICTS [BROKEN [RULES]]

RULES is a folder of Sigma rules, by default SigmaHQ's for Linux in SIGMA_RULES or beside the
project, where they are: they are not ours to commit.  BROKEN is a VERDICTS that waits for too
few literals: it must be found out.
"""

import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import events  # noqa: E402
import sigma  # noqa: E402

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../..")
SIGMA = os.environ.get("SIGMA_RULES") or os.path.join(TOP, "../shared/sigma")
EACH = int(os.environ.get("RULES_EACH", "12"))


def files(folder):
    found = []
    for where, _, names in os.walk(folder):
        found += [os.path.join(where, n) for n in names if n.endswith((".yml", ".yaml"))]
    return sorted(found)


def texts(folder):
    for name in files(folder):
        with open(name, encoding="utf-8") as file:
            yield file.read()


def engine(program, folder, name):
    """What the program says: verdicts, and its last line."""
    done = subprocess.run([program, folder, name], capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    verdicts = {(int(n), rule) for n, rule in (line.split("\t") for line in lines if line[0] != "#")}
    return verdicts, lines[-1] if lines else done.stderr


def compare(program, folder, scratch):
    rules = sigma.load(texts(folder))
    base = events.corpus()
    documents = base + list(events.mutations(rules, base, EACH))
    name = os.path.join(scratch, "events.ndjson")
    with open(name, "w", encoding="ascii") as file:
        for document in documents:
            file.write(json.dumps(document) + "\n")
    expected = set()
    for number, document in enumerate(documents, 1):
        event = sigma.Event(document)
        expected |= {(number, rule.id) for rule in rules if rule.matches(event)}
    return rules, documents, expected, name


def main():
    program, broken = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None
    folder = sys.argv[3] if len(sys.argv) > 3 else SIGMA
    if not files(folder):
        print(f"# SKIPPED: the public rules are not compared: {folder} has none (SIGMA_RULES=)")
        print("ok 1 - public rules # SKIP there are none\n1..1")
        return 0
    checks = []
    with tempfile.TemporaryDirectory() as scratch:
        rules, documents, expected, name = compare(program, folder, scratch)
        verdicts, last = engine(program, folder, name)
        wrong = sorted(verdicts ^ expected)
        for number, rule in wrong[:10]:
            print(f"# {rule} of {json.dumps(documents[number - 1]['process'])[:600]}: engine says",
                  (number, rule) in verdicts)
        fired = {rule for _, rule in expected}
        checks.append((not wrong, f"{len(rules)} rules x {len(documents)} events, "
                       f"{len(expected)} matches, {len(wrong)} differences"))
        checks.append((" 0 differ," in last and " 0 refused," in last, f"with itself: {last}"))
        checks.append((len(fired) * 10 >= len(rules) * 9,
                       f"{len(fired)} of {len(rules)} rules match an event of these"))
        if broken:
            verdicts, last = engine(broken, folder, name)
            checks.append((verdicts != expected and " 0 differ," not in last,
                           f"a broken witness is found out: {len(verdicts ^ expected)} differences"))
    for number, (good, what) in enumerate(checks, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {what}")
    print(f"1..{len(checks)}")
    return 0 if all(good for good, _ in checks) else 1


if __name__ == "__main__":
    sys.exit(main())
