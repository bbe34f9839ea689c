#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What becomes of what the tool says: full disks, closed and full pipes, signals; TAP out.

usage: test_output.py SESSMON-FAKE

Every verb must be in VERBS: one that is added and not listed fails here.
"""
import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

SESSMON = sys.argv[1]
PATIENCE = 20
POLICY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "userspace", "install",
                      "default.policy")
# A history, and what asks it beside what is tested.
DAYS = tempfile.TemporaryDirectory()
RULE = os.path.join(DAYS.name, "rule.yml")
with open(RULE, "w", encoding="ascii") as file:
    file.write("title: a\nlogsource: {category: process_creation}\ndetection: {s: {Image|contains: /}, condition: s}\n")
EVENTS = os.path.join(DAYS.name, "events.ndjson")
with open(EVENTS, "w", encoding="ascii") as file:
    file.write('{"sessmon": {"event": "exec"}, "process": {"executable": "/a"}}\n')
os.environ["SESSMON_LIBEXEC"] = os.path.dirname(os.path.abspath(SESSMON))
subprocess.run([os.path.join(os.environ["SESSMON_LIBEXEC"], "make_history"), DAYS.name], stdout=subprocess.DEVNULL, check=True)
AT = ["--at", "@1700000000", "--dir", DAYS.name]
VERBS = {
    "help": [["complete", "--", ""], ["help"], ["--help"], ["--version"], ["help", "ls"], ["ls", "--help"]],
    "monitor": [["monitor"], ["monitor", "-j"], ["monitor", "-d"], ["monitor", "-j", "-d"]],
    "ls": [["ls"], ["ls", "-j"], ["ls", *AT]],
    "tree": [["tree"], ["tree", "-j"]],
    "show": [["show", "321"], ["show", "-j", "321"], ["show", "s:410"], ["show", "-j", "s:410"]],
    "history": [["history", "--dir", DAYS.name]],
    "sessions": [["sessions", "-a", "--dir", DAYS.name]],
    "report": [["report", "-o", "-", "-a", "--dir", DAYS.name]],
    "alerts": [["alerts", "--dir", DAYS.name]],
    "log": [["log", "--dir", DAYS.name], ["log", "-j", "--dir", DAYS.name], ["log", "--rules", RULE, "--dir", DAYS.name]],
    # What it says otherwise is in test_record.py.
    "record": [["record", "--help"]],
    "alert": [["alert", "-r", RULE], ["alert", "-j", "-r", RULE]],
    "rules": [["rules", "check", RULE], ["rules", "test", RULE, EVENTS]],
    "stats": [["stats"], ["stats", "-j"]],
    "policy": [["policy", "show"], ["policy", "-j", "show"], ["policy", "reset"],
               ["policy", "load", POLICY]],
    "verify": [["verify"], ["verify", "-H"]],
    "doctor": [["doctor", "--state", "/dev/null/no"], ["doctor", "-j", "--state", "/dev/null/no"]],
}
# What follows events, until there is a reason to end.
FOLLOW = ("monitor", "alert")
ENDED = "sessmon: ended by a signal before all was written"
tests = 0
failed = 0
counting = threading.Lock()


def ok(good, what, detail=None):
    global tests, failed
    with counting:
        tests += 1
        failed += not good
        print("%s %d - %s" % ("ok" if good else "not ok", tests, what))
        if not good:
            print("# %s" % (detail,))


def start(words, stdout, fake="", close=(), ignore=()):
    def prepare():
        for number in ignore:
            signal.signal(number, signal.SIG_IGN)
        for fd in close:
            os.close(fd)

    env = dict(os.environ, TZ="UTC", LC_ALL="C", SESSMON_FAKE=fake)
    # pylint: disable-next=consider-using-with,subprocess-popen-preexec-fn
    return subprocess.Popen([SESSMON, *words], stdin=subprocess.DEVNULL, stdout=stdout,
                            stderr=subprocess.PIPE, env=env, preexec_fn=prepare)


def end(popen):
    """Status and what it said on stderr; a process that goes on is a failure."""
    try:
        return popen.wait(PATIENCE), popen.stderr.read().decode()
    except subprocess.TimeoutExpired:
        popen.kill()
        popen.wait()
        return "goes on", popen.stderr.read().decode()


def eventually(condition, popen):
    """Wait for a condition, or for the end of the process."""
    until = time.monotonic() + PATIENCE
    while not condition() and popen.poll() is None and time.monotonic() < until:
        time.sleep(0.01)


def waits_in(popen, *calls):
    """Whether it sleeps in one of these system calls of x86-64, by number."""
    def look():
        try:
            with open("/proc/%d/syscall" % popen.pid, encoding="ascii") as f:
                return f.read().split()[0] in [str(call) for call in calls]
        except OSError:
            return False
    return look


WRITE = (1,)
POLL = (7, 271)


def said(err, what):
    return err.splitlines().count("sessmon: standard output: " + what) == 1


def check_full(words):
    with open("/dev/full", "wb") as full:
        status, err = end(start(words, full))
    ok(status == 1 and said(err, "No space left on device"), "%s >/dev/full" % " ".join(words),
       (status, err))


def check_closed(words):
    status, err = end(start(words, None, close=[1]))
    ok(status == 1 and said(err, "Bad file descriptor"), "%s >&-" % " ".join(words),
       (status, err))
    popen = start(words, None, close=[0, 1, 2])
    status, err = end(popen)
    ok(status == 1, "%s with nothing open" % " ".join(words), (status, err))


def pipe_that_is_full():
    """A pipe in which not a byte more goes, and how many are in it."""
    ours, theirs = os.pipe()
    fcntl.fcntl(theirs, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(theirs, False)
    filled = os.write(theirs, b"x" * 65536)
    return ours, theirs, filled


def drain(fd):
    text = b""
    while True:
        some = os.read(fd, 65536)
        if not some:
            return text
        text += some


def check_late_reader(words):
    """A pipe that does not block and whose reader comes when it is full."""
    whole = subprocess.run([SESSMON, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                           stdin=subprocess.DEVNULL, check=False,
                           env=dict(os.environ, TZ="UTC", LC_ALL="C"))
    ours, theirs, filled = pipe_that_is_full()
    popen = start(words, theirs)
    os.close(theirs)
    eventually(waits_in(popen, *POLL), popen)
    text = drain(ours)[filled:]
    os.close(ours)
    status, err = end(popen)
    lines, want = text.split(b"\n"), whole.stdout.split(b"\n")
    # What verify finds is never the same twice: its last line must do.
    ok(status == whole.returncode and lines[-1] == b"" and
       (len(lines) == len(want) or words == ["verify"] and lines[-2].startswith(b"/proc: ")),
       "%s to a reader that comes late" % " ".join(words),
       (status, err, len(text), len(whole.stdout)))


def check_signal(words, number, blocking):
    """A pipe that nobody reads: a signal ends it, wherever it waits."""
    ours, theirs, _ = pipe_that_is_full()
    os.set_blocking(theirs, blocking)
    popen = start(words, theirs)
    os.close(theirs)
    eventually(waits_in(popen, *(WRITE if blocking else POLL)), popen)
    popen.send_signal(number)
    status, err = end(popen)
    os.close(ours)
    # What follows events finishes its line if it can; the others die of the signal.
    good = status == 1 and ENDED in err if words[0] in FOLLOW else status == -number
    ok(good, "%s to nobody, and %s" % (" ".join(words), number.name), (status, err))


def check_form(words):
    check_full(words)
    # Five seconds of patience each: once must do.
    if words != ["verify", "-H"]:
        check_closed(words)
        check_late_reader(words)
        check_signal(words, signal.SIGTERM, True)


def check_every_verb():
    usage = subprocess.run([SESSMON, "help"], stdout=subprocess.PIPE, check=True).stdout.decode()
    named = {line.split()[0] for line in usage.splitlines() if line.startswith("  ") and
             not line.startswith("  -")}
    ok(named == set(VERBS), "every verb is tried", named ^ set(VERBS))
    forms = [words for some in VERBS.values() for words in some]
    # Who receives events hears also those of others that play the module.
    alone = [words for words in forms if words[0] in FOLLOW or words == ["verify", "-H"]]
    # Most of it is waiting.
    with ThreadPoolExecutor(8) as pool:
        done = pool.map(check_form, [words for words in forms if words not in alone])
        for words in alone:
            check_form(words)
        list(done)
    for number in signal.SIGTERM, signal.SIGINT:
        check_signal(["monitor", "-j", "-d"], number, False)
    check_signal(["monitor", "-j", "-d"], signal.SIGINT, True)


def check_waiting_monitor():
    """With nothing to say it ends at once, and well."""
    for number in signal.SIGTERM, signal.SIGINT:
        popen = start(["monitor"], subprocess.DEVNULL, "stays")
        eventually(waits_in(popen, *POLL), popen)
        popen.send_signal(number)
        status, err = end(popen)
        ok((status, err) == (0, ""), "%s ends one that waits" % number.name, (status, err))

    popen = start(["monitor"], subprocess.DEVNULL, "stays", ignore=[signal.SIGINT])
    eventually(waits_in(popen, *POLL), popen)
    popen.send_signal(signal.SIGINT)
    popen.send_signal(signal.SIGTERM)
    ok(end(popen) == (0, ""), "one in the background is ended by SIGTERM")

    popen = start(["monitor", "-j"], subprocess.DEVNULL, "hangs")
    eventually(waits_in(popen, 34), popen)
    popen.send_signal(signal.SIGTERM)
    status, err = end(popen)
    ok(status == 1 and ENDED in err, "a signal while an answer does not come", (status, err))


def check_reader_that_goes():
    for ignore, want in ([], -signal.SIGPIPE), ([signal.SIGPIPE], 1):
        ours, theirs = os.pipe()
        popen = start(["monitor"], theirs, "stays", ignore=ignore)
        os.close(theirs)
        while not select.select([ours], [], [], 0.2)[0] or os.read(ours, 65536):
            if waits_in(popen, *POLL)() and not select.select([ours], [], [], 0)[0]:
                break
        os.close(ours)
        status, err = end(popen)
        ok(status == want and ("Broken pipe" in err) == bool(ignore),
           "monitor whose reader goes, SIGPIPE %s" % ("ignored" if ignore else "not ignored"),
           (status, err))


def check_module_that_goes():
    status, err = end(start(["monitor"], subprocess.DEVNULL))
    ok(status == 3 and "unloaded" in err, "a module that goes has its own status", (status, err))
    with tempfile.TemporaryFile() as out:
        popen = start(["monitor", "-j", "-d", "--wait"], out, "returns")
        eventually(waits_in(popen, *POLL), popen)
        eventually(lambda: os.pread(out.fileno(), 1 << 20, 0).count(b'"unloaded"'), popen)
        eventually(waits_in(popen, *POLL), popen)
        popen.send_signal(signal.SIGTERM)
        status, err = end(popen)
        docs = [json.loads(line) for line in os.pread(out.fileno(), 1 << 20, 0).splitlines()]
    ok(status == 0, "one that waits is ended by a signal, well", (status, err))
    ok(err.splitlines() == [
        "sessmon: the kernel module was unloaded; waiting for it",
        "sessmon: the kernel module is back; what happened meanwhile is not known"],
       "and says what it waits for", err)
    gap = [i for i, d in enumerate(docs)
           if d.get("sessmon", {}).get("loss", {}).get("where") == "unloaded"]
    ok(len(gap) == 1, "the gap is told once in the stream", gap)
    at = gap[0] if gap else len(docs)
    lives = docs[:at], docs[at + 1:]
    states = [sum(d["event"]["kind"] == "state" for d in life) for life in lives]
    ok(states[0] == states[1] > 0, "what exists is shown at each beginning", states)
    ok(any(d["event"]["action"] == "exec" for d in lives[1]), "and what happens then")

    popen = start(["monitor", "--wait"], subprocess.DEVNULL, "unloaded")
    eventually(waits_in(popen, *POLL), popen)
    popen.send_signal(signal.SIGTERM)
    status, err = end(popen)
    ok(status == 0 and "is not loaded; waiting for it" in err,
       "one that waits from the beginning", (status, err))


check_every_verb()
check_waiting_monitor()
check_reader_that_goes()
check_module_that_goes()
print("1..%d" % tests)
sys.exit(failed != 0)
