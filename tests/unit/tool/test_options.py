#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Which verb has which option: one table, held against the tool, its help, what it refuses
and what completion offers; TAP out.  usage: test_options.py SESSMON-FAKE"""
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

FAKE = sys.argv[1]
PLACE = tempfile.TemporaryDirectory()
tests = failed = 0
# Command lines that are run ahead -> what is to come of them.
ASIDE = {}

# What is typed besides, so that the option has something to do.
VERBS = {"monitor": ["-m", "1"], "ls": ["-a"], "tree": [], "show": ["310"], "stats": [], "policy": ["show"],
         "verify": [], "doctor": ["--state", os.path.join(PLACE.name, "look")],
         **{verb: ["--dir", "/nowhere"] for verb in ("sessions", "alerts", "log", "history")}}
# The verbs of the history are another program's, which is beside this one.
os.environ["SESSMON_LIBEXEC"] = os.path.dirname(os.path.abspath(FAKE))
PAST, TABLES = ["sessions", "alerts", "log", "history"], ["ls", "tree"]
ALL, SESSIONS = list(VERBS), ["monitor", "ls", "tree", "sessions", "alerts", "log"]
# Option, its letter, a value if it takes one, and the verbs that have it.
TABLE = (
    ("json", "j", None, ALL), ("numeric", "n", None, ALL), ("color", None, "never", ALL),
    ("class", "c", "login", SESSIONS), ("user", "u", "0", SESSIONS), ("login-user", "L", "1000", SESSIONS),
    ("audit-session", "A", "3", SESSIONS), ("from", "F", "10.0.0.0/8", SESSIONS), ("entry", "e", "sshd", SESSIONS),
    ("flag", None, "mux", SESSIONS), ("origin", "O", "310", SESSIONS), ("session", "s", "310", SESSIONS),
    ("tty", "t", "pts/0", SESSIONS), ("since", "S", "1970-01-02", [*SESSIONS, "history"]),
    ("until", "U", "now", [*SESSIONS, "history"]),
    ("program", None, "bash", SESSIONS), ("container", None, "web*", SESSIONS),
    ("image", None, "nginx:1.25", SESSIONS), ("pod", None, "web-7d9", SESSIONS),
    ("namespace", None, "staging", SESSIONS),
    ("all", "a", None, [*TABLES, "sessions"]), ("long", "l", None, [*TABLES, "sessions", "alerts"]),
    ("no-header", None, None, TABLES + PAST), ("at", None, "yesterday", TABLES),
    ("dir", None, "/nowhere", [*TABLES, *PAST, "show"]), ("boot", "b", "0", PAST), ("reverse", None, None, PAST),
    ("no-pager", None, None, PAST), ("grep", "g", "x", ["log"]), ("ignore-case", "i", None, ["log"]),
    ("follow", "f", None, ["log"]), ("failed", None, None, ["log"]), ("by-root", None, None, ["log"]),
    ("rules", None, "/dev/null", ["log"]), ("level", None, "high", ["log", "alerts"]), ("rule", None, "x", ["alerts"]),
    ("columns", "o", "sid", ["ls"]), ("pids", "p", None, ["ls"]),
    ("group", "G", "session", ["monitor"]), ("event", "E", "session_tty", ["monitor"]), ("count", "m", "1", ["monitor", "sessions", "alerts", "log"]),
    ("exec", "x", "true", ["monitor"]), ("dump", "d", None, ["monitor"]), ("no-join", "N", None, ["monitor"]),
    ("reliable", "R", None, ["monitor"]), ("wait", None, None, ["monitor"]),
    ("output", None, "/dev/null", ["monitor"]), ("date", "D", None, ["monitor"]),
    ("boot-time", "T", None, ["monitor"]), ("relative", "r", None, ["monitor"]),
    ("force", None, None, ["policy"]), ("hooks", "H", None, ["verify"]),
    ("state", None, os.path.join(PLACE.name, "look"), ["doctor"]), ("policy", None, "/dev/null", ["doctor"]),
)
# What nobody can know beforehand.
OPEN = {"COUNT", "COMMAND", "CONTAINER", "IMAGE", "NAMESPACE", "POD", "REGEX", "RULE"}


def ok(good, what, *why):
    global tests, failed
    tests += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {tests} - {what}")
    for each in why if not good else ():
        print(f"# {each!r}")


def ask(*words):
    env = dict(os.environ, TZ="UTC", LC_ALL="C.UTF-8")
    done = subprocess.run([FAKE, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=100,
                          check=False, env=env)
    return done.returncode, done.stdout, done.stderr


def run(*words):
    return ASIDE[words].result() if words in ASIDE else ask(*words)


def helped(verb):
    """Options as help has them: name -> (letter, what its value is called)."""
    text = run("help", verb)[1]
    return {name: (letter, takes) for letter, name, takes in
            re.findall(r"^ +(?:-(.), )?--([a-z-]+)(?: ([^ \n]+))?", text, re.M)}


def words_for(verb, option, value):
    """A command line that has this option, and others that it needs."""
    needs = {"force": ["load", "-"], "pids": ["-c", "login"], "ignore-case": ["-g", "x"]}
    if verb == "log":
        needs["level"] = ["--rules", "/dev/null", "--dir", "/nowhere"]
    rest = needs.get(option, VERBS[verb])
    return [verb, *rest], [f"--{option}"] + ([value] if value is not None else [])


def spellings(verb, option, letter, value):
    """Command lines with an option: once, twice, and by its letter if it has one."""
    base, words = words_for(verb, option, value)
    return [(*base, *words), (*base, *words, *words)] + ([(*base, f"-{letter}", *words[1:])] if letter else [])


def test_has(verb, option, letter, value):
    first, twice, *short = [run(*words) for words in spellings(verb, option, letter, value)]
    ok(first[0] != 2, f"{verb} --{option}", first)
    ok(twice[0] == first[0], f"{verb} --{option} twice", twice)
    for same in short:
        ok(same[0] == first[0], f"{verb} -{letter} is the same", same)


def test_table():
    names = {name for name, *_ in TABLE}
    letters = [letter for _, letter, *_ in TABLE if letter]
    ok(len(letters) == len(set(letters)), "no letter has two meanings", letters)
    for verb in VERBS:
        known = helped(verb)
        want = {name: letter or "" for name, letter, _, verbs in TABLE if verb in verbs}
        ok({name: letter for name, (letter, _) in known.items()} == want, f"help {verb} has all of them", known, want)
        for name, letter, value, verbs in TABLE:
            if verb in verbs:
                test_has(verb, name, letter, value)
            else:
                status, out, err = run(verb, *VERBS[verb], f"--{name}")
                # Of a verb that has a longer one of that name it is the beginning.
                longer = any(other.startswith(name) for other in want)
                ok(longer or status == 2 and not out and f"unknown option --{name}" in err, f"{verb} has no --{name}", err)
    for verb in VERBS:
        for name in helped(verb):
            ok(name in names, f"{verb} --{name} is in the table")


def test_values():
    """Completion offers a value wherever help says that there is one."""
    for verb in VERBS:
        for name, (letter, takes) in helped(verb).items():
            if not takes or takes in OPEN:
                continue
            for typed in ([f"--{name}", ""], [f"--{name}="], [f"-{letter}", ""] if letter else None):
                if typed:
                    status, out, _ = run("complete", "--", verb, *typed)
                    ok(status == 0 and out.strip(), f"complete {verb} {' '.join(typed)}", out)
    keys = run("complete", "--", "show", "")[1]
    for verb in ("show", "tree"):
        ok("s:310\tlogin\n" in keys and run("complete", "--", verb, "")[1] == keys, f"complete {verb}: keys", keys)
        ok(run("complete", "--", verb, "-j", "s:310", "320", "")[1] == keys, f"and more of them behind {verb} KEY")
    for verb in ("ls", "monitor"):
        ok("s:310" not in run("complete", "--", verb, "")[1], f"complete {verb}: no key")
    words = run("complete", "--", "ls", "--columns=sid,ki")[1].split()
    ok("--columns=sid,kind" in words, "one column behind another", words)
    for takes, want in (("-A", "3"), ("-F", "10.0.2.2"), ("-c", "login"), ("-E", "end"), ("-t", "pts/0"), ("--program", "tmux")):
        lines = run("complete", "--", "monitor", takes, "")[1].splitlines()
        ok(want in [line.split("\t")[0] for line in lines], f"{takes} {want}", lines)
        ok(len(lines) == len(set(lines)), f"{takes}: each once", lines)


def test_numeric():
    """-n means the same before the verb and behind it."""
    for verb in ("ls", "tree", "show", "monitor"):
        rest = VERBS[verb]
        ok(run("-n", verb, *rest)[1] == run(verb, "-n", *rest)[1] == run(verb, *rest, "--numeric")[1],
           f"-n {verb} is {verb} -n")
    ok("root" not in run("ls", "-n", "-a")[1], "no names")


def test_verify():
    """verify in a document."""
    import json
    status, out, _ = run("verify", "-j")
    doc = json.loads(out)
    found = doc["sessmon"]["verify"]
    ok(status == 1 and doc["event"]["action"] == "verify" and out.count("\n") == 1, "verify -j", out)
    ok(found["inside"]["differing"] == 1 and found["inside"]["differences"] ==
       [{"pid": 7, "start_ns": "8", "kind": "parent", "table": "1", "kernel": "2"}], "what the module found", found["inside"])
    ok(found["proc"]["differing"] == len(found["proc"]["differences"]) > 0 and
       any(d["pid"] == 321 and d["difference"] for d in found["proc"]["differences"]), "what /proc shows", found["proc"])
    pids = [d["pid"] for d in found["proc"]["differences"]]
    ok(len(pids) == len(set(pids)), "each process once", sorted(pids))
    pids = [line.split(":")[0] for line in run("verify")[1].splitlines() if line.split(":")[0].isdigit()][1:]
    ok("321" in pids and len(pids) == len(set(pids)), "also in words", sorted(pids))
    status, out, _ = run("verify", "-H", "-j")
    hooks = json.loads(out)["sessmon"]["verify"]["hooks"]
    ok({f["verdict"] for f in hooks["facts"]} <= {"ok", "skipped", "missing"} and
       all(f.get("reason") for f in hooks["facts"] if f["verdict"] == "skipped") and
       hooks["seen"] == sum(f["verdict"] == "ok" for f in hooks["facts"]), "verify -H -j", hooks)


# verify waits before it believes that a process differs, and in the tests' world all do: it is
# asked all that it will be asked at once, while the others are tested.
side = ThreadPoolExecutor(16)
for asked in [("verify",), ("verify", "-j"), ("verify", "-H", "-j")] + \
        [words for name, letter, value, verbs in TABLE if "verify" in verbs
         for words in spellings("verify", name, letter, value)]:
    ASIDE[asked] = side.submit(ask, *asked)
for test in (test_table, test_values, test_numeric, test_verify):
    test()
print(f"1..{tests}")
sys.exit(failed != 0)
