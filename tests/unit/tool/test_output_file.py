#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""monitor --output: a file that others rotate, and which loses nothing by it; TAP out.

usage: test_output_file.py SESSMON-FAKE
"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

SESSMON = sys.argv[1]
PATIENCE = 120
LIVES = 3000
outcomes = []


def ok(good, what, detail=""):
    outcomes.append(bool(good))
    print(f"{'ok' if good else 'not ok'} {len(outcomes)} - {what}")
    if not good:
        print(f"# {detail!r:.400}")


def eventually(probe, what):
    until = time.monotonic() + PATIENCE
    while not probe():
        if time.monotonic() > until:
            ok(False, f"waited in vain: {what}")
            return False
        time.sleep(0.01)
    return True


def start(path, *words, stdin=subprocess.DEVNULL, fake="stays", **env):
    # pylint: disable-next=consider-using-with
    return subprocess.Popen([SESSMON, "monitor", "-j", "--output", path, *words], stdin=stdin,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            env=dict(os.environ, SESSMON_FAKE=fake, **env))


def end(popen, number=signal.SIGTERM):
    popen.send_signal(number)
    said, err = popen.communicate(timeout=PATIENCE)
    return popen.returncode, said, err


def ids(folder):
    """Of each file; what cannot be read as JSON is an error."""
    found = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as lines:
            found.append([json.loads(line)["event"].get("id") for line in lines])
    return found


def lines(folder):
    count = 0
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            count += file.read().count(b"\n")
    return count


def rotate(popen, path, number):
    os.rename(path, f"{path}.{number:03}")
    popen.send_signal(signal.SIGHUP)
    return eventually(lambda: os.path.exists(path), "the name to be opened anew")


def test_rotation(folder):
    """As often as it goes while events come, and once when none do."""
    path = os.path.join(folder, "log")
    popen = start(path, SESSMON_FAKE_STORM=str(LIVES))
    number = 0
    while eventually(lambda: os.path.exists(path), "the file") and lines(folder) < 3 * LIVES and number < 500:
        number += 1
        if not rotate(popen, path, number):
            break
    eventually(lambda: lines(folder) >= 3 * LIVES, "all events")
    rotate(popen, path, number + 1)
    ok(end(popen) == (0, "", ""), "it ends well and has said nothing else where")
    found = ids(folder)
    every = [each for some in found for each in some]
    print(f"# {sum(bool(some) for some in found)} of {len(found)} files have events")
    ok(len(every) == len(set(every)) == 3 * LIVES, "each event is in one of the files, once", (len(every), len(set(every))))
    ok(every == sorted(every, key=lambda each: int(each.split(":")[1])), "in their order")
    ok(not os.path.getsize(path), "one that waits opens the name at once, too")
    ok(os.stat(path).st_mode & 0o777 == 0o600, "it is for its owner alone")


def test_append(folder):
    path = os.path.join(folder, "log")
    with open(path, "w", encoding="ascii") as file:
        file.write('{"whole": 1}\n{"cut sho')
    popen = start(path, fake="world")
    popen.communicate(timeout=PATIENCE)
    with open(path, encoding="utf-8") as file:
        said = file.read().splitlines()
    ok(said[:2] == ['{"whole": 1}', '{"cut sho'], "what is there stays, and a cut line is ended", said[:2])
    ok(len(said) > 10 and all(json.loads(line) for line in said[2:]), "so that the next one is whole")


def test_errors(folder):
    popen = start(os.path.join(folder, "none", "log"))
    said, err = popen.communicate(timeout=PATIENCE)
    ok((popen.returncode, said) == (1, "") and err == f"sessmon: {folder}/none/log: No such file or directory\n",
       "a file that cannot be made is an error", err)
    popen = start("/dev/full")
    said, err = popen.communicate(timeout=PATIENCE)
    ok(popen.returncode == 1 and "sessmon: /dev/full: No space left on device\n" in err, "a full disk is said of the file", err)


def test_no_other(folder):
    """What stands where the name is cannot be written: the former file stays."""
    path = os.path.join(folder, "log")
    popen = start(path)
    eventually(lambda: os.path.exists(path) and os.path.getsize(path), "the world to be written")
    os.rename(path, path + ".1")
    os.mkdir(path)
    popen.send_signal(signal.SIGHUP)
    ok(popen.stderr.readline() == f"sessmon: {path}: Is a directory\n" and
       popen.stderr.readline() == "sessmon: the former file stays the output\n", "a name that cannot be opened anew is said")
    ok(end(popen)[0] == 0, "and it goes on")


def test_hangup(folder):
    """Without a file, and at a terminal, it means what it always does."""
    popen = subprocess.Popen([SESSMON, "monitor"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                             env=dict(os.environ, SESSMON_FAKE="stays"))  # pylint: disable=consider-using-with
    popen.stdout.readline()
    ok(end(popen, signal.SIGHUP)[0] == -signal.SIGHUP, "without --output SIGHUP ends it")
    ours, theirs = os.openpty()
    path = os.path.join(folder, "log")
    popen = start(path, stdin=theirs)
    eventually(lambda: os.path.exists(path) and os.path.getsize(path), "the world to be written")
    ok(end(popen, signal.SIGHUP)[0] == -signal.SIGHUP, "and so does that of a terminal that has gone")
    os.close(ours)
    os.close(theirs)


for test in test_rotation, test_append, test_errors, test_no_other, test_hangup:
    with tempfile.TemporaryDirectory() as where:
        test(where)
print(f"1..{len(outcomes)}")
sys.exit(not all(outcomes))
