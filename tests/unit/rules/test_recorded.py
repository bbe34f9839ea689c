#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Alerts that are recorded: the history has each that alert tells of, with its count; TAP out.

usage: test_recorded.py SESSMON-FAKE, with sessmon-history beside it
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

SESSMON = os.path.abspath(sys.argv[1])
HISTORY = os.path.join(os.path.dirname(SESSMON), "sessmon-history")
ENVIRONMENT = dict(os.environ, SESSMON_LIBEXEC=os.path.dirname(SESSMON), TZ="UTC", LC_ALL="C.UTF-8")
SCRATCH = tempfile.TemporaryDirectory()
PATIENCE = 100
tests = failed = 0

RULES = """\
title: Any program
id: id-any
author: A. Author
license: DRL 1.1
level: medium
description: More
tags: [attack.execution, attack.t1059.004]
references: [https://example.org/x]
logsource: {product: linux, category: process_creation}
detection: {s: {Image|startswith: /}, condition: s}
---
title: Any session
id: id-session
level: low
logsource: {category: session}
detection: {s: {sessmon.class|exists: true}, condition: s}
---
title: Any right
id: id-right
level: low
logsource: {category: security}
detection: {s: {sessmon.event: [creds, namespaces, ptrace]}, condition: s}
"""


def ok(good, what, *why):
    global tests, failed
    tests += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {tests} - {what}", flush=True)
    for each in () if good else why:
        print("#", str(each)[:2000].replace("\n", "\n# "))


def write(name, text):
    path = os.path.join(SCRATCH.name, name)
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
    return path


def run(*words):
    done = subprocess.run([SESSMON, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                          env=ENVIRONMENT, timeout=PATIENCE)
    return done.returncode, done.stdout, done.stderr


def documents(*words):
    return [json.loads(line) for line in run(*words)[1].splitlines()]


def bare(doc):
    """Without the moment of telling, and without what counting adds."""
    doc["event"].pop("created", None)
    doc.pop("host")
    doc["sessmon"]["alert"].pop("count")
    return doc


class Recorder:
    def __init__(self, folder, *words):
        self.folder = folder
        self.said = tempfile.TemporaryFile("w+")
        # pylint: disable-next=consider-using-with
        self.popen = subprocess.Popen([HISTORY, "record", "-d", folder, *words], stdin=subprocess.DEVNULL,
                                      stdout=self.said, stderr=self.said, env=ENVIRONMENT)

    def words(self):
        self.said.seek(0)
        return self.said.read()

    def end(self):
        self.popen.send_signal(signal.SIGTERM)
        return self.popen.wait(PATIENCE)


def ask(folder, sql):
    rows = []
    for name in sorted(n for n in os.listdir(folder) if n.endswith(".db")):
        with sqlite3.connect(f"file:{folder}/{name}?mode=ro", uri=True, timeout=10) as db:
            db.text_factory = lambda b: b.decode(errors="replace")
            try:
                rows += db.execute(sql).fetchall()
            except sqlite3.OperationalError as error:
                if "no such table" not in str(error):
                    raise
    return rows


def eventually(probe, what):
    until = time.monotonic() + PATIENCE
    while not probe():
        if time.monotonic() > until:
            ok(False, f"waited in vain: {what}")
            return
        time.sleep(0.05)


def lives(folder):
    """How often the played module has come and gone."""
    return len(ask(folder, "SELECT 1 FROM run WHERE why = 3")) if os.path.isdir(folder) else 0


def test_recorded(rules):
    folder = os.path.join(SCRATCH.name, "days")
    recorder = Recorder(folder, "-r", rules)
    eventually(lambda: lives(folder) >= 2, "two lives of the module")
    ok(recorder.end() == 0, "it ends when it is asked to", recorder.words())
    live = [d for d in documents("alert", "-j", "-w", "1000d", "-r", rules) if d["event"]["kind"] == "alert"]
    first = [d for d in live if d["event"]["action"] != "alert_repeated"]
    times = {}
    for doc in live:
        key = doc["rule"]["id"], doc["sessmon"]["session"]["key"]["pid"]
        times[key] = times.get(key, 0) + doc["sessmon"]["alert"]["count"]
    told = documents("alerts", "-j", "--dir", folder, "-U", "2023-11-15")
    ok(len(first) > 5 and len(told) >= 2 * len(first), "each alert of each life is in the history", len(told), len(first))
    counts = [d["sessmon"]["alert"]["count"] for d in told[:len(first)]]
    want = [times[d["rule"]["id"], d["sessmon"]["session"]["key"]["pid"]] for d in first]
    ok(counts == want and max(counts) > 1, "with how often it matched in all", counts, want)
    got, want = [bare(d) for d in told[:len(first)]], [bare(d) for d in first]
    ok(got == want, "as documents they are what alert -j said",
       *[(a, b) for a, b in zip(got, want) if a != b][:1])
    said = [line for line in recorder.words().splitlines() if ": " in line and "sessmon" not in line.split(": ")[0]]
    text = [line for line in run("alert", "-w", "1000d", "-r", rules)[1].splitlines() if " lost " not in line]
    ok(said[:len(first)] == text[:len(first)], "the recorder has said the lines that alert says", said[:3], text[:3])
    ok(any("again" in line for line in said), "and how often again", said)
    return folder, first


def test_asked(folder, first):
    day = "2023-11-15"

    def lines(*words):
        return run("alerts", "--dir", folder, "-U", day, *words)[1].splitlines()

    rows = lines("--no-header")
    ok(len(rows) >= 2 * len(first), "alerts: a line each", rows[:3])
    table = lines()
    ok(table[0].split() == ["TIME", "LEVEL", "TIMES", "SID", "USER", "RULE", "RUNS"], "titles", table[0])
    ok(table[-1] == "Any program: rule by A. Author, DRL 1.1", "the author is named, once", table[-2:])
    newest = [line.split() for line in lines("-m", "3", "--no-header")]
    ok(newest == [line.split() for line in rows[:3]], "-m: the newest", newest)
    ok(lines("--reverse", "--no-header") == rows[::-1], "--reverse")
    medium = lines("--level", "medium", "--no-header")
    ok(medium and all(" medium " in line and "Any program" in line for line in medium), "--level", medium[:2])
    for words in (["--rule", "id-right"], ["--rule", "ANY RIGHT"]):
        found = lines(*words, "--no-header")
        ok(found and all("Any right" in line for line in found), " ".join(words), found[:2])
    found = lines("-s", "410", "--no-header")
    ok(found and all(line.split()[4] == "410" for line in found), "-s", found[:2])
    found = lines("-c", "login", "--no-header")
    ok(found and len(found) < len(rows), "-c", found[:2])
    ok(all(len(line) > 80 or "tmux" in line or "bash" in line for line in lines("-l", "--no-header")), "-l")
    for words, want in ((["--level", "x"], "unknown level x"), (["-j", "--reverse"], "as they were"), (["x"], "x")):
        status, out, err = run("alerts", "--dir", folder, *words)
        ok(status == 2 and not out and want in err.splitlines()[0], f"alerts {' '.join(words)} is wrong", err)
    row = ask(folder, "SELECT time, level, title, author, license, rule, tags, session, pid, count, matched FROM alert_v "
                      "WHERE rule = 'id-any' LIMIT 1")
    ok(row[0][1:10] == ("medium", "Any program", "A. Author", "DRL 1.1", "id-any", "attack.execution,attack.t1059.004",
                        "s:310", 330, 1) and json.loads(row[0][10]) == ["s: Image|startswith: /"],
       "SQL has it, too", row)
    ok(len(ask(folder, "SELECT 1 FROM rule")) <= 3 * len([n for n in os.listdir(folder) if n.endswith(".db")]),
       "each rule once in a file")


def test_words(rules):
    folder = os.path.join(SCRATCH.name, "none")
    broken = write("broken.yml", "title: broken\n")
    for words, status, want in ((["-r", broken], 1, "broken.yml:1"), (["-r", SCRATCH.name + "/nothing"], 1, "nothing"),
                                (["-r", rules, "--no-rules"], 2, "not both"), (["-l", "x"], 2, "unknown level x")):
        done = subprocess.run([HISTORY, "record", "-d", folder, *words], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=False, env=ENVIRONMENT, timeout=PATIENCE)
        ok(done.returncode == status and want in done.stderr, f"record {words[0]} ...: {want}", done)
    recorder = Recorder(folder, "--no-rules")
    eventually(lambda: lives(folder) >= 1, "a life of the module")
    ok(recorder.end() == 0 and not ask(folder, "SELECT 1 FROM alert"), "--no-rules: no alerts", recorder.words())


def test_renewed():
    """SIGHUP: other rules, or those that were if one is wrong."""
    folder, path = os.path.join(SCRATCH.name, "renewed"), write("renewed.yml", RULES.split("---")[0])
    recorder = Recorder(folder, "-r", path)
    eventually(lambda: lives(folder) >= 1, "a life of the module")
    write("renewed.yml", RULES + "---\ntitle: broken\n")
    recorder.popen.send_signal(signal.SIGHUP)
    eventually(lambda: "the rules stay as they were" in recorder.words(), "wrong rules are refused")
    write("renewed.yml", RULES)
    recorder.popen.send_signal(signal.SIGHUP)
    eventually(lambda: "sessmon record: 3 rules" in recorder.words(), "others are taken")
    eventually(lambda: ask(folder, "SELECT 1 FROM rule WHERE rule = 'id-session'"), "and asked")
    ok(recorder.end() == 0, "rules are loaded anew while it records", recorder.words())


def main():
    rules = write("rules.yml", RULES)
    test_asked(*test_recorded(rules))
    test_words(rules)
    test_renewed()
    print(f"1..{tests}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
