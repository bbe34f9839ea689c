#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Questions to a history that the store's writer wrote; TAP out.

The oracle is what the writer was given (make_history says it), what the reader says of the same
world while it lives (sessmon-fake), and sqlite3(1).  usage: test_past.py FOLDER-OF-PROGRAMS
"""
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import terminal

BUILD = os.path.abspath(sys.argv[1])
PLACE = tempfile.mkdtemp()
HISTORY = os.path.join(PLACE, "history")
DAYS = ["2023-11-14", "2023-11-15", "2023-11-16"]
WORLD, OTHER = "5f0c1a52-8f3b-4a55-9d0e-0123456789ab", "00000000-1111-2222-3333-444444444444"
# A moment of the first day before anything happens, and the third day's boot.
BEFORE, BOOTED = "@1700000000", 1700128700
tests = failed = 0


def ok(good, what, *why):
    global tests, failed
    tests += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {tests} - {what}")
    for each in why if not good else ():
        print("# " + repr(each))


def environment(**more):
    env = {"PATH": os.environ["PATH"], "TZ": "UTC", "LC_ALL": "C.UTF-8", "TERM": "xterm", "SESSMON_LIBEXEC": BUILD}
    env.update({name: os.environ[name] for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS") if name in os.environ})
    env.update(more)
    return env


def ask(verb, *words, folder=HISTORY, **more):
    done = subprocess.run([f"{BUILD}/sessmon-fake", verb, *words, "--dir", folder], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=100, check=False, env=environment(**more))
    return done.returncode, done.stdout, done.stderr


def lines(*words, **more):
    return ask(*words, **more)[1].splitlines()


def documents(*words, **more):
    return [json.loads(line) for line in lines(*words, **more)]


def live(*words):
    done = subprocess.run([f"{BUILD}/sessmon-fake", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=100, check=False, env=environment())
    return done.stdout.splitlines()


def make():
    os.mkdir(HISTORY, 0o700)
    done = subprocess.run([f"{BUILD}/make_history", HISTORY], capture_output=True, text=True, check=True, timeout=100)
    return [line.split("\t") for line in done.stdout.splitlines()]


def query(day, sql):
    with sqlite3.connect(f"file:{HISTORY}/{day}.db?mode=ro", uri=True) as db:
        return db.execute(sql).fetchall()


def last_exec(pid):
    return [row for row in GIVEN if row[0] == "exec" and row[1] == pid][-1]


def runs_given():
    """What was given, as log has it: (pid, session, user, how it ended, command line)."""
    ends = {row[1]: row for row in GIVEN if row[0] == "exit"}
    found = []
    for row in GIVEN:
        if row[0] != "exec":
            continue
        end = ends.get(row[1])
        if row is not last_exec(row[1]):
            how = "exec"
        elif end is None:
            how = "-"
        else:
            how = f"SIG{signal.Signals(int(end[4])).name[3:]}" if int(end[4]) else end[3]
        found.append((row[2], row[3], how, row[6]))
    return found


LINE = re.compile(r"(\w{3} \d\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) +(s:\d+) +(\S+) +(\S+) +(\S+) +(.*)")


def runs_told(*words, **more):
    """What log tells of the third day, in the form of runs_given()."""
    told = []
    for line in lines("log", "-n", "--no-header", "-S", "2023-11-16", *words, **more):
        _, session, user, how, _, what = LINE.fullmatch(line).groups()
        told.append((session, user.split("/")[-1], how, what))
    return told


def test_log():
    given = runs_given()
    ok(len(given) > 40 and runs_told() == given, "log tells each program once, in the order of time", runs_told(), given)
    bad = [row for row in given if row[2] not in ("0", "-", "exec")]
    ok(bad and runs_told("--failed") == bad, "--failed", runs_told("--failed"), bad)
    root = [row for row in given if row[1] == "0"]
    ok(root and runs_told("--by-root") == root, "--by-root", runs_told("--by-root"))
    users = {LINE.fullmatch(line).group(3) for line in lines("log", "-n", "--no-header", "--by-root", "-S", "2023-11-16")}
    ok(users == {"1000/0"}, "who came in, and as whom he acted", users)
    for pattern in ("file1[0-9]", "^ls -l", "cat|sleep", "-c ls$", "nosuch"):
        want = [row for row in given if re.search(pattern, row[3])]
        ok(runs_told("-g", pattern) == want, f"-g {pattern}", runs_told("-g", pattern), want)
    ok(runs_told("-g", "FILE7", "-i") == [row for row in given if "file7" in row[3]], "-g -i")
    ok(runs_told("-g", "FILE7") == [], "capitals count otherwise")
    for words, want in ((("--program", "cat"), "cat"), (("--program", "/usr/bin/l*"), "ls"),
                        (("--program", "sh"), "sh")):
        told = runs_told(*words)
        ok(told == [row for row in given if row[3].split()[0] == want], f"log {' '.join(words)}", told)
    ok(runs_told("-m", "5") == given[-5:], "-m: the newest")
    ok(runs_told("--reverse") == given[::-1], "--reverse")
    ok(runs_told("--reverse", "-m", "5") == given[-5:][::-1], "both")
    for session in ("s:310", "s:1500"):
        want = [row for row in given if row[0] == session or session == "s:310"]
        ok(runs_told("-s", session) == want, f"log -s {session}, and what was made in it", runs_told("-s", session))
    ok(runs_told("-u", "0") == root, "log -u", runs_told("-u", "0"))
    ok(runs_told("-c", "service") == [row for row in given if row[0] == "s:1500"], "log -c")
    third = [divmod(int(row[5]), 10**9) for row in GIVEN if row[0] == "exec"]
    since, until = ("@%d.%09d" % third[at] for at in (10, 20))
    told = runs_told("-S", since, "-U", until)
    ok(told == given[10:21], "log -S -U: both ends are within", told, given[10:21])
    ok(runs_told("--boot", OTHER) == given and not runs_told("-b", WORLD), "log --boot")


def test_documents():
    """The documents of events are those that monitor prints of the same ones."""
    def bare(doc):
        doc = json.loads(json.dumps(doc))
        doc["event"].pop("created", None)
        doc.pop("host")
        return doc
    want = [json.loads(line) for line in live("monitor", "-j", "-d", "-E", "fork", "-E", "exec", "-E", "exit")]
    want = [bare(doc) for doc in want if doc["event"].get("action") in ("fork", "exec", "end")]
    got = [bare(doc) for doc in documents("log", "-j", "-U", "2023-11-15")]
    got = [doc for doc in got if doc["event"]["action"] != "lost"]
    ok(len(want) > 4 and [doc["event"]["id"] for doc in got] == [doc["event"]["id"] for doc in want], "log -j: the same events",
       [doc["event"] for doc in got], [doc["event"] for doc in want])
    for one, other in zip(got, want):
        ok(one == other, f"log -j: {one['event']['action']} {one['event']['sequence']} is what monitor -j said",
           *differences(one, other))
    hosts = {(doc["host"]["name"], doc["host"]["boot"]["id"]) for doc in documents("log", "-j", "-S", "2023-11-16")}
    ok(hosts == {("played", OTHER)}, "of the host and boot of then", hosts)


RULES = """
title: Any program
id: id-any
author: A. Author
license: DRL 1.1
level: medium
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


def test_rules():
    """Rules find in the past what they found in the stream."""
    def bare(doc):
        doc["event"].pop("created", None)
        doc.pop("host")
        return doc
    path = os.path.join(PLACE, "rules.yml")
    with open(path, "w", encoding="ascii") as file:
        file.write(RULES)
    want = [json.loads(line) for line in live("alert", "-j", "-r", path)]
    want = [bare(doc) for doc in want if doc["event"]["kind"] == "alert" and doc["event"]["action"] != "alert_repeated"]
    told = documents("log", "--rules", path, "-j", "-U", "2023-11-15")
    got = [bare(doc) for doc in told if doc["event"]["action"] != "alert_repeated"]
    ok(len(want) > 5 and len({doc["rule"]["id"] for doc in want}) == 3, "rules of each category match the world", len(want))
    ok(got == want, "log --rules -j: the alerts that were", *[d for pair in zip(got, want) for d in differences(*pair)],
       len(got), len(want))
    again = [doc for doc in told if doc["event"]["action"] == "alert_repeated"]
    ok({doc["rule"]["id"]: doc["sessmon"]["alert"]["count"] for doc in again} == {"id-right": 2, "id-session": 3},
       "what came again is counted", again)
    text = lines("log", "--rules", path, "-U", "2023-11-15", "--level", "medium")
    ok(len(text) == 1 and "medium: Any program" in text[0] and "rule by A. Author, DRL 1.1" in text[0],
       "log --rules --level: a line", text)
    third = documents("log", "--rules", path, "-j", "-S", "2023-11-16", "--program", "cat")
    ok({doc["process"]["executable"] for doc in third if "process" in doc} == {"/usr/bin/cat"}, "with a filter", len(third))
    for words, want in ((["--rules", path, "-f"], "told as it happened"), (["--level", "low"], "--level is of --rules"),
                        (["--rules", path, "--level", "x"], "unknown level x")):
        status, _, err = ask("log", *words)
        ok(status == 2 and want in err and err.count("\n") == 1, f"log {' '.join(words[-2:])} is wrong", err)
    with open(path, "a", encoding="ascii") as file:
        file.write("---\ntitle: broken\n")
    status, out, err = ask("log", "--rules", path)
    ok(status == 1 and not out and "rules.yml:22" in err, "none is asked if one is refused", status, out, err)


def differences(a, b, path=""):
    if isinstance(a, dict) and isinstance(b, dict):
        for key in sorted(set(a) | set(b)):
            yield from differences(a.get(key), b.get(key), f"{path}.{key}")
    elif a != b:
        yield f"{path}: {a!r} != {b!r}"


def test_at():
    """The table of then is the one that was dumped."""
    def bare(doc):
        # When it was looked at, and what no event tells.
        doc["event"].pop("created", None)
        doc.pop("@timestamp")
        doc.pop("host")
        doc.get("sessmon", {}).get("session", {}).pop("foreground", None)
        # The world does not say it of each session that came in by one that has a terminal.
        doc.get("sessmon", {}).get("session", {}).get("entry", {}).pop("tty", None)
        doc.get("process", {}).get("tty", {})
        return re.sub(r'"[0-9-]{10}T[0-9:.]{18}Z"', "TIME", json.dumps(doc, sort_keys=True))
    for verb, words in (("ls", ["-a"]), ("tree", ["-a"]), ("tree", ["s:310"])):
        want = [bare(json.loads(line)) for line in live(verb, "-j", *words)]
        got = [bare(doc) for doc in documents(verb, "-j", *words, "--at", BEFORE)]
        ok(len(want) > 2 and got == want, f"{verb} {' '.join(words)} -j --at",
           *(pair for pair in zip(got, want) if pair[0] != pair[1]), len(got), len(want))
    columns = "sid,kind,class,login,user,from,peer,tty,entry,origin,made-in,procs,audit,flags,reason,runs"
    ok(lines("ls", "-a", "-o", columns, "--at", BEFORE) == live("ls", "-a", "-o", columns), "ls --at, in the same columns",
       lines("ls", "-a", "-o", columns, "--at", BEFORE))
    ok(lines("tree", "--at", BEFORE, "s:310") == live("tree", "s:310"), "tree --at")
    # Afterwards: who has ended is not in it, who was born is.
    ok("410" in [line.split()[0] for line in lines("ls", "--at", "@1700000050")] and
       "310" not in [line.split()[0] for line in lines("ls", "-a", "--at", "@1700000050")], "a session that has ended by then")
    for moment in ("2023-11-14 12:00", "2023-11-15 09:00", "2023-11-20", "1970-01-02"):
        status, out, err = ask("ls", "--at", moment)
        ok(status == 1 and not out and "nobody watched at" in err and err.count("\n") == 1, f"nobody watched at {moment}", err)


def rows(*words, **more):
    return [line.split() for line in lines("sessions", "-n", "--no-header", *words, **more)]


def test_sessions():
    third = rows("-S", "2023-11-16", "-a")
    ok([row[0] for row in third] == ["1500", "310", "200", "1"], "sessions, the newest first", third)
    login = [row for row in third if row[0] == "310"][0]
    given = [row for row in GIVEN if row[0] == "exec" and row[2] == "s:310"]
    bad = [row for row in GIVEN if row[0] == "exit" and row[2] == "s:310" and (row[3] != "0" or row[4] != "0")]
    ok(login[-3:] == [str(len(given)), str(len(bad)), "1"], "programs, failed, and what it left", login, len(given), len(bad))
    ok([row[0] for row in rows("-S", "2023-11-16", "-a", "--reverse")] == ["1", "200", "310", "1500"], "--reverse")
    ok([row[0] for row in rows("-S", "2023-11-16", "-a", "-m", "2")] == ["1500", "310"], "-m")
    ok([row[0] for row in rows("-S", "2023-11-16")] == ["1500", "310"], "people only, unasked")
    ok([row[0] for row in rows("-c", "login", "-S", "2023-11-16")] == ["310"], "by class")
    ok([row[0] for row in rows("-s", "310", "-S", "2023-11-16")] == ["1500", "310"], "a session, and what was made in it",
       rows("-s", "310", "-S", "2023-11-16"))
    ok([row[0] for row in rows("--program", "cat")] == ["310"] and rows("--program", "nosuch") == [], "by what ran in it")
    for words in (("--container", "web"), ("--image", "nginx"), ("--pod", "*"), ("--namespace", "*")):
        ok(not rows("-a", *words) and not lines("log", "--no-header", *words),
           f"what is of another boot is in no container that is known: {words[0]}", rows("-a", *words))
    ok([row[0] for row in rows("-O", "310", "-S", "2023-11-16")] == ["1500"], "what it left")
    both = rows("-a", "-U", "2023-11-16")
    ok(sorted(int(row[0]) for row in both) == sorted(set(int(row[0]) for row in both)), "one row for several days", both)
    world = [json.loads(line) for line in live("ls", "-j")]
    want = {doc["process"]["pid"] if "process" in doc else 0 for doc in world} | {330}
    ok({int(row[0]) for row in both} == want, "all that were there, and what was made", both, want)
    by_sid = {int(row[0]): row for row in both}
    ok("2023-11-15 11:00?" in " ".join(by_sid[410]), "what was seen last then, and not to end", by_sid[410])
    ok("login" in by_sid[310] and "22:13" in by_sid[310], "what a late event of a process leaves of its session", by_sid[310])
    docs = {doc["process"]["pid"]: doc for doc in documents("sessions", "-j", "-S", "2023-11-16")}
    ok(docs[310]["sessmon"]["history"] == {"state": "ended", "programs": len(given), "failed": len(bad), "left": 1} and
       docs[310]["event"]["duration"] == 100 * 10**9 and docs[310]["event"]["end"].startswith("2023-11-16T10:03:20"),
       "as a document", docs[310]["event"], docs[310]["sessmon"]["history"])
    ok(docs[1500]["sessmon"]["history"]["state"] == "lost" and "end" not in docs[1500]["event"], "what was not seen to end")
    # Whoever was there at any moment of the time.
    ok([row[0] for row in rows("-c", "login", "-S", f"@{BOOTED + 250}", "-U", f"@{BOOTED + 251}")] == ["310"] and
       rows("-c", "login", "-S", f"@{BOOTED + 301}", "-U", f"@{BOOTED + 302}") == [], "since and until: when it was there")
    for day in DAYS:
        count = query(day, "SELECT count(DISTINCT sid || ':' || start) FROM session")[0][0]
        begin, end = f"{day} 00:00", f"{day} 23:59:59"
        ok(len(rows("-a", "-S", begin, "-U", end)) == count, f"{day}: as many as sqlite3 counts", count)


def test_history():
    text = ask("history")[1]
    ok([line.split()[0] for line in text.splitlines() if line.startswith("2023")] == DAYS, "the days", text)
    for words in ("killed", "asked to end", "no recorder ran"):
        ok(words in text, f"why: {words}", text)
    ok(text.count("watched,") == 3 and text.count("MISSING") >= 1, "who watched, and when nobody did", text)
    docs = documents("history", "-j")
    gaps = [doc["sessmon"]["history"] for doc in docs if doc["sessmon"]["history"]["kind"] == "gap"]
    ok(any(gap["until"].startswith("2023-11-15T10:00:00") for gap in gaps), "the gap after it was killed", gaps)
    ok(len([doc for doc in docs if doc["sessmon"]["history"]["kind"] == "run"]) == 3, "three runs")
    ok("something is missing" in ask("sessions", "-a")[1], "sessions says that something is missing")


def test_show():
    status, out, err = ask("show", "-n", "1009", SESSMON_FAKE="unloaded")
    ok(status == 0 and "killed by SIGKILL" in out and "cat -l file9" in out, "show of a process that has ended", out, err)
    status, out, err = ask("show", "-n", f"{OTHER}:1001:{202 * 10**9}")
    ok(status == 0 and "exit code 1" in out and not err, "by its entity id, of another boot", out, err)
    doc = documents("show", "-j", "s:1500")[0]
    ok(doc["process"]["pid"] == 1500 and doc["host"]["boot"]["id"] == OTHER, "of a session, as a document", doc)
    status, out, err = ask("show", "77777")
    ok(status == 1 and err == "sessmon: 77777: no such process or session\n", "what nobody has", err)
    status, out, err = ask("show", "321", "1009", "77777", "s:310")
    ok(status == 1 and len(out.split("\n\n")) > 5 and "vim 320 > dash 321" in out and "cat -l file9" in out,
       "the living and the dead, in their order", out, err)


def broken(name, change):
    """A copy of the history in which one file is wrong."""
    place = os.path.join(PLACE, name)
    shutil.copytree(HISTORY, place)
    os.chmod(place, 0o700)
    change(os.path.join(place, DAYS[1] + ".db"))
    return place


def test_bad_files():
    def foreign(path):
        for end in ("", "-wal", "-shm"):
            if os.path.exists(path + end):
                os.unlink(path + end)
        with sqlite3.connect(path) as db:
            db.execute("CREATE TABLE other(a)")
        os.chmod(path, 0o600)

    def newer(path):
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA user_version=99")

    def torn(path):
        with sqlite3.connect(path) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with open(path, "r+b") as file:
            file.seek(4096)
            file.write(b"\xa5" * (os.path.getsize(path) - 4096))

    def text(path):
        with open(path, "wb") as file:
            file.write(b"no database\n" * 1000)
    for name, change in (("foreign", foreign), ("newer", newer), ("torn", torn), ("text", text)):
        place = broken(name, change)
        whole = rows("-a", "-S", "2023-11-16")
        for verb in ("sessions", "log", "history"):
            status, out, err = ask(verb, folder=place)
            ok(status == 1 and out and f"{DAYS[1]}.db: " in err and err.count("\n") == 1,
               f"{verb}, a {name} file: it is named, the others answer", err)
        ok(rows("-a", "-S", "2023-11-16", folder=place) == whole, f"{name}: what is asked of another day is not concerned")
    status, out, err = ask("sessions", folder=os.path.join(PLACE, "none"))
    ok(status == 1 and not out.strip().count("\n") and "there is no history" in err, "no history at all", out, err)


def test_wrong_words():
    for words in (("sessions", "-S", "2023-11-16", "-U", "2023-11-15"), ("log", "-S", "someday"), ("log", "-g", "("),
                  ("log", "-i"), ("log", "-f", "-U", "now"), ("sessions", "-b", "yesterday"), ("log", "-m", "0"),
                  ("sessions", "5"), ("ls", "--at", "someday"), ("ls", "-p", "-a", "--at", "now"),
                  ("history", "-c", "login"), ("log", "-j", "-m", "3")):
        status, out, err = ask(*words)
        ok(status == 2 and not out and err.count("\n") == 1, " ".join(words), status, out, err)
    status, out, err = ask("log", "-b", "-7")
    ok(status == 1 and "nothing of boot -7" in err, "a boot that there is not", err)


def on_terminal(*words, **more):
    """What a person sees at a terminal of a few lines."""
    status, text = terminal.said([f"{BUILD}/sessmon-fake", *words, "--dir", HISTORY],
                                 environment(LINES="10", COLUMNS="80", **more))
    return status, text.replace("\r", "")


def test_pager():
    pager = "sed 's/^/P:/'"
    status, text = on_terminal("log", SESSMON_PAGER=pager, PAGER="false")
    told = text.splitlines()
    ok(status == 0 and len(told) > 40 and all(line.startswith("P:") for line in told), "what is too long goes through the pager", text)
    status, text = on_terminal("log", "-m", "3", SESSMON_PAGER=pager)
    ok(status == 0 and "P:" not in text and len(text.splitlines()) == 4, "what fits does not", text)
    for words, more in ((("log", "--no-pager"), {}), (("log", "-j"), {}), (("log",), {"SESSMON_PAGER": ""}), (("log",), {"SESSMON_PAGER": "cat"})):
        status, text = on_terminal(*words, **{"PAGER": pager, **more})
        ok(status == 0 and "P:" not in text and len(text.splitlines()) > 40, f"not {' '.join(words)} {more}", text[:200])
    status, text = on_terminal("log", PAGER=pager)
    ok(text.startswith("P:"), "$PAGER")
    status, text = on_terminal("log", SESSMON_PAGER="echo $LESSSECURE; cat >/dev/null")
    ok(text == "1\n", "it gets no shell of root's", text)


def test_width():
    for words in (("sessions", "-a"), ("log",), ("history",)):
        for columns in (40, 80):
            wide = [line for line in lines(*words, COLUMNS=str(columns)) if len(line) > columns]
            ok(not wide, f"{words[0]} in {columns} columns", *wide)


GIVEN = make()
for test in (test_log, test_documents, test_rules, test_at, test_sessions, test_history, test_show, test_bad_files, test_wrong_words,
             test_pager, test_width):
    test()
shutil.rmtree(PLACE)
print(f"1..{tests}")
sys.exit(failed != 0)
