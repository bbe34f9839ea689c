#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What "sessmon alert" says of the events of the tests' world; TAP out.

usage: test_alert.py SESSMON-FAKE, with sessmon-history beside it
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile

SESSMON = os.path.abspath(sys.argv[1])
os.environ["SESSMON_LIBEXEC"] = os.path.dirname(SESSMON)
SCRATCH = tempfile.TemporaryDirectory()
tests = failed = 0

SHELL = """\
title: "A shell\\e[31m"
id: id-shell
author: A. Author
license: DRL 1.1
level: high
description: More
tags: [attack.execution, attack.t1059.004, attack.t1105, cve.2026-1]
references: [https://example.org/x, https://example.org/y]
logsource: {product: linux, category: process_creation}
detection:
  s: {CommandLine|startswith: sh -c, sessmon.class: interactive_remote, sessmon.from: 10.0.2.2}
  condition: s
"""
SESSION = """\
title: Terminal
id: id-terminal
level: low
logsource: {category: session}
detection:
  s: {sessmon.flags: [detached, mux]}
  condition: s
"""


def ok(good, what, *why):
    global tests, failed
    tests += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {tests} - {what}")
    for each in () if good else why:
        print("#", str(each)[:2000].replace("\n", "\n# "))


def write(name, text):
    path = os.path.join(SCRATCH.name, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def alert(*words, **more):
    return subprocess.run([SESSMON, "alert", *words], capture_output=True, text=True, check=False, **more)


def documents(*words):
    return [d for d in map(json.loads, alert("-j", *words).stdout.splitlines()) if d["event"]["kind"] == "alert"]


def text():
    path = write("shell.yml", SHELL)
    lines = [line for line in alert("-r", path).stdout.splitlines() if ": " in line and " lost " not in line]
    ok(len(lines) == 1, "one event matches, and is one line", lines)
    line = lines[0]
    for what, pattern in (("level and title", r"high: A shell\\x1b\[31m: "),
                          ("user, terminal, peer and door", r"\w+ on pts/0 from 10\.0\.2\.2 by sshd"),
                          ("class and session", r" in login s:310"), ("program", r"; sh -c .* \(330\)"),
                          ("parent", r" of bash \(310\)"), ("what matched", r"; CommandLine\|startswith sh -c"),
                          ("author and licence", r"; rule by A\. Author, DRL 1\.1$")):
        ok(re.search(pattern, line), f"a line has {what}", line)
    ok("\x1b" not in line, "and nothing that a terminal would obey", line)
    lines = alert("-r", path, env=dict(os.environ, COLUMNS="60")).stdout.splitlines()
    ok(len(lines) > 3 and max(map(len, lines)) <= 60, "on a terminal it is folded, not cut", lines)


def document():
    found = documents("-r", write("shell.yml", SHELL))
    ok(len(found) == 1, "one document", found)
    d = found[0]
    ok(d["rule"] == {"id": "id-shell", "name": "A shell\x1b[31m", "author": ["A. Author"], "license": "DRL 1.1",
                     "description": "More", "reference": "https://example.org/x"}, "the rule as ECS has it", d["rule"])
    ok(d["threat"] == {"framework": "MITRE ATT&CK",
                       "technique": {"id": ["T1105"], "subtechnique": {"id": ["T1059.004"]}}}, "techniques", d["threat"])
    ok(d["event"]["severity"] == 73 and d["event"]["action"] == "exec", "severity, and the event's own words", d["event"])
    ok(d["event"]["id"].endswith(":id-shell"), "an id of its own for each rule", d["event"])
    ok(d["sessmon"]["alert"] == {"level": "high", "count": 1, "matched": [
        "s: CommandLine|startswith: sh -c", "s: sessmon.class: interactive_remote", "s: sessmon.from: 10.0.2.2"]},
       "what matched", d["sessmon"]["alert"])
    ok(d["process"]["pid"] == 330 and d["process"]["parent"]["pid"] == 310 and
       d["sessmon"]["session"]["class"] == "interactive_remote", "all else that the event's document has", d)


def counts():
    path = write("session.yml", SESSION)
    found = documents("-r", path)
    first = [d for d in found if d["event"]["action"] != "alert_repeated"]
    again = [d for d in found if d["event"]["action"] == "alert_repeated"]
    each = documents("-r", path, "-w", "0s")
    keys = [d["sessmon"]["session"]["key"]["pid"] for d in first]
    ok(len(keys) == len(set(keys)) == 2, "one alert for each session", keys)
    ok(all(d["rule"]["id"] == "id-terminal" and d["event"]["severity"] == 21 for d in again) and again,
       "and then how often again", again)
    ok(sum(d["sessmon"]["alert"]["count"] for d in found) == len(each) > len(first),
       "no match is lost", len(found), len(each))
    ok({d["sessmon"]["session"]["key"]["pid"] for d in again} <= set(keys), "counts name their session", again)
    lines = alert("-r", path).stdout
    ok(f"Terminal: again {again[0]['sessmon']['alert']['count']} times in s:" in lines, "in text, too", lines)
    ok(not documents("-r", path, "-l", "medium") and documents("-r", path, "-l", "low"), "a level is the least")


def journal():
    read, out = os.pipe()
    st = os.fstat(out)
    for stream, expected in ((f"{st.st_dev}:{st.st_ino}", True), (f"{st.st_dev}:{st.st_ino + 1}", False), ("x", False)):
        subprocess.run([SESSMON, "alert", "-r", write("shell.yml", SHELL)], stdout=out, stderr=subprocess.DEVNULL,
                       env=dict(os.environ, JOURNAL_STREAM=stream), check=False)
        said = os.read(read, 65536).decode()
        ok(("<3>high: A shell" in said) == expected, f"priority {'for' if expected else 'but for'} the journal", said)
    os.close(read)
    os.close(out)


def errors():
    broken = write("broken.yml", SHELL.replace("startswith", "strtswith"))
    done = alert("-r", write("shell.yml", SHELL), "-r", broken)
    ok(done.returncode == 1 and not done.stdout and "broken.yml:11:" in done.stderr, "one refused, none used", done)
    done = alert("-r", write("empty.yml", "# nothing\n"))
    ok(done.returncode == 1 and "there are no rules" in done.stderr, "no rules are said", done)
    for words in (["-l", "loud"], ["-w", "x"], ["what"], ["-q"]):
        ok(alert("-r", broken, *words).returncode == 2, f"alert {' '.join(words)} is a usage error")
    ok(alert("-r", broken, "--wait", env=dict(os.environ, SESSMON_FAKE="unloaded")).returncode == 1,
       "rules are looked at before the module is waited for")


def wait_for(stream, word):
    for line in stream:
        if word in line:
            return True
    return False


def reload():
    path = write("shell.yml", SHELL)
    with subprocess.Popen([SESSMON, "alert", "-r", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=dict(os.environ, SESSMON_FAKE="stays")) as p:
        ok(wait_for(p.stdout, "high: A shell"), "what happens is told while it happens")
        write("shell.yml", SHELL.replace("startswith", "strtswith"))
        p.send_signal(signal.SIGHUP)
        ok(wait_for(p.stderr, "the rules stay as they were"), "a set with a mistake is not taken")
        write("shell.yml", SHELL + "---\n" + SESSION)
        p.send_signal(signal.SIGHUP)
        ok(wait_for(p.stderr, "sessmon alert: 2 rules"), "one without is, at SIGHUP")
        p.terminate()
        # Not to nobody: it may have something to say yet.
        p.communicate(timeout=60)
    ok(p.returncode == 0, "and it ends when it is told to", p.returncode)


def main():
    text()
    document()
    counts()
    journal()
    errors()
    reload()
    print(f"1..{tests}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
